// Descent over the flow: the mean of a few seeds as points with their errors, and the samples they have seen as a second axis.

import type { Axis } from '../chart/axis.ts';
import { markerPath, type Mark } from '../chart/scene.ts';
import { formatTick } from '../chart/words.ts';
import type { Box } from './ground.ts';
import { decadeTicks } from './time-axis.ts';

/** Mean over seeds of descent beside the flow. */
export interface DescentPoints {
  readonly times: readonly number[];
  readonly mean: readonly number[];
  /** Standard error of the mean; 0 with one seed. */
  readonly sem: readonly number[];
  readonly seeds: number;
  /** Samples over d, for each unit of t. */
  readonly samples: number;
  /** Who ran it, with η, B and d. */
  readonly who: string;
  /** What the first seed ran, as a document. */
  readonly experiment: object;
}

export function descentMarks({ times, mean, sem }: DescentPoints, x: Axis, y: Axis, scale: number): Mark[] {
  const bars = times.map((time, i) => (sem[i] > 0 ? `M${x.place(time * scale).toFixed(1)} ${y.place(mean[i] + 2 * sem[i]).toFixed(1)}V${y.place(mean[i] - 2 * sem[i]).toFixed(1)}` : '')).join('');
  const dots = times.map((time, i) => markerPath('circle', x.place(time * scale), y.place(mean[i]), 2.8)).join('');
  return [...(bars ? [{ kind: 'path', d: bars, stroke: 'ink', width: 1.25 } as const] : []), { kind: 'path', d: dots, stroke: 'ink', width: 1.5 }];
}

/** n/d below the axis of time: as many samples have been seen. */
export function samplesMarks({ samples }: DescentPoints, { left, right, bottom }: Box, reach: readonly [number, number], x: Axis): Mark[] {
  const at = bottom + 44;
  const ticks = decadeTicks(reach[0] * samples, reach[1] * samples, right - left - 26).filter((value) => x.place(value / samples) > left + 24);
  return [
    { kind: 'path', d: `M${left + 26} ${at}H${right}`, stroke: 'muted', width: 1 },
    ...ticks.flatMap((value): Mark[] => [
      { kind: 'path', d: `M${x.place(value / samples).toFixed(1)} ${at}v4`, stroke: 'muted', width: 1 },
      { kind: 'text', x: x.place(value / samples), y: at + 18, text: formatTick(value), anchor: 'middle', ink: 'muted', size: 12 },
    ]),
    { kind: 'text', x: right, y: at + 34, text: 'n/d: samples of the descent, over its dimension', anchor: 'end', ink: 'muted', size: 12 },
  ];
}
