// From curves to marks: margins, axes, lines. Pure, so that the page, the SVG file and the PNG agree.

import type { Band } from './bands.ts';
import { extentOf, linearAxis, logAxis, stepAxis, type Axis, type ScaleKind } from './axis.ts';
import type { Crowd, Curve } from './curves.ts';
import { areaPath, linePath, type Point } from './path.ts';
import type { SeedPoints } from './points.ts';
import { markerPath, type Mark } from './scene.ts';
import type { TheoryLines } from './theory.ts';
import { formatTick } from './words.ts';

export interface FigureSpec {
  /** What is drawn, in a few words: the figure's accessible name. */
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  /** The x axis runs from step 0 to here, whatever has been drawn so far. */
  readonly lastStep: number;
  /** Least extent of the y axis; data outside widens it. */
  readonly yDomain: readonly [number, number] | null;
  readonly curves: readonly Curve[];
  /** Behind the curves. */
  readonly bands: readonly Band[];
  /** Between the two; null without. */
  readonly theory: TheoryLines | null;
  /** Over the curves; null without. */
  readonly points: SeedPoints | null;
  readonly crowd: Crowd | null;
  /** A dashed level with a name, such as the threshold of weak recovery. */
  readonly level: { readonly value: number; readonly name: string } | null;
  /** Who drew it. */
  readonly caption: string;
}

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Axis;
  readonly y: Axis;
  /** From back to front. A layer that looks as it did in the plot before is the same array. */
  readonly layers: readonly (readonly Mark[])[];
  /** What each layer was made from. */
  readonly from: readonly (readonly unknown[])[];
}

export const marksOf = (plot: Plot): Mark[] => plot.layers.flat();

/** The curves that have a name, a cursor and a column: the medians of bands, the means of points, and the run's own. The last is the boldest. */
export const namedCurves = ({ bands, points, curves }: FigureSpec): Curve[] =>
  [...bands.map(({ median }) => median), ...(points?.sets ?? []).map(({ mean }) => mean), ...curves.filter((curve) => curve.listed)];

/** A plot before anything is drawn on it. */
type Ground = Omit<Plot, 'layers' | 'from'>;

const small = 12;

/** Of an area; where the inner lies on the outer it is nearly twice that. */
export const bandOpacity = 0.2;

/** A generous guess of a text's width, where nothing can measure it. */
export const textWidth = (text: string, size = small): number => [...text].length * size * 0.6;

function yAxis(spec: FigureSpec, range: readonly [number, number]): Axis {
  const values = [...[...spec.curves, ...(spec.theory?.curves ?? [])].map((curve) => curve.values), ...spec.bands.flatMap(({ outer }) => outer),
    ...(spec.points?.sets ?? []).flatMap(({ mean: { values }, std }) => [-1, 1].map((sign) => values.map((value, i) => value + sign * std[i])))];
  if (spec.yScale === 'log') return logAxis(extentOf(values, true) ?? [1e-2, 1], range);
  const [low, high] = extentOf(values) ?? spec.yDomain ?? [0, 1];
  const [least, most] = spec.yDomain ?? [Math.min(0, low), high];
  return linearAxis([Math.min(low, least), Math.max(high, most)], range);
}

const straight = (x1: number, y1: number, x2: number, y2: number): string =>
  `M${Math.round(x1 * 2) / 2} ${Math.round(y1 * 2) / 2}L${Math.round(x2 * 2) / 2} ${Math.round(y2 * 2) / 2}`;

function axisMarks(spec: FigureSpec, plot: Ground): Mark[] {
  const { left, right, bottom, x, y } = plot;
  const marks: Mark[] = [];
  for (const tick of y.ticks) {
    marks.push(
      { kind: 'path', d: straight(left, tick.at, right, tick.at), stroke: 'line', width: 1, opacity: tick.label === '0' && y.kind === 'linear' ? 1 : 0.6 },
      { kind: 'text', x: left - 8, y: tick.at + 4, text: tick.label, anchor: 'end', ink: 'muted', size: small },
    );
  }
  const gap = x.breakAt;
  const baseline = gap === null ? straight(left, bottom, right, bottom) : straight(left, bottom, gap - 3, bottom) + straight(gap + 3, bottom, right, bottom);
  marks.push({ kind: 'path', d: baseline, stroke: 'muted', width: 1 });
  // Two short strokes across the axis: what is left of them is not to scale.
  if (gap !== null) {
    const strokes = [gap - 3, gap + 3].map((at) => `M${at - 2} ${bottom + 4}L${at + 2} ${bottom - 4}`).join('');
    marks.push({ kind: 'path', d: strokes, stroke: 'muted', width: 1 });
  }
  for (const tick of x.ticks) {
    marks.push(
      { kind: 'path', d: straight(tick.at, bottom, tick.at, bottom + 4), stroke: 'muted', width: 1 },
      { kind: 'text', x: tick.at, y: bottom + 18, text: tick.label, anchor: 'middle', ink: 'muted', size: small },
    );
  }
  marks.push(
    { kind: 'text', x: 0, y: 13, text: spec.yTitle, ink: 'muted', size: small },
    { kind: 'text', x: right, y: bottom + 36, text: spec.xTitle, anchor: 'end', ink: 'muted', size: small },
  );
  return marks;
}

function levelMarks(spec: FigureSpec, plot: Ground): Mark[] {
  if (!spec.level) return [];
  const at = plot.y.place(spec.level.value);
  if (!(at >= plot.top && at <= plot.bottom)) return [];
  return [
    { kind: 'path', d: straight(plot.left, at, plot.right, at), stroke: 'muted', width: 1, dash: [2, 4] },
    { kind: 'text', x: plot.right, y: at - 5, text: spec.level.name, anchor: 'end', ink: 'muted', size: 11, halo: true },
  ];
}

