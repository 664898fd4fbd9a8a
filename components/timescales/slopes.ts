// When each degree is learned, against ε, both on logarithmic axes: half-times measured on trajectories, and what theory predicts.
// theory/timescales.md, section 4: t_0 ~ ε, t_1 ~ √ε log(1/ε), t_l ~ ε^{1/(2l)}.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { extentOf, logAxis, type Axis } from '../chart/axis.ts';
import { textWidth } from '../chart/figure.ts';
import { markerPath, type Mark } from '../chart/scene.ts';
import { degreeInk, degreeMarker } from './degree-colours.ts';
import { axisMarks, boxOf, heightOf, pathThrough, widestTick, type Box } from './ground.ts';
import type { DataTable, Drawing } from './drawing.ts';
import { maybeTime, powerOfEpsilon, threeDigits, twoDecimals, whoOf, withIndex } from './words.ts';

/** One degree at one ε. */
interface HalfTime {
  readonly epsilon: number;
  /** Null where half of it was not learned within the horizon. */
  readonly measured: number | null;
  /** Null where theory has none: never learned. */
  readonly predicted: number | null;
}

interface DegreeTimes {
  readonly degree: number;
  /** t ~ ε^exponent as ε → 0; null where theory names none. */
  readonly exponent: number | null;
  /** By growing ε. */
  readonly times: readonly HalfTime[];
}

/** Of the flow and the others, each ε once: the flow's own where two have it. */
export function degreeTimes(flow: FlowTrajectory, others: readonly FlowTrajectory[]): DegreeTimes[] {
  const all = new Map([...others, flow].map((each) => [each.epsilon, each]));
  const sorted = [...all.values()].toSorted((a, b) => a.epsilon - b.epsilon);
  const finite = (time: number | null | undefined): number | null => (time !== null && time !== undefined && Number.isFinite(time) && time > 0 ? time : null);
  return flow.target.flatMap((phi, degree): DegreeTimes[] => {
    if (phi === 0) return [];
    const times = sorted.map(({ epsilon, transitions, predictions }): HalfTime => ({
      epsilon,
      measured: finite(transitions.find((each) => each.degree === degree)?.half),
      predicted: finite(predictions.degrees.find((each) => each.degree === degree)?.halfTime),
    }));
    return [{ degree, exponent: flow.predictions.degrees.find((each) => each.degree === degree)?.exponent ?? null, times }];
  });
}

/** d ln t/d ln ε between two ε; null where either time is missing. */
export function localExponent(a: HalfTime, b: HalfTime, which: 'measured' | 'predicted'): number | null {
  const [first, second] = [a[which], b[which]];
  return first === null || second === null ? null : Math.log(second / first) / Math.log(b.epsilon / a.epsilon);
}

interface SlopeGround {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly degrees: readonly DegreeTimes[];
  readonly marks: readonly Mark[];
  readonly within: readonly Mark[];
}

/** t₁ ~ √ε log(1/ε): degree 1 alone has a logarithm. */
function slopeWords(degree: number, exponent: number): string {
  if (exponent === 0) return `${withIndex('t', degree)} of order 1`;
  return `${withIndex('t', degree)} ~ ${degree === 1 && exponent === 0.5 ? '√ε log(1/ε)' : powerOfEpsilon(exponent)}`;
}

type Points = readonly (readonly [number, number])[];

/**
 * Predictions as a line of (ε, t); a lone one as a piece with the slope it has as ε → 0, half a decade to either side. Where theory
 * has the slope alone, that of ε → 0 through the measured time at the least ε, as a `guide`.
 */
export function predictedLine({ exponent, times }: DegreeTimes): { readonly points: Points; readonly guide: boolean } {
  const along = (which: 'measured' | 'predicted'): Points => times.flatMap((each) => (each[which] === null ? [] : [[each.epsilon, each[which]] as const]));
  const [predicted, measured] = [along('predicted'), along('measured')];
  const guide = predicted.length === 0;
  if (predicted.length > 1 || exponent === null || measured.length + predicted.length === 0) return { points: predicted, guide };
  const [[epsilon, time]] = guide ? measured : predicted;
  const [from, to] = guide && measured.length > 1 ? [epsilon, measured.at(-1)![0]] : [epsilon / 3, epsilon * 3];
  return { points: [from, to].map((at) => [at, time * (at / epsilon) ** exponent]), guide };
}

