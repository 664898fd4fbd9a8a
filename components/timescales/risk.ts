// The risk of a gradient flow on a logarithmic axis of time, over what is predicted of it: the heights of its plateaus and when each
// is left. theory/timescales.md, section 4: R ≈ ½ Σ_{k>l} φ_k² for t_l ≪ t ≪ t_{l+1}.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { extentOf, linearAxis, type Axis } from '../chart/axis.ts';
import { ramp, type Ink } from '../chart/colours.ts';
import { markerPath, type Mark } from '../chart/scene.ts';
import { joinWords } from '../chart/words.ts';
import { degreeInk, degreeMarker } from './degree-colours.ts';
import { axisMarks, pathThrough, widestTick, type Box } from './ground.ts';
import type { DataTable, Drawing } from './drawing.ts';
import { descentMarks, samplesMarks, type DescentPoints } from './risk-descent.ts';
import { timeAxis, timeReach, timeUnits } from './time-axis.ts';
import { maybeTime, maybeValue, threeDigits, timeWords, whoOf, withIndex } from './words.ts';

export interface RiskGround {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  /** ε^−power: what a time of this flow is multiplied by. */
  readonly scale: number;
  readonly marks: readonly Mark[];
  readonly within: readonly Mark[];
}

const predictedDash: readonly number[] = [5, 3];
const small = 12;
/** Below this a figure has no room for sentences. */
const NARROW = 520;

const scaleOf = ({ epsilon }: FlowTrajectory, unit: number): number => epsilon ** -timeUnits[unit].power;
const line = (flow: FlowTrajectory, unit: number, x: Axis, y: Axis): string => {
  const scale = scaleOf(flow, unit);
  return pathThrough(Array.from(flow.risk, (risk, i) => [x.place(flow.times[i] * scale), y.place(risk)] as const));
};

/** "degrees ≤ 1 learned", or by name where one below is never learned. */
export function plateauName({ target, predictions }: FlowTrajectory, after: number, short: boolean): string {
  const never = new Set(predictions.degrees.filter(({ halfTime }) => halfTime === Infinity).map(({ degree }) => degree));
  const below = target.flatMap((phi, k) => (phi !== 0 && k <= after ? [k] : []));
  const learned = below.filter((k) => !never.has(k));
  if (learned.length === 1) return short ? `degree ${learned[0]}` : `degree ${learned[0]} learned`;
  if (learned.length === below.length) return short ? `degrees ≤ ${after}` : `degrees ≤ ${after} learned`;
  return `degrees ${joinWords(learned.map(String))}${short ? '' : ' learned'}`;
}

/** Heights with their names, where there is room for a name: at the left, where the curve is still high. */
function plateauMarks(flow: FlowTrajectory, { left, right }: Box, x: Axis, y: Axis, scale: number): Mark[] {
  let last = Infinity;
  const within = (time: number): number => (time === Infinity ? right : Math.min(Math.max(x.place(time * scale), left), right));
  return flow.predictions.plateaus.toSorted((a, b) => a.height - b.height).flatMap(({ after, height, from, to }): Mark[] => {
    const at = y.place(height);
    const named = Math.abs(last - at) > 13;
    if (named) last = at;
    const known = from !== null && from !== Infinity;
    return [
      { kind: 'path', d: `M${left} ${at.toFixed(1)}H${right}`, stroke: 'muted', width: 1, dash: [2, 4] },
      ...(known && to !== null ? [{ kind: 'path', d: `M${within(from).toFixed(1)} ${at.toFixed(1)}H${within(to).toFixed(1)}`, stroke: 'muted', width: 7, opacity: 0.22 } as const] : []),
      ...(named ? [{ kind: 'text', x: left + 30, y: at - 4, text: plateauName(flow, after, right - left < NARROW), ink: 'muted', size: small, halo: true } as const] : []),
    ];
  });
}

/** Rows in which names of times stand above the plot, so that near ones do not cover each other. */
const [ROWS, ROW] = [3, 12];

/** Where predicted half-times are, in time of the axis; those off the plot have no place. */
const placed = ({ predictions }: FlowTrajectory, { left, right }: Box, x: Axis, scale: number) =>
  predictions.degrees.flatMap(({ degree, halfTime }) => {
    const at = halfTime === null || !(halfTime > 0) ? NaN : x.place(halfTime * scale);
    return at >= left && at <= right ? [{ degree, at }] : [];
  });

/**
 * From 90 % to 10 %: half-way in a logistic fall as the later degrees have it, nearer its beginning in degree 0's exponential one.
 * None begins before the half-time of the one before it.
 */