function curveMarks(curve: Curve, plot: Ground, spec: FigureSpec): Mark[] {
  const shown = spec.yScale === 'log' ? curve.values.map(Math.abs) : curve.values;
  const points = shown.map((value, i): [number, number] => [plot.x.place(curve.steps[i]), plot.y.place(value)]);
  const drawable = (point: [number, number]): boolean => Number.isFinite(point[0]) && Number.isFinite(point[1]);
  const d = linePath(points);
  const marks: Mark[] = d ? [{ kind: 'path', d, stroke: curve.ink, width: curve.width, dash: curve.dash, opacity: curve.opacity }] : [];
  const end = points.findLast(drawable);
  if (curve.marker && end) marks.push({ kind: 'path', d: markerPath(curve.marker, end[0], end[1]), fill: curve.ink });
  return marks;
}

/** Areas to the quantiles, the median over them. On a logarithmic axis what is zero and below lies on the floor. */
function bandMarks({ median, outer, inner }: Band, plot: Ground): Mark[] {
  const across = Array.from(median.steps, (step) => plot.x.place(step));
  const place = (value: number): number => {
    const at = plot.y.place(value);
    return Number.isFinite(at) ? at : plot.bottom;
  };
  const along = (values: ArrayLike<number>, at: (value: number) => number): Point[] => across.map((x, i) => [x, at(values[i])]);
  const areaOf = ([low, high]: Band['outer'], opacity: number): Mark => ({ kind: 'path', d: areaPath(along(low, place), along(high, place)), fill: median.ink, opacity });
  const { ink: stroke, width, dash } = median;
  return [areaOf(outer, bandOpacity), areaOf(inner, bandOpacity), { kind: 'path', d: linePath(along(median.values, plot.y.place)), stroke, width, dash }];
}

/**
 * Lays a figure out in `width` × `height` pixels, without its legend. What looks as it did in `before`, a plot of the same
 * figure, is taken from there.
 */
export function layOut(spec: FigureSpec, width: number, height: number, before: Plot | null = null): Plot {
  const top = 26;
  const bottom = height - 44;
  const y = yAxis(spec, [bottom, top]);
  const left = Math.ceil(Math.max(20, ...y.ticks.map((tick) => textWidth(tick.label)))) + 12;
  const widest = Math.max(textWidth('100'), textWidth(formatTick(spec.lastStep)));
  const right = width - Math.ceil(widest / 2) - 2;
  const x = stepAxis(spec.xScale, spec.lastStep, [left, right], widest + 12);
  const plot = { width, height, left, right, top, bottom, x, y };
  const frame = [width, height, x.key, y.key].join(' ');
  const empty: Mark = { kind: 'text', x: (left + right) / 2, y: (top + bottom) / 2 - 8, text: 'no steps yet', anchor: 'middle', ink: 'muted', size: small };
  const [level, name] = levelMarks(spec, plot);
  const parts: readonly Part[] = [
    { from: [frame, spec.xTitle, spec.yTitle], draw: () => axisMarks(spec, plot) },
    { from: [frame, ...spec.bands.map(({ outer }) => outer[0])], draw: () => spec.bands.flatMap((band) => bandMarks(band, plot)) },
    { from: [frame, spec.level?.value], draw: () => (level ? [level] : []) },
    { from: [frame, spec.yScale, spec.theory?.curves], draw: () => (spec.theory?.curves ?? []).flatMap((curve) => curveMarks(curve, plot, spec)) },
    { from: [frame, spec.yScale, spec.curves, spec.bands.length, spec.points === null], draw: () => (spec.curves.length + spec.bands.length || spec.points ? spec.curves.flatMap((curve) => curveMarks(curve, plot, spec)) : [empty]) },
    { from: [frame, spec.yScale, spec.points], draw: () => spec.points?.draw(plot, spec.yScale === 'log') ?? [] },
    // Over the curves, with a halo: a crowd would bury it.
    { from: [frame, spec.level?.value, spec.level?.name], draw: () => (name ? [name] : []) },
  ];
  const layers = parts.map(({ from, draw }, i) => (before && same(from, before.from[i]) ? before.layers[i] : draw()));
  return { ...plot, layers, from: parts.map(({ from }) => from) };
}

interface Part {
  /** Whatever the marks depend on. */
  readonly from: readonly unknown[];
  draw(): Mark[];
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((each, i) => each === b[i]);

/** The recorded step nearest to a pixel, among those of the listed curves. */
export function nearestStep(plot: Plot, steps: readonly number[], pixel: number): number | null {
  let best: number | null = null;
  let distance = Infinity;
  for (const step of steps) {
    const away = Math.abs(plot.x.place(step) - pixel);
    if (away < distance) [best, distance] = [step, away];
  }
  return best;
}

/** A curve's value at a step it has, else null. */
export function valueAt(curve: Curve, step: number): number | null {
  const i = curve.steps.indexOf(step);
  return i < 0 ? null : curve.values[i];
}

/** The curve that passes nearest to a height at a step. */
export function nearestCurve(plot: Plot, curves: readonly Curve[], step: number, pixel: number, absolute: boolean): Curve | null {
  let best: Curve | null = null;
  let distance = Infinity;
  for (const curve of curves) {
    const value = valueAt(curve, step);
    if (value === null) continue;
    const away = Math.abs(plot.y.place(absolute ? Math.abs(value) : value) - pixel);
    if (away < distance) [best, distance] = [curve, away];
  }
  return best;
}