const predictedDash: readonly number[] = [5, 3];
const guideDash: readonly number[] = [1.5, 3];

/** Height of a name, and the distance to the line that it names. */
const [NAME, AWAY] = [14, 5];

/**
 * Names of the slopes at their lines' left ends: below, where a rising line leaves room, and further along where the axis is near;
 * left to the legend where there is another line or name.
 */
function nameMarks(degrees: readonly DegreeTimes[], x: Axis, y: Axis, { right, bottom }: Box): Mark[] {
  const lines = degrees.flatMap((each) => {
    const points = predictedLine(each).points.map(([epsilon, time]) => [x.place(epsilon), y.place(time)]).filter((point) => point.every(Number.isFinite));
    return points.length > 1 && each.exponent !== null ? [{ degree: each.degree, text: slopeWords(each.degree, each.exponent), from: points[0], to: points.at(-1)! }] : [];
  });
  return lines.flatMap(({ degree, text, from, to }): Mark[] => {
    const rise = (from[1] - to[1]) / (to[0] - from[0]);
    // Beside a line that falls there is room above it.
    const height = rise < 0 ? from[1] - AWAY : Math.min(from[1] + AWAY + 10, bottom - 4);
    const along = from[0] + Math.max(8, rise > 0 ? (from[1] - height + AWAY + 10) / rise : 8);
    const crossed = lines.some((other) => other.degree !== degree && other.from[1] > height - NAME - AWAY && other.from[1] < height + NAME + AWAY && (rise < 0 || other.from[1] > from[1]));
    if (crossed || along + textWidth(text, 11) > right) return [];
    return [{ kind: 'text', x: along, y: height, text, ink: 'ink', size: 11, halo: true }];
  });
}

export function slopeGround(flow: FlowTrajectory, others: readonly FlowTrajectory[], width: number): SlopeGround {
  const degrees = degreeTimes(flow, others);
  const every = degrees.flatMap(({ times }) => times);
  const lines = degrees.map(predictedLine);
  const epsilons = extentOf([[flow.epsilon], every.map(({ epsilon }) => epsilon), lines.flatMap(({ points }) => points.map(([epsilon]) => epsilon))], true) ?? [1e-4, 1e-2];
  const times = extentOf([every.flatMap(({ measured }) => measured ?? []), lines.flatMap(({ points }) => points.map(([, time]) => time))], true) ?? [1e-3, 1];
  const height = heightOf(width);
  const rough = boxOf(width, height, 30);
  // From ε = 10⁻¹² on, a time of order ε is far from one of order one: every decade is shown.
  const y = logAxis(times, [rough.bottom, rough.top], Infinity);
  const box = boxOf(width, height, widestTick(y));
  const x = logAxis(epsilons, [box.left, box.right], Infinity);
  const within = degrees.flatMap(({ degree, times: own }, n): Mark[] => {
    const at = (epsilon: number, time: number): [number, number] => [x.place(epsilon), y.place(time)];
    const drawable = (point: readonly number[]): boolean => point.every(Number.isFinite);
    const line = lines[n].points.map(([epsilon, time]) => at(epsilon, time)).filter(drawable);
    const points = own.flatMap(({ epsilon, measured }) => (measured === null ? [] : [{ point: at(epsilon, measured), here: epsilon === flow.epsilon }])).filter(({ point }) => drawable(point));
    return [
      ...(line.length > 1 ? [{ kind: 'path', d: pathThrough(line), stroke: degreeInk(degree), width: 1.5, dash: lines[n].guide ? guideDash : predictedDash } as const] : []),
      ...points.map(({ point: [px, py] }): Mark => ({ kind: 'path', d: markerPath(degreeMarker(degree), px, py), fill: degreeInk(degree) })),
      ...points.filter(({ here }) => here).map(({ point: [px, py] }): Mark => ({ kind: 'path', d: markerPath('circle', px, py, 7), stroke: 'ink', width: 1.5 })),
    ];
  });
  return { width, height, box, x, y, degrees, marks: axisMarks(x, y, box, 'ε', 'tₖ: time at which half of degree k is learned'), within: [...within, ...nameMarks(degrees, x, y, box)] };
}

