// The neurons in the plane of overlap s_i and readout a_i, with the way each has come. theory/timescales.md, section 4: between
// degrees l − 1 and l, s ~ ε^{1/(2l)} and a ~ ε^{−(l−1)/(2l)}; in axes rescaled by that the clouds of all small ε are the same.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { extentOf, linearAxis, type Axis } from '../chart/axis.ts';
import { ramp, type Ink } from '../chart/colours.ts';
import { thinIndices } from '../chart/thin.ts';
import type { Mark } from '../chart/scene.ts';
import { axisMarks, boxOf, heightOf, tenths, widestTick, type Box } from './ground.ts';
import type { DataTable, Drawing } from './drawing.ts';
import { maybeValue, powerOfEpsilon, timeWords, twoDecimals, whoOf, withIndex } from './words.ts';

/** What s and a are multiplied by in the axes of degree l; 0 is for the axes as they are. */
export function scalesOf(l: number, epsilon: number): { readonly s: number; readonly a: number } {
  return l === 0 ? { s: 1, a: 1 } : { s: epsilon ** (-1 / (2 * l)), a: epsilon ** ((l - 1) / (2 * l)) };
}

/** Points of all trails together, and of one. */
const [IN_ALL, IN_ONE] = [2400, 100];

interface CloudGround {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly l: number;
  readonly marks: readonly Mark[];
  readonly inks: readonly Ink[];
  /** Moments the trails keep, and where each neuron is at them: neuron by neuron, as path text. */
  readonly kept: readonly number[];
  readonly trails: readonly (readonly string[])[];
  readonly place: (i: number, at: number) => readonly [number, number];
}

const textOf = ([x, y]: readonly [number, number]): string => `${tenths(x)} ${tenths(y)}`;

/** The highest degree whose scales are those of section 4: the target and the neurons have it and every one from 1 up to it. */
export function canonicalUpTo({ target, student }: FlowTrajectory): number {
  let l = 0;
  while (target[l + 1] * student[l + 1]) l++;
  return l;
}

/** The moment to which the axes are made to fit: in those of degree l, the one at which half of it is learned. */
function horizonOf({ times, transitions }: FlowTrajectory, l: number): number {
  const half = l === 0 ? null : (transitions.find(({ degree }) => degree === l)?.half ?? null);
  const at = half === null ? -1 : times.findIndex((time) => time >= half);
  return at < 0 ? times.length - 1 : at;
}

/** By rank of a_i(0): it is what tells the neurons apart at first, and what their fate hangs on. */
function inksOf({ readout, width: m }: FlowTrajectory): Ink[] {
  const order = Array.from({ length: m }, (_, i) => i).toSorted((i, j) => readout[i] - readout[j]);
  const inks: Ink[] = Array.from({ length: m });
  order.forEach((i, rank) => (inks[i] = ramp(m > 1 ? rank / (m - 1) : 0.25)));
  return inks;
}

function axesOf(flow: FlowTrajectory, l: number, box: Box): { x: Axis; y: Axis } {
  const scales = scalesOf(l, flow.epsilon);
  const until = (horizonOf(flow, l) + 1) * flow.width;
  const around = (values: Float64Array, scale: number): [number, number] => {
    const [low, high] = extentOf([values.subarray(0, until)]) ?? [0, 0];
    const [from, to] = [Math.min(low, 0) * scale, Math.max(high, 0) * scale];
    const margin = 0.06 * (to - from) || 0.5;
    return [from - margin, to + margin];
  };
  return { x: linearAxis(around(flow.overlaps, scales.s), [box.left, box.right]), y: linearAxis(around(flow.readout, scales.a), [box.bottom, box.top]) };
}

/** s ε^(−1/4), a ε^(1/4). */
function titlesOf(l: number): { s: string; a: string } {
  if (l === 0) return { s: 'overlap sᵢ = ⟨uᵢ, u*⟩', a: 'readout aᵢ' };
  return { s: `sᵢ ${powerOfEpsilon(-1 / (2 * l))}`, a: l === 1 ? 'aᵢ' : `aᵢ ${powerOfEpsilon((l - 1) / (2 * l))}` };
}

