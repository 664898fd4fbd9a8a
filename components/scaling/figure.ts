// Overlap against D, both logarithmic: points with their errors, the line that theory predicts, and chance. Pure, as the
// charts are.

import type { Protocol } from '../../src/run/scaling/points.ts';
import { extentOf, logAxis, type Axis } from '../chart/axis.ts';
import { nth, type Ink, type Marker, markerOf } from '../chart/colours.ts';
import type { Entry } from '../chart/entries.ts';
import { textWidth } from '../chart/figure.ts';
import { markerPath, type Mark } from '../chart/scene.ts';

export interface SeriesPoint {
  readonly dimension: number;
  readonly mean: number;
  readonly sem: number;
}

export interface Series {
  readonly protocol: Protocol;
  readonly points: readonly SeriesPoint[];
  /** Whether theory says that it is found, so that the overlap levels off. */
  readonly found: boolean;
  /** Where it levels off, as measured; null where that is not known yet. */
  readonly level: number | null;
}

export interface TargetSeries {
  readonly name: string;
  readonly series: readonly Series[];
}

/** Multiples of the standard error that a bar shows to either side. */
const barErrors = 2;

const look = (i: number, count: number): { readonly ink: Ink; readonly marker: Marker } => ({ ink: nth(i, count), marker: markerOf(i) });

const small = 12;
/** Pixels between the points of one target and of the next, so that none hides another: less where there is less room. */
const apart = (width: number): number => Math.min(7, width / 80);
const half = (at: number): number => Math.round(at * 2) / 2;
const straight = (x1: number, y1: number, x2: number, y2: number): string => `M${half(x1)} ${half(y1)}L${half(x2)} ${half(y2)}`;

/** `dimensions`: all that the study is of, whatever is done; `neurons`: the p of √(p/D). */
export function layOutScaling(targets: readonly TargetSeries[], dimensions: readonly number[], neurons: number, width: number, height: number): Mark[] {
  const [top, bottom] = [26, height - 44];
  const chance = (dimension: number): number => Math.sqrt(neurons / dimension);
  const ends = [dimensions[0] / 1.25, dimensions[dimensions.length - 1] * 1.25] as const;
  const measured = targets.flatMap(({ series }) => series.flatMap(({ points }) => points.flatMap(({ mean, sem }) => [mean - barErrors * sem, mean + barErrors * sem])));
  const y = logAxis(extentOf([measured, ends.map(chance)], true)!, [bottom, top]);
  const left = Math.ceil(Math.max(20, ...y.ticks.map(({ label }) => textWidth(label)))) + 12;
  const x = logAxis(ends, [left, width - 24]);
  const plot: Ground = { left, right: width - 24, top, bottom, x, y };
  return [
    ...axisMarks(plot),
    ...lineMarks(plot, ends.map((dimension) => [dimension, chance(dimension)] as const), 'muted', [2, 4]),
    ...targets.flatMap(({ series }, i) => series.flatMap((each) => predictedMarks(each, ends, look(i, targets.length).ink, plot))),
    ...targets.flatMap(({ series }, i) => series.flatMap((each) => pointMarks(each, look(i, targets.length), (i - (targets.length - 1) / 2) * apart(width), plot))),
  ];
}

interface Ground {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Axis;
  readonly y: Axis;
}

function axisMarks({ left, right, bottom, x, y }: Ground): Mark[] {
  return [
    ...y.ticks.flatMap((tick): Mark[] => [
      { kind: 'path', d: straight(left, tick.at, right, tick.at), stroke: 'line', width: 1, opacity: 0.6 },
      { kind: 'text', x: left - 8, y: tick.at + 4, text: tick.label, anchor: 'end', ink: 'muted', size: small },
    ]),
    { kind: 'path', d: straight(left, bottom, right, bottom), stroke: 'muted', width: 1 },
    ...x.ticks.flatMap((tick): Mark[] => [
      { kind: 'path', d: straight(tick.at, bottom, tick.at, bottom + 4), stroke: 'muted', width: 1 },
      { kind: 'text', x: tick.at, y: bottom + 18, text: tick.label, anchor: 'middle', ink: 'muted', size: small },
    ]),
    { kind: 'text', x: 0, y: 13, text: 'overlap', ink: 'muted', size: small },
    { kind: 'text', x: right, y: bottom + 36, text: 'dimension D', anchor: 'end', ink: 'muted', size: small },
  ];
}