export function windowsOf({ predictions }: FlowTrajectory): { readonly degree: number; readonly from: number; readonly to: number }[] {
  const known = predictions.degrees.filter(({ halfTime, width }) => halfTime !== null && halfTime > 0 && halfTime < Infinity && width !== null);
  let before = 0;
  return known.toSorted((a, b) => a.halfTime! - b.halfTime!).map(({ degree, halfTime, width }) => {
    const share = degree === 0 ? Math.log(1.8) / Math.log(9) : 0.5;
    const from = Math.max(halfTime! - share * width!, before);
    before = halfTime!;
    return { degree, from, to: halfTime! + (1 - share) * width! };
  });
}

function windowMarks(flow: FlowTrajectory, { left, right, top, bottom }: Box, x: Axis, scale: number): Mark[] {
  return windowsOf(flow).flatMap(({ degree, from, to }): Mark[] => {
    const [start, end] = [from, to].map((time) => Math.min(Math.max(x.place(time * scale), left), right));
    return end > start ? [{ kind: 'path', d: `M${start.toFixed(1)} ${top}H${end.toFixed(1)}V${bottom}H${start.toFixed(1)}z`, fill: degreeInk(degree), opacity: 0.1 }] : [];
  });
}

function timeMarks(flow: FlowTrajectory, box: Box, x: Axis, scale: number): Mark[] {
  const rows: number[] = Array.from({ length: ROWS }, () => -Infinity);
  return placed(flow, box, x, scale).toSorted((a, b) => a.at - b.at).flatMap(({ degree, at }): Mark[] => {
    const row = Math.max(0, rows.findIndex((end) => at - end > 18));
    rows[row] = at;
    const top = box.top - 4 - row * ROW;
    return [
      { kind: 'path', d: `M${at.toFixed(1)} ${top + 1}V${box.bottom}`, stroke: degreeInk(degree), width: 1.5, dash: predictedDash },
      { kind: 'text', x: at, y: top - 2, text: withIndex('t', degree), anchor: 'middle', ink: 'ink', size: small, halo: true },
    ];
  });
}

/** On the curve, where |res_k/φ_k| falls through ½. */
function measuredMarks({ transitions, times, risk }: FlowTrajectory, x: Axis, y: Axis, scale: number): Mark[] {
  return transitions.flatMap(({ degree, half }): Mark[] => {
    const next = half === null ? -1 : times.findIndex((time) => time >= half);
    if (half === null || next < 1) return [];
    const share = next === 1 ? 1 : Math.log(half / times[next - 1]) / Math.log(times[next] / times[next - 1]);
    const height = risk[next - 1] + share * (risk[next] - risk[next - 1]);
    return [{ kind: 'path', d: markerPath(degreeMarker(degree), x.place(half * scale), y.place(height), 4.2), fill: degreeInk(degree) }];
  });
}

/** `others` from the largest ε to the least go along one ramp. */
const inkOfEpsilon = (i: number, count: number): Ink => ramp(count > 1 ? i / (count - 1) : 0.5);

export function riskGround(flow: FlowTrajectory, others: readonly FlowTrajectory[], descent: DescentPoints | null, width: number, unit: number): RiskGround {
  const second = descent !== null && unit === 0 ? 42 : 0;
  const height = Math.round(Math.min(Math.max(width * 0.42, 290), 400)) + second;
  const all = [flow, ...others];
  const top = Math.max(...(extentOf([...all.map(({ risk }) => risk), flow.predictions.plateaus.map((plateau) => plateau.height), descent?.mean ?? []]) ?? [0, 1]));
  const bottom = height - 44 - second;
  const y = linearAxis([0, top], [bottom, 26 + ROWS * ROW]);
  const box: Box = { left: Math.ceil(Math.max(20, widestTick(y))) + 12, right: width - 24, top: 26 + ROWS * ROW, bottom };
  const reach = timeReach(all.map((each) => [each.times[1] * scaleOf(each, unit), each.times.at(-1)! * scaleOf(each, unit)]));
  const x = timeAxis(reach, [box.left, box.right]);
  const scale = scaleOf(flow, unit);
  const broken: Mark = { kind: 'path', d: `M${x.breakAt! - 4} ${bottom + 4}l4 -8M${x.breakAt! + 1} ${bottom + 4}l4 -8`, stroke: 'muted', width: 1 };
  const name = timeUnits[unit].name;
  return {
    width, height, box, x, y, scale,
    marks: [
      ...windowMarks(flow, box, x, scale),
      ...axisMarks(x, y, box, name === 't' ? 't: time of the flow, η × steps' : `${name}: time of the flow, rescaled`, 'risk ½ E(f − φ)²'),
      broken,
      ...plateauMarks(flow, box, x, y, scale),
      ...(second ? samplesMarks(descent!, box, reach, x) : []),
    ],
    within: [
      ...others.map((other, i): Mark => ({ kind: 'path', d: line(other, unit, x, y), stroke: inkOfEpsilon(i, others.length), width: 1.25 })),
      ...timeMarks(flow, box, x, scale),
      { kind: 'path', d: line(flow, unit, x, y), stroke: 'accent', width: 2.5 },
      ...measuredMarks(flow, x, y, scale),
      ...(descent ? descentMarks(descent, x, y, scale) : []),
    ],
  };
}

