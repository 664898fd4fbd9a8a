// The one-dimensional function that the network has learned, over the target. theory/timescales.md, section 9:
// f̂(z) = Σ_k σ_k <a s^k> h_k(z) = Σ_k (φ_k − res_k) h_k(z), which is E[f(x) | <u*, x> = z], with h_k = He_k/√k!.

import { orthonormalHermite } from '../../src/math/hermite-basis.ts';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { extentOf, linearAxis, type Axis } from '../chart/axis.ts';
import { textWidth } from '../chart/figure.ts';
import type { Mark } from '../chart/scene.ts';
import { degreeInk } from './degree-colours.ts';
import { axisMarks, boxOf, heightOf, lastly, pathThrough, type Box } from './ground.ts';
import type { DataTable, Drawing } from './drawing.ts';
import { maybeValue, threeDigits, timeWords, whoOf } from './words.ts';

/** z from −3 to 3, and how many intervals are drawn between. */
export const REACH = 3;
const INTERVALS = 120;

const grid = Float64Array.from({ length: INTERVALS + 1 }, (_, i) => -REACH + (2 * REACH * i) / INTERVALS);

/** h_k(z) over the grid, point by point. */
const basisOf = lastly((degrees: number) => Array.from(grid, (z) => orthonormalHermite(degrees - 1, z)));

/** Σ c_k h_k at every `stride`-th point of the grid. */
export function valuesOf(coefficients: ArrayLike<number>, stride = 1): Float64Array {
  const basis = basisOf(coefficients.length);
  const values = new Float64Array(Math.floor(INTERVALS / stride) + 1);
  for (let i = 0; i < values.length; i++) {
    const h = basis[i * stride];
    let sum = 0;
    for (let k = 0; k < h.length; k++) sum += coefficients[k] * h[k];
    values[i] = sum;
  }
  return values;
}

/** φ_k − res_k. */
export const learnedCoefficients = ({ target, residuals, degrees }: FlowTrajectory, at: number): Float64Array =>
  Float64Array.from({ length: degrees }, (_, k) => target[k] - residuals[at * degrees + k]);

interface FunctionGround {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** Degrees l whose plateau has a line: what of the target has a degree of at most l. */
  readonly plateaus: readonly number[];
  /** Behind the cursor's curve, within the box. */
  readonly behind: readonly Mark[];
}

/** Degrees of the target below its highest: each ends a plateau. */
const plateausOf = ({ target }: FlowTrajectory): number[] => {
  const present = target.flatMap((c, k) => (c === 0 ? [] : [k]));
  return present.slice(0, -1);
};

const plateauDash: readonly number[] = [4, 3];

/** Axes hold the target, its plateaus, and what is learned at every moment as far as that is within twice the target's reach. */
export function functionGround(flow: FlowTrajectory, width: number, ghosts: boolean): FunctionGround {
  const target = valuesOf(flow.target);
  const plateaus = ghosts ? plateausOf(flow) : [];
  const steps = plateaus.map((l) => valuesOf(flow.target.map((c, k) => (k <= l ? c : 0))));
  const [least, most] = extentOf([[0], target])!;
  const margin = (most - least) / 2 || 1;
  let [low, high] = extentOf([[least, most], ...steps])!;
  const every = Math.max(1, Math.floor(flow.times.length / 24));
  for (let at = 0; at < flow.times.length; at += every)
    for (const value of valuesOf(learnedCoefficients(flow, at), 10)) {
      low = Math.min(low, Math.max(value, least - margin));
      high = Math.max(high, Math.min(value, most + margin));
    }
  const height = heightOf(width);
  const box = boxOf(width, height, textWidth('−10'));
  const [x, y] = [linearAxis([-REACH, REACH], [box.left, box.right], false), linearAxis([low, high], [box.bottom, box.top])];
  const along = (values: Float64Array): string => pathThrough(Array.from(values, (value, i) => [x.place(grid[i]), y.place(value)] as const));
  const room = (box.bottom - box.top) * 0.16;
  const density = pathThrough(Array.from(grid, (z) => [x.place(z), box.bottom - room * Math.exp((-z * z) / 2)] as const));
  return {
    width, height, box, x, y, plateaus,
    marks: axisMarks(x, y, box, 'z = ⟨u*, x⟩', 'f̂(z) and φ(z)'),
    behind: [
      { kind: 'path', d: `${density}V${box.bottom}H${box.left}z`, fill: 'muted', opacity: 0.16 },
      { kind: 'path', d: along(target), stroke: 'muted', width: 6, opacity: 0.4 },
      ...plateaus.map((l, n): Mark => ({ kind: 'path', d: along(steps[n]), stroke: degreeInk(l), width: 1.25, dash: plateauDash })),
    ],
  };
}

export function functionTable(flow: FlowTrajectory, at: number): DataTable {
  const [target, learned] = [valuesOf(flow.target), valuesOf(learnedCoefficients(flow, at))];
  const kept = Array.from(grid, (_, i) => i).filter((i) => i % 5 === 0);
  return { head: ['z', 'φ(z)', 'f̂(z)', 'φ − f̂'], rows: kept.map((i) => [grid[i].toFixed(2).replace('-', '−'), maybeValue(target[i]), maybeValue(learned[i]), maybeValue(target[i] - learned[i])]) };
}

const lineSwatch = (mark: Omit<Extract<Mark, { kind: 'path' }>, 'kind' | 'd'>): Mark[] => [{ kind: 'path', d: 'M0 6h26', ...mark }];

export function drawFunction(flow: FlowTrajectory, at: number, ground: FunctionGround): Drawing {
  const { width, height, box, x, y, plateaus } = ground;
  const curve = pathThrough(Array.from(valuesOf(learnedCoefficients(flow, at)), (value, i) => [x.place(grid[i]), y.place(value)] as const));
  const left = `E(φ − f̂)²/2 = ${threeDigits(lackOf(flow, at))}`;
  return {
    width, height,
    layers: [ground.marks],
    within: { box, marks: [...ground.behind, { kind: 'path', d: curve, stroke: 'accent', width: 2.25 }] },
    summary: `The learned function f̂ and the target φ for z from −3 to 3, at ${timeWords(flow, at)}: ${left}.`,
    reading: left,
    legend: [
      { name: 'f̂, learned so far', swatch: lineSwatch({ stroke: 'accent', width: 2.25 }) },
      { name: 'φ, the target', swatch: lineSwatch({ stroke: 'muted', width: 6, opacity: 0.4 }) },
      ...plateaus.map((l) => ({ name: l === 0 ? 'its mean' : `its degrees ≤ ${l}`, swatch: lineSwatch({ stroke: degreeInk(l), width: 1.25, dash: plateauDash }) })),
      { name: 'density of z', swatch: [{ kind: 'path', d: 'M0 11C7 11 8 1 13 1S19 11 26 11z', fill: 'muted', opacity: 0.3 }] },
    ],
    caption: `${whoOf(flow)}.`,
    table: () => functionTable(flow, at),
  };
}

/** ½ Σ res_k²: of the two functions under the density. */
function lackOf({ residuals, degrees }: FlowTrajectory, at: number): number {
  let sum = 0;
  for (let k = 0; k < degrees; k++) sum += residuals[at * degrees + k] ** 2 / 2;
  return sum;
}