export function slopeTable(degrees: readonly DegreeTimes[]): DataTable {
  const exponentWords = (value: number | null): string => (value === null ? '–' : twoDecimals(value));
  return {
    head: ['degree', 'ε', 't_k', 'predicted', 'local exponent', 'predicted', 'as ε → 0'],
    rows: degrees.flatMap(({ degree, exponent, times }) =>
      times.map((here, n) => {
        const local = (which: 'measured' | 'predicted'): string => exponentWords(n ? localExponent(times[n - 1], here, which) : null);
        return [String(degree), threeDigits(here.epsilon), maybeTime(here.measured), maybeTime(here.predicted), local('measured'), local('predicted'), exponent === null ? '–' : exponentWords(exponent)];
      })),
  };
}

export function drawSlopes(flow: FlowTrajectory, at: number, ground: SlopeGround): Drawing {
  const { width, height, box, x, y, degrees, marks, within } = ground;
  const [across, up] = [x.place(flow.epsilon), y.place(flow.times[at])];
  const inside = up >= box.top && up <= box.bottom;
  const cursor: Mark[] = inside ? [{ kind: 'path', d: `M${across - 9} ${up.toFixed(1)}h18`, stroke: 'ink', width: 2 }] : [];
  const guided = (each: DegreeTimes): boolean => {
    const { points, guide } = predictedLine(each);
    return guide && points.length > 0;
  };
  const several = degrees.some(({ times }) => times.length > 1);
  const halves = degrees.map(({ degree, times }) => `${withIndex('t', degree)} ${maybeTime(times.find(({ epsilon }) => epsilon === flow.epsilon)?.measured)}`);
  const here = halves.join(', ').replaceAll('–', 'not reached');
  return {
    width, height,
    layers: [marks, within, [{ kind: 'path', d: `M${across.toFixed(1)} ${box.top}V${box.bottom}`, stroke: 'muted', width: 1, dash: [1, 3] }, ...cursor]],
    summary: `Half-times against ε${several ? `, at ${degrees[0].times.length} values of ε` : ''}. At ε = ${threeDigits(flow.epsilon)}: ${here}.`,
    reading: `at ε = ${threeDigits(flow.epsilon)}: ${here}`,
    legend: [
      ...degrees.map(({ degree, exponent }) => ({ name: exponent === null ? withIndex('t', degree) : slopeWords(degree, exponent), swatch: [{ kind: 'path', d: markerPath(degreeMarker(degree), 13, 6), fill: degreeInk(degree) } as const] })),
      { name: 'predicted', swatch: [{ kind: 'path', d: 'M0 6h26', stroke: 'muted', width: 1.5, dash: predictedDash }] },
      ...(degrees.some(guided) ? [{ name: 'predicted slope', swatch: [{ kind: 'path', d: 'M0 6h26', stroke: 'muted', width: 1.5, dash: guideDash } as const] }] : []),
      { name: 'this ε', swatch: [{ kind: 'path', d: markerPath('circle', 13, 6, 5), stroke: 'ink', width: 1.5 }] },
    ],
    caption: `${whoOf(flow)}${several ? `, and at ${degrees[0].times.length - 1} other ε` : ''}.`,
    table: () => slopeTable(degrees),
    indexAt: (_x, pixel) => nearest(flow.times, (time) => Math.abs(y.place(time) - pixel)),
  };
}

/** Index of the time least away; those without a place are not asked. */
function nearest(times: Float64Array, away: (time: number) => number): number {
  let [best, least] = [0, Infinity];
  for (let i = 1; i < times.length; i++) {
    const distance = away(times[i]);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