const ROWS_SHOWN = 60;

function riskTable({ times, risk, residuals, degrees }: FlowTrajectory): DataTable {
  const every = Math.max(1, Math.ceil(times.length / ROWS_SHOWN));
  const kept = Array.from(times, (_, i) => i).filter((i) => i % every === 0 || i === times.length - 1);
  return {
    head: ['t', 'risk', ...Array.from({ length: degrees }, (_, k) => withIndex('res', k))],
    rows: kept.map((i) => [threeDigits(times[i]), maybeValue(risk[i]), ...Array.from({ length: degrees }, (_, k) => maybeValue(residuals[i * degrees + k]))]),
  };
}

type Swatch = Drawing['legend'][number];

function legendOf(flow: FlowTrajectory, others: readonly FlowTrajectory[], descent: DescentPoints | null): Swatch[] {
  const path = (d: string, look: Omit<Extract<Mark, { kind: 'path' }>, 'kind' | 'd'>): Mark => ({ kind: 'path', d, ...look });
  const degrees = flow.predictions.degrees.map(({ degree }) => degree).slice(0, 4);
  const step = 26 / Math.max(degrees.length, 1);
  return [
    { name: `gradient flow, ε = ${threeDigits(flow.epsilon)}`, swatch: [path('M0 6h26', { stroke: 'accent', width: 2.5 })] },
    ...(others.length
      ? [{ name: `the same from ε = ${threeDigits(others[0].epsilon)} to ${threeDigits(others.at(-1)!.epsilon)}`, swatch: Array.from({ length: 13 }, (_, i) => path(`M${i * 2} 6h2`, { stroke: ramp(i / 12), width: 4 })) }]
      : []),
    { name: 'predicted plateau', swatch: [path('M0 6h26', { stroke: 'muted', width: 1, dash: [2, 4] }), path('M5 6h16', { stroke: 'muted', width: 7, opacity: 0.22 })] },
    { name: 'predicted time, and from 90 % to 10 %', swatch: [path('M5 0h16v12h-16z', { fill: degreeInk(1), opacity: 0.18 }), path('M13 0v12', { stroke: degreeInk(1), width: 1.5, dash: predictedDash })] },
    { name: 'measured: half of a degree learned', swatch: degrees.map((k, i) => path(markerPath(degreeMarker(k), step * (i + 0.5), 6, 2.8), { fill: degreeInk(k) })) },
    ...(descent ? [{ name: `descent, mean of ${descent.seeds} ${descent.seeds === 1 ? 'seed' : 'seeds ± 2 standard errors'}`, swatch: [path('M13 0v12', { stroke: 'ink', width: 1.25 }), path(markerPath('circle', 13, 6, 2.8), { stroke: 'ink', width: 1.5 })] }] : []),
  ];
}

/** "t₀ predicted 3.12·10⁻⁶, measured 3.12·10⁻⁶". */
const timesWords = ({ predictions, transitions }: FlowTrajectory): string =>
  predictions.degrees.map(({ degree, halfTime }) => `${withIndex('t', degree)} predicted ${maybeTime(halfTime)}, measured ${maybeTime(transitions.find((each) => each.degree === degree)?.half)}`).join('; ');

export function drawRisk(flow: FlowTrajectory, at: number, ground: RiskGround, others: readonly FlowTrajectory[], descent: DescentPoints | null): Drawing {
  const { width, height, box, x, y, scale, marks, within } = ground;
  const [across, up] = [x.place(flow.times[at] * scale), y.place(flow.risk[at])];
  const reading = `risk ${maybeValue(flow.risk[at])}`;
  return {
    width, height,
    layers: [marks, within, [
      { kind: 'path', d: `M${across.toFixed(1)} ${box.top}V${box.bottom}`, stroke: 'muted', width: 1, dash: [1, 3] },
      { kind: 'path', d: markerPath('circle', across, up, 4.5), stroke: 'ink', width: 1.5 },
    ]],
    summary: `Risk against time: ${maybeValue(flow.risk[0])} at first, ${maybeValue(flow.risk.at(-1))} at t = ${threeDigits(flow.times.at(-1)!)}. ${timesWords(flow)}. At ${timeWords(flow, at)}: ${reading}.`,
    reading,
    legend: legendOf(flow, others, descent),
    caption: `${whoOf(flow)}. A plateau is at half the sum of φₖ² over the degrees not learned yet.${descent ? ` Points: ${descent.who}.` : ''}`,
    table: () => riskTable(flow),
    indexAt: (pixel) => {
      let best = 0;
      for (let i = 1; i < flow.times.length; i++) if (Math.abs(x.place(flow.times[i] * scale) - pixel) < Math.abs(x.place(flow.times[best] * scale) - pixel)) best = i;
      return best;
    },
  };
}
