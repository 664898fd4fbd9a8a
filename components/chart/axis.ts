// Axes: where a value goes, which ticks are named, and what a logarithmic axis does with what has no logarithm.

import { linearScale, logScale } from './scale.ts';
import { formatTick } from './words.ts';

export type ScaleKind = 'linear' | 'log';

interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Axis {
  readonly kind: ScaleKind;
  /** Equal for two axes that place every value alike. */
  readonly key: string;
  /** Pixels of the two ends, as given. */
  readonly range: readonly [number, number];
  /** Pixel of a value; NaN where the axis cannot show it. */
  place(value: number): number;
  readonly ticks: readonly Tick[];
  /** Pixel of the mark that says "0 stands apart from the logarithmic part"; null without one. */
  readonly breakAt: number | null;
}

const keyOf = (kind: ScaleKind, domain: readonly number[], range: readonly number[]): string => [kind, ...domain, ...range].join(' ');

/** Pixels between step 0 and step 1 on a logarithmic axis. */
const zeroSlot = 26;

function spaced(ticks: readonly Tick[], least: number): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) {
    const previous = kept.at(-1);
    if (!previous || Math.abs(tick.at - previous.at) >= least) kept.push(tick);
  }
  return kept;
}

/** Decades, and 2s and 5s between them where there are few decades. */
function logTicks([low, high]: readonly [number, number], length: number): number[] {
  const decades = Math.log10(high / low);
  const within = decades < 2 && length / Math.max(decades, 0.5) > 110 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((decades * 34) / length));
  const values: number[] = [];
  const first = Math.floor(Math.log10(low) + 1e-9);
  for (let power = first; power <= Math.ceil(Math.log10(high)); power++) {
    if ((power - first) % every !== 0) continue;
    for (const digit of within) {
      const value = digit * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) values.push(value);
    }
  }
  return values;
}

/**
 * Steps 0…last. On a logarithmic axis step 0, which has no logarithm, keeps a place of its own to the left of step 1,
 * behind a break in the axis.
 */
export function stepAxis(kind: ScaleKind, last: number, range: readonly [number, number], labelWidth = 44): Axis {
  const end = Math.max(last, kind === 'log' ? 10 : 1);
  if (kind === 'linear') {
    const scale = linearScale([0, end], range);
    const count = Math.max(2, Math.floor((range[1] - range[0]) / (labelWidth * 1.5)));
    const ticks = scale.ticks(count).filter(Number.isInteger).map((value) => ({ at: scale(value), label: formatTick(value) }));
    return { kind, key: keyOf(kind, [0, end], range), range, place: (value) => scale(value), ticks: spaced(ticks, labelWidth * 0.8), breakAt: null };
  }
  const scale = logScale([1, end], [range[0] + zeroSlot, range[1]]);
  const named = logTicks([1, end], range[1] - range[0] - zeroSlot).map((value) => ({ at: scale(value), label: formatTick(value) }));
  return {
    kind,
    key: keyOf(kind, [1, end], range),
    range,
    place: (value) => (value < 1 ? range[0] : scale(value)),
    ticks: [{ at: range[0], label: '0' }, ...spaced(named, labelWidth * 0.7)],
    breakAt: range[0] + zeroSlot / 2,
  };
}

/** A linear axis over `domain`, rounded outwards when `nice`. `range` runs upwards on the page: from the bottom to the top. */
export function linearAxis(domain: readonly [number, number], range: readonly [number, number], nice = true): Axis {
  const padded: [number, number] = domain[0] < domain[1] ? [...domain] : [domain[0] - 0.5, domain[1] + 0.5];
  const count = Math.max(2, Math.min(6, Math.floor(Math.abs(range[0] - range[1]) / 40)));
  const scale = linearScale(padded, range, nice ? count : null);
  const ticks = scale.ticks(count).map((value) => ({ at: scale(value), label: formatTick(value) }));
  return { kind: 'linear', key: keyOf('linear', scale.domain, range), range, place: (value) => scale(value), ticks, breakAt: null };
}

/** How far below the largest value a logarithmic axis goes unless it is said: what is smaller is not drawn. */
export const decadesShown = 8;

/** A logarithmic axis over the positive part of `domain`; zero and what is negative has no place on it. */
export function logAxis(domain: readonly [number, number], range: readonly [number, number], decades = decadesShown): Axis {
  const high = domain[1] > 0 ? domain[1] : 1;
  const low = Math.max(domain[0] > 0 ? domain[0] : high / 1000, high * 10 ** -decades);
  // At least a decade, and round ends: the nearest 1, 2 or 5 outwards.
  const wide: [number, number] = high / low < 10 ? [Math.sqrt((low * high) / 10), Math.sqrt(low * high * 10)] : [low, high];
  const ends: [number, number] = [outwards(wide[0], -1), outwards(wide[1], 1)];
  const scale = logScale(ends, range);
  const ticks = logTicks(ends, Math.abs(range[1] - range[0])).map((value) => ({ at: scale(value), label: formatTick(value) }));
  const place = (value: number): number => (value >= ends[0] * 0.999 ? scale(value) : Number.NaN);
  return { kind: 'log', key: keyOf('log', ends, range), range, place, ticks, breakAt: null };
}

function outwards(value: number, direction: 1 | -1): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digits = [1, 2, 5, 10];
  const lead = value / power;
  const digit = direction > 0 ? digits.find((d) => d >= lead * 0.999) : digits.findLast((d) => d <= lead * 1.001);
  return (digit ?? 1) * power;
}

/** Least and greatest finite value, over many arrays; `positive` skips what a logarithm cannot take. */
export function extentOf(arrays: Iterable<ArrayLike<number>>, positive = false): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}