export function cloudGround(flow: FlowTrajectory, width: number, l: number): CloudGround {
  const { width: m, overlaps, readout, times } = flow;
  const height = heightOf(width);
  const rough = boxOf(width, height, 30);
  const widest = widestTick(axesOf(flow, l, rough).y);
  const box = boxOf(width, height, widest);
  const { x, y } = axesOf(flow, l, box);
  const scales = scalesOf(l, flow.epsilon);
  const titles = titlesOf(l);
  const place = (i: number, at: number): readonly [number, number] => [x.place(overlaps[at * m + i] * scales.s), y.place(readout[at * m + i] * scales.a)];
  // Even steps of the index are even steps of ln t.
  const kept = thinIndices(Float64Array.from(times, (_, at) => at), 'linear', Math.max(12, Math.min(IN_ONE, Math.floor(IN_ALL / m))));
  const trails = Array.from({ length: m }, (_, i) => kept.map((at) => textOf(place(i, at))));
  return { width, height, box, l, marks: axisMarks(x, y, box, titles.s, titles.a), inks: inksOf(flow), kept, trails, place };
}

/** One path for a trail, one for its neuron. */
function neuronMarks({ box, inks, kept, trails, place }: CloudGround, at: number): Mark[] {
  const passed = kept.findLastIndex((each) => each <= at) + 1;
  const here = trails.map((_, i) => place(i, at));
  const dot = ([x, y]: readonly [number, number]): string => `M${textOf([x - 3.5, y])}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`;
  const trail = (points: readonly string[], end: readonly [number, number]): string => `M${points.slice(0, passed).join('L')}L${textOf(end)}`;
  const inside = ([x, y]: readonly [number, number]): boolean => x > box.left - 4 && x < box.right + 4 && y > box.top - 4 && y < box.bottom + 4;
  return [
    ...trails.map((points, i): Mark => ({ kind: 'path', d: trail(points, here[i]), stroke: inks[i], width: 1.25, opacity: 0.55 })),
    ...here.flatMap((spot, i): Mark[] => (inside(spot) ? [{ kind: 'path', d: dot(spot), fill: inks[i] }] : [])),
  ];
}

function cloudTable({ overlaps, readout, width: m, epsilon }: FlowTrajectory, at: number, l: number): DataTable {
  const scales = scalesOf(l, epsilon);
  const titles = titlesOf(l);
  const rescaled = l > 0 ? [titles.s, titles.a] : [];
  return {
    head: ['neuron i', 'a_i(0)', 's_i', 'a_i', ...rescaled],
    rows: Array.from({ length: m }, (_, i) => {
      const [s, a] = [overlaps[at * m + i], readout[at * m + i]];
      return [String(i + 1), maybeValue(readout[i]), maybeValue(s), maybeValue(a), ...(l > 0 ? [maybeValue(s * scales.s), maybeValue(a * scales.a)] : [])];
    }),
  };
}

export function drawCloud(flow: FlowTrajectory, at: number, ground: CloudGround): Drawing {
  const { width: m } = flow;
  const largest = (values: Float64Array): number => values.subarray(at * m, (at + 1) * m).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [low, high] = extentOf([flow.readout.subarray(0, m)]) ?? [0, 0];
  const reading = `largest |s| ${maybeValue(largest(flow.overlaps))}, largest |a| ${maybeValue(largest(flow.readout))}`;
  const outside = ground.trails.filter((_, i) => {
    const [x, y] = ground.place(i, at);
    const { left, right, top, bottom } = ground.box;
    return x < left || x > right || y < top || y > bottom;
  }).length;
  return {
    width: ground.width, height: ground.height,
    layers: [ground.marks],
    within: { box: ground.box, marks: neuronMarks(ground, at) },
    summary: `${m} neurons by overlap and readout at ${timeWords(flow, at)}, with their trails: ${reading}.`,
    reading: outside ? `${reading}; ${outside} of ${m} neurons have left these axes` : reading,
    legend: [
      { name: m > 1 ? `${m} neurons, by their aᵢ(0) from ${twoDecimals(low)} to ${twoDecimals(high)}` : '1 neuron', swatch: Array.from({ length: 13 }, (_, i): Mark => ({ kind: 'path', d: `M${i * 2} 6h2`, stroke: ramp(i / 12), width: 6 })) },
      { name: 'the way they came', swatch: [{ kind: 'path', d: 'M0 9C9 9 14 7 26 2', stroke: 'muted', width: 1.25 }] },
    ],
    caption: `${whoOf(flow)}.${ground.l ? ` On the way to ${withIndex('t', ground.l)}, at equal t ${powerOfEpsilon(-1 / (2 * ground.l))}, the clouds of all small ε are one picture in these axes.` : ''}`,
    table: () => cloudTable(flow, at, ground.l),
  };
}
