// One kernel as a heat map: t down, s across, a tile for each pair of neurons, and its scale below. Pure, so that the page and
// the SVG file agree.

import type { Kernels } from '../../src/run/contract.ts';
import { textWidth } from '../chart/figure.ts';
import type { Mark } from '../chart/scene.ts';
import { formatTick } from '../chart/words.ts';
import { inkOf, levelOf, levels } from './colours.ts';
import { isBefore, nameOf, sizeOf, type KernelName, type Pair, type Spot } from './words.ts';

export interface HeatMap {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** Tiles along each side, and steps drawn along each side of one. */
  readonly tiles: number;
  readonly cells: number;
  /** Every how many-th step is drawn. */
  readonly every: number;
  /** The value at either end of the scale. */
  readonly limit: number;
  /** Whether there are entries whose error leaves no colour to give. */
  readonly vague: boolean;
  /** What is under a pixel, or nearest to it. */
  at(x: number, y: number): Spot;
  /** The square of an entry drawn: its left and upper edges, and its side. */
  squareOf(spot: Spot): { readonly x: number; readonly y: number; readonly side: number };
}

const small = 12;
/** Between tiles: across, and down, where a tile's name stands. */
const [ACROSS, DOWN] = [7, 17];
/** Pixels of the side of a cell, at least. */
const LEAST_CELL = 2;
const [TOP, BELOW] = [22, 72];

/** Upwards to two digits. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}

/** Errors from zero at which an entry is certain: chance alone brings none of thousands there. */
const CERTAIN = 10;
/** Share of the scale above which an error leaves no colour to give. */
const VAGUE = 0.25;

/**
 * The largest entry of those that are certain; of all where none is. After many steps of a smooth activation single entries of Γ and
 * K are not determined at all (src/theory/dmft/kernels.ts), and of any size.
 */
function limitOf(kernels: Kernels, name: KernelName): number {
  const [values, errors] = [kernels[name].flat(3), kernels.sem[name].flat(3)];
  let [certain, all] = [0, 0];
  for (const [at, value] of values.entries()) {
    all = Math.max(all, Math.abs(value));
    if (Math.abs(value) >= CERTAIN * errors[at]) certain = Math.max(certain, Math.abs(value));
  }
  return roundedUp(certain > 0 ? certain : all);
}

/** Steps named on an axis: 1, 2, 5, 10, … apart, `least` pixels or more. */
function namedSteps(cells: number, every: number, cell: number, least: number): number[] {
  let apart = 1;
  for (let i = 0; (apart * cell) / every < least; i++) apart *= i % 3 === 1 ? 2.5 : 2;
  const first = Math.ceil(apart / every);
  return Array.from({ length: cells }, (_, n) => n).filter((n) => n % first === 0);
}

