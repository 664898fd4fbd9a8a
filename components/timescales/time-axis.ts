// Time over many decades: a logarithmic axis longer than the charts', on which t = 0 stands apart behind a break.

import type { Axis } from '../chart/axis.ts';
import { logScale } from '../chart/scale.ts';
import { formatTick } from '../chart/words.ts';

/** What time is divided by: ε to this power. Dividing by the scale of a transition lays those of all ε on one another. */
export const timeUnits = [
  { power: 0, name: 't' },
  { power: 1, name: 't/ε' },
  { power: 0.5, name: 't/√ε' },
  { power: 0.25, name: 't/ε^(1/4)' },
] as const;

/** Pixels between 0 and the least time, and between the names of two ticks. */
const [ZERO_SLOT, APART] = [26, 40];

/** Powers of ten within [low, high]: every one, every second, … as many as have room for their names. */
export function decadeTicks(low: number, high: number, pixels: number): number[] {
  const every = Math.max(1, Math.ceil((Math.log10(high / low) * APART) / pixels));
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: Math.max(0, Math.floor((last - first) / every) + 1) }, (_, i) => 10 ** (first + i * every));
}

export function timeAxis([low, high]: readonly [number, number], [left, right]: readonly [number, number]): Axis {
  const scale = logScale([low, high], [left + ZERO_SLOT, right]);
  const ticks = decadeTicks(low, high, right - left - ZERO_SLOT).map((value) => ({ at: scale(value), label: formatTick(value) }));
  return {
    kind: 'log', key: ['time', low, high, left, right].join(' '), range: [left, right],
    place: (time) => (time > 0 ? scale(time) : left),
    ticks: [{ at: left, label: '0' }, ...ticks.filter(({ at }) => at > left + ZERO_SLOT / 2 + 8)],
    breakAt: left + ZERO_SLOT / 2,
  };
}

/**
 * From the least time after 0 to the last, over several trajectories: the lower end on every second decade, so that it stands still
 * while ε moves a little, and what is predicted is seen to move.
 */
export function timeReach(ends: readonly (readonly [number, number])[]): [number, number] {
  const low = Math.min(...ends.map(([first]) => first));
  return [100 ** Math.floor(Math.log10(low) / 2 + 1e-9), Math.max(...ends.map(([, last]) => last))];
}
