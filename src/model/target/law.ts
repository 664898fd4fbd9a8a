// A target by integration: coefficients of functions of its label, and of itself where it is no polynomial, each from
// two rules of different fineness.

import type { Link } from '../link.ts';
import type { Frame } from './frame.ts';
import { integrate } from './integrate.ts';
import { type LabelFunctions, orthonormaliser } from './labels.ts';
import { type MultiIndices, multiIndices } from './multi-index.ts';
import { finiteValue, unsettled } from './unfit.ts';

/** By the number of directions the target depends on, 1 to 4. */
export interface Grid {
  /** Nodes on a diameter of the ball, of the rule that is used. */
  readonly nodes: number;
  readonly degree: number;
  /** Radii of the ball, of which the first that holds the target is taken. */
  readonly reaches: readonly number[];
}

const GRIDS: readonly Grid[] = [
  { nodes: 2400, degree: 16, reaches: [9, 10, 12, 14] },
  { nodes: 400, degree: 10, reaches: [9, 10, 12, 14] },
  { nodes: 100, degree: 8, reaches: [8, 9, 10, 12] },
  { nodes: 46, degree: 6, reaches: [7.5, 8, 9, 10] },
];
/** What the rule is compared with: wider steps, on a smaller ball, so that the difference shows both errors. */
const COARSE_NODES = 0.8;
const COARSE_REACH = 0.94;

/** Labels of a few values have few functions, so more nodes; they need them, since such a target jumps. */
const DISCRETE_NODES = 1.3;
/** Once more, where the first rule leaves something in doubt: two to three times as many nodes in all. */
const RETRY_NODES = [3, 1.7, 1.4, 1.2];

export function gridFor(directions: number, discrete: boolean, retry = false): Grid {
  const grid = GRIDS[directions - 1];
  return { ...grid, nodes: evenly(grid.nodes * (discrete ? DISCRETE_NODES : 1) * (retry ? RETRY_NODES[directions - 1] : 1)) };
}

export function coarseNodes(nodes: number): number {
  return evenly(COARSE_NODES * nodes);
}

/** So that no node is at 0. */
function evenly(nodes: number): number {
  return 2 * Math.round(0.5 * nodes);
}

export interface Law {
  readonly indices: MultiIndices;
  /** Coefficients of (h* − shift)/scale in the frame's coordinates, fine and coarse; null when not asked for. */
  readonly target: readonly [Float64Array, Float64Array] | null;
  /** Of orthonormal functions of the label, without their means: fine and coarse. */
  readonly labels: readonly [Float64Array[], Float64Array[]];
  /** E[((h* − shift)/scale)²]; NaN when not asked for. */
  readonly second: number;
}

/** A second moment that grows by more from the coarse rule to the fine one is not finite. */
const SETTLED = 1.15;

export interface Question {
  readonly link: Link;
  readonly frame: Frame;
  readonly reach: number;
  readonly functions: LabelFunctions;
  /** Mean and spread of the label, about. */
  readonly shift: number;
  readonly scale: number;
  /** Whether the target's own coefficients are wanted too. */
  readonly withTarget: boolean;
}

export function lawOf({ link, frame, reach, functions, shift, scale, withTarget }: Question, { nodes, degree }: Grid): Law {
  const indices = multiIndices(frame.rows.length, degree);
  const labels = functions.count;
  const count = withTarget ? labels + 2 : labels;
  const values = (z: Float64Array, out: Float64Array) => {
    const y = finiteValue(link, z);
    functions.evaluate(y, out, 0);
    if (!withTarget) return;
    out[labels] = (y - shift) / scale;
    out[labels + 1] = out[labels] ** 2;
  };
  const moments = new Float64Array(labels * labels);
  const fine = integrate(frame, indices, nodes, reach, count, values);
  const coarse = integrate(frame, indices, coarseNodes(nodes), COARSE_REACH * reach, count, values, moments);
  const means = coarse.slice(0, labels).map((a) => a[0]);
  const combinations = orthonormaliser(means, moments, labels);
  const combine = (a: Float64Array[]) => combinations.map((c) => a[0].map((_, i) => c.reduce((sum, weight, m) => sum + weight * a[m][i], 0)));
  const second = (a: Float64Array[]) => (withTarget ? a[labels + 1][0] : NaN);
  if (second(fine) > SETTLED * second(coarse)) throw unsettled(link);
  return {
    indices,
    target: withTarget ? [fine[labels], coarse[labels]] : null,
    labels: [combine(fine), combine(coarse)],
    second: second(fine),
  };
}