/** A straight line on these axes, where it is within the plot. */
function lineMarks({ x, y, top, bottom }: Ground, [from, to]: readonly (readonly [number, number])[], stroke: Ink, dash: readonly number[] = [], width = 1.25): Mark[] {
  const points = [from, to].map(([dimension, value]) => [x.place(dimension), y.place(value)] as const);
  if (points.some(([, at]) => !(at >= top - 1 && at <= bottom + 1))) return [];
  return [{ kind: 'path', d: `M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}`, stroke, width, dash, opacity: 0.75 }];
}

/** Level where the direction is found; through the middle of the points with slope −1/2 where it is not. */
function predictedMarks({ points, found, level }: Series, [first, last]: readonly [number, number], ink: Ink, plot: Ground): Mark[] {
  if (points.length === 0) return [];
  if (found) return level === null ? [] : lineMarks(plot, [[first, level], [last, level]], ink);
  const heights = points.filter(({ mean }) => mean > 0).map(({ mean, dimension }) => Math.log(mean * Math.sqrt(dimension)));
  const factor = Math.exp(heights.reduce((sum, height) => sum + height, 0) / heights.length);
  // The line keeps to the dimensions that were studied: beyond them it would leave the plot.
  const reach = [points[0].dimension, points[points.length - 1].dimension].sort((a, b) => a - b);
  return lineMarks(plot, reach.map((dimension) => [dimension, factor / Math.sqrt(dimension)] as const), ink, [6, 3]);
}

/** Filled with one batch, hollow with fresh ones; the bar stops at a hollow point's rim. */
function pointMarks({ protocol, points }: Series, { ink, marker }: ReturnType<typeof look>, shift: number, { x, y, bottom }: Ground): Mark[] {
  const filled = protocol === 'reuse';
  return points.filter(({ mean }) => mean > 0).flatMap(({ dimension, mean, sem }): Mark[] => {
    const [at, middle] = [x.place(dimension) + shift, y.place(mean)];
    const [high, low] = [y.place(mean + barErrors * sem), mean > barErrors * sem ? y.place(mean - barErrors * sem) : bottom];
    const rim = filled ? 0 : 4.5;
    const pieces = [[high, middle - rim], [middle + rim, Number.isFinite(low) ? low : bottom]].filter(([from, to]) => to > from);
    const bar = pieces.map(([from, to]) => `M${at.toFixed(1)} ${from.toFixed(1)}V${to.toFixed(1)}`).join('');
    return [
      ...(bar ? [{ kind: 'path', d: bar, stroke: ink, width: 1.25 } as const] : []),
      { kind: 'path', d: markerPath(marker, at, middle, 3.8), ...(filled ? { fill: ink } : { stroke: ink, width: 1.5 }) },
    ];
  });
}

/** A marker for each target, then what filled, hollow and dashed mean. */
export function legendOf(names: readonly string[]): Entry[] {
  const line = (stroke: Ink, dash: readonly number[]): Mark[] => [{ kind: 'path', d: 'M0 6h26', stroke, width: 1.25, dash }];
  const shape = markerPath('circle', 13, 6, 3.8);
  return [
    ...names.map((name, i): Entry => {
      const { ink, marker } = look(i, names.length);
      return { name, swatch: [{ kind: 'path', d: markerPath(marker, 13, 6, 3.8), fill: ink }] };
    }),
    { name: 'one batch at every step', swatch: [{ kind: 'path', d: shape, fill: 'ink' }] },
    { name: 'fresh batches', swatch: [{ kind: 'path', d: shape, stroke: 'ink', width: 1.5 }] },
    { name: 'predicted: slope 0', swatch: line('ink', []) },
    { name: 'predicted: slope −½', swatch: line('ink', [6, 3]) },
    { name: 'chance, √(p/D)', swatch: line('muted', [2, 4]) },
  ];
}