/** `pair`: blocks shown; the scale is that of all of them. At most `width` pixels wide, and square but for axes and scale. */
export function layOutMap(kernels: Kernels, name: KernelName, pair: Pair, width: number, from: readonly [number, number] = [0, 0]): HeatMap {
  const { steps, p } = sizeOf(kernels);
  const tiles = pair === 'all' ? p : 1;
  const neurons = (tile: number, which: 0 | 1): number => (pair === 'all' ? tile : pair[which]);
  const named = tiles > 1;
  const margin = Math.ceil(Math.max(16, textWidth(String(steps - 1)))) + 8;
  const room = width - margin - (named ? (tiles - 1) * ACROSS : 0) - 2;
  const every = Math.max(1, Math.ceil((LEAST_CELL * steps * tiles) / room));
  const cells = Math.ceil(steps / every);
  const cell = Math.max(1, Math.floor(room / (cells * tiles)));
  const [left, top] = [from[0] + margin, from[1] + TOP + (named ? DOWN - 4 : 0)];
  const strideX = cells * cell + ACROSS;
  const strideY = cells * cell + (named ? DOWN : 0);
  const right = left + tiles * strideX - ACROSS;
  const bottom = top + tiles * strideY - (named ? DOWN : 0);
  const limit = limitOf(kernels, name);
  const isVague = (t: number, s: number, i: number, j: number): boolean => kernels.sem[name][t * every][s * every][i][j] > VAGUE * limit;
  let vague = false;

  function tileMarks(row: number, column: number): Mark[] {
    const [x0, y0] = [left + column * strideX, top + row * strideY];
    const [i, j] = [neurons(row, 0), neurons(column, 1)];
    const shapes = new Map<number, string>();
    let dashes = '';
    for (let t = 0; t < cells; t++) {
      // Neighbours of one colour are one shape.
      for (let s = 0, end = 0; s < cells; s = end) {
        const level = colourOf(t, s);
        for (end = s + 1; end < cells && colourOf(t, end) === level; ) end++;
        if (level === 'vague') for (let at = s; at < end; at++) dashes += `M${x0 + (at + 0.25) * cell} ${y0 + (t + 0.5) * cell}h${cell / 2}`;
        if (typeof level === 'string') continue;
        const shape = `M${x0 + s * cell} ${y0 + t * cell}h${(end - s) * cell}v${cell}h${(s - end) * cell}z`;
        shapes.set(level, (shapes.get(level) ?? '') + shape);
      }
    }
    function colourOf(t: number, s: number): number | 'before' | 'vague' {
      if (isBefore(name, t, s)) return 'before';
      return isVague(t, s, i, j) ? 'vague' : levelOf(kernels[name][t * every][s * every][i][j], limit);
    }
    const side = cells * cell;
    const marks = [...shapes].map(([level, d]): Mark => ({ kind: 'path', d, fill: inkOf(level) }));
    if (dashes) marks.push({ kind: 'path', d: dashes, stroke: 'muted', width: 1, opacity: 0.5 });
    vague ||= dashes !== '';
    const hatching = hatch(x0, y0);
    if (hatching) marks.push({ kind: 'path', d: hatching, stroke: 'line', width: 1 });
    marks.push({ kind: 'path', d: `M${x0 - 0.5} ${y0 - 0.5}h${side + 1}v${side + 1}h${-side - 1}z`, stroke: 'line', width: 1 });
    if (named) marks.push({ kind: 'text', x: x0, y: y0 - 4, text: nameOf(name, { i, j }, p), ink: 'muted', size: 11 });
    return marks;
  }

  /** A line for each t + s: along it, what comes before its cause. */
  function hatch(x0: number, y0: number): string {
    const apart = Math.max(1, Math.ceil(5 / cell));
    let d = '';
    for (let sum = 0; sum < 2 * cells - 1; sum += apart) {
      const last = Math.min(sum, cells - 1);
      let first = Math.max(0, sum - cells + 1);
      while (first <= last && !isBefore(name, sum - first, first)) first++;
      if (first > last) continue;
      d += `M${x0 + first * cell} ${y0 + (sum - first + 1) * cell}L${x0 + (last + 1) * cell} ${y0 + (sum - last) * cell}`;
    }
    return d;
  }

  const marks: Mark[] = [
    { kind: 'text', x: from[0], y: from[1] + 11, text: 'step t ↓', ink: 'muted', size: small },
    { kind: 'text', x: right, y: bottom + 32, text: 'step s →', anchor: 'end', ink: 'muted', size: small },
  ];
  for (let row = 0; row < tiles; row++) {
    for (const n of namedSteps(cells, every, cell, 15))
      marks.push({ kind: 'text', x: left - 6, y: top + row * strideY + (n + 0.5) * cell + 4, text: String(n * every), anchor: 'end', ink: 'muted', size: small });
    for (let column = 0; column < tiles; column++) marks.push(...tileMarks(row, column));
  }
  for (let column = 0; column < tiles; column++)
    // The last of a tile keeps clear of the first of the next.
    for (const n of namedSteps(cells, every, cell, textWidth(String(steps - 1)) + 8).filter((n) => n === 0 || (cells - n - 0.5) * cell >= textWidth(String(n * every)) / 2))
      marks.push({ kind: 'text', x: left + column * strideX + (n + 0.5) * cell, y: bottom + 16, text: String(n * every), anchor: 'middle', ink: 'muted', size: small });
  marks.push(...scaleMarks(left, right, bottom + 42, limit));

  const clamped = (value: number): number => Math.min(Math.max(value, 0), cells - 1);
  const tileAt = (offset: number, stride: number): number => Math.min(Math.max(Math.floor(offset / stride), 0), tiles - 1);
  return {
    width, height: bottom + BELOW - from[1], marks, tiles, cells, every, limit, vague,
    at(x, y) {
      const [row, column] = [tileAt(y - top, strideY), tileAt(x - left, strideX)];
      const place = (offset: number): number => every * clamped(Math.floor(offset / cell));
      return { i: neurons(row, 0), j: neurons(column, 1), t: place(y - top - row * strideY), s: place(x - left - column * strideX) };
    },
    squareOf({ i, j, t, s }) {
      const [row, column] = pair === 'all' ? [i, j] : [0, 0];
      return { x: left + column * strideX + (s / every) * cell, y: top + row * strideY + (t / every) * cell, side: cell };
    },
  };
}

/** From −limit to limit, named at both ends and at zero. */
function scaleMarks(left: number, right: number, y: number, limit: number): Mark[] {
  const count = 2 * levels + 1;
  const at = (n: number): number => Math.round(left + ((right - left) * n) / count);
  const label = (x: number, value: number, anchor: 'start' | 'middle' | 'end'): Mark => ({ kind: 'text', x, y: y + 22, text: formatTick(value).replace('-', '−'), anchor, ink: 'muted', size: 11 });
  return [
    ...Array.from({ length: count }, (_, n): Mark => ({ kind: 'path', d: `M${at(n)} ${y}H${at(n + 1)}v9H${at(n)}z`, fill: inkOf(n - levels) })),
    label(left, -limit, 'start'), label((left + right) / 2, 0, 'middle'), label(right, limit, 'end'),
  ];
}
