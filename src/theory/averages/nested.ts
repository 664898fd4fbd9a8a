// Integrands of few Gaussian directions with folds, such as those of ReLU: one direction inside another, each on Gauss
// panels that end at the folds. A fold is cut by the last direction that it involves; the average over that one is
// smooth in those before, but where the fold nearly misses it, on the scale of what is left, and panels follow that too.

import { gaussLegendre, mergeBreaks, ROOT_2PI, type Rule } from '../../math/quadrature.ts';
import type { Sampled } from './lattice.ts';
import type { Integrand, Sums } from './sums.ts';

/** ⟨row, x⟩ = at in the frame. */
export interface FrameFold {
  readonly row: Float64Array;
  readonly at: number;
}

/** Nodes of a panel, of the rule and of the coarser one it is compared with, and the widest panel, by rank. */
const RULES: readonly { fine: number; coarse: number; width: number }[] = [
  { fine: 16, coarse: 12, width: 2 },
  { fine: 16, coarse: 12, width: 2 },
  { fine: 12, coarse: 9, width: 2.4 },
  { fine: 9, coarse: 7, width: 3 },
  { fine: 8, coarse: 6, width: 3.5 },
];

/** Nodes beyond which one gives up. */
const PATIENCE = 3e6;

/** Null when so many folds nearly coincide that it would take too long. */
export function nestedSums(integrand: Integrand, rank: number, folds: readonly FrameFold[], reach: number): Sampled | null {
  const { fine, coarse, width } = RULES[rank];
  const best = nested(integrand, rank, folds, reach, width, fine);
  const other = best && nested(integrand, rank, folds, reach, width, coarse);
  if (!best || !other) return null;
  let [difference, size] = [0, 0];
  best.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - other[i]));
    size = Math.max(size, Math.abs(value));
  });
  // The difference is the coarser rule's error; both fall geometrically with their order.
  return { sums: best, error: difference < size ? size * (difference / size) ** (fine / coarse) : difference };
}

function nested(integrand: Integrand, rank: number, folds: readonly FrameFold[], reach: number, width: number, order: number): Sums | null {
  const rule = ruleOf(order);
  const sums = new Float64Array(integrand.size);
  const x = new Float64Array(rank);
  const features = featuresOf(folds, rank);
  let left = PATIENCE;
  const visit = (level: number, square: number, weight: number): void => {
    if (level === rank) {
      left--;
      integrand.visit(x, weight, sums);
      return;
    }
    const half = Math.sqrt(reach * reach - square);
    const cuts: number[] = [];
    for (const { row, at, spread } of features[level]) {
      let rest = at;
      for (let b = 0; b < level; b++) rest -= row[b] * x[b];
      const centre = rest / row[level];
      for (const shift of spread) cuts.push(centre + shift);
    }
    const breaks = mergeBreaks(-half, half, width, cuts);
    for (let i = 1; i < breaks.length && left > 0; i++) {
      const [middle, radius] = [0.5 * (breaks[i] + breaks[i - 1]), 0.5 * (breaks[i] - breaks[i - 1])];
      for (let l = 0; l < order; l++) {
        const at = middle + radius * rule.nodes[l];
        x[level] = at;
        visit(level + 1, square + at * at, (weight * radius * rule.weights[l] * Math.exp(-0.5 * at * at)) / ROOT_2PI);
      }
    }
  };
  visit(0, 0, 1);
  return left > 0 ? sums : null;
}

interface Feature extends FrameFold {
  /** Where to cut, around the fold's place on the line. */
  readonly spread: readonly number[];
}

/** For each direction, the folds that cut its lines, and those that have been averaged to a step of this width. */
function featuresOf(folds: readonly FrameFold[], rank: number): Feature[][] {
  return Array.from({ length: rank }, (_, level) =>
    folds.flatMap((fold) => {
      const size = Math.hypot(...fold.row);
      const here = Math.abs(fold.row[level]);
      if (!(here > 1e-12 * size)) return [];
      const beyond = Math.hypot(...fold.row.subarray(level + 1)) / here;
      if (beyond > 1.2) return [];
      return [{ ...fold, spread: beyond < 1e-12 ? [0] : beyond < 0.6 ? [0, -3 * beyond, 3 * beyond, -6 * beyond, 6 * beyond] : [0] }];
    }),
  );
}

const rules = new Map<number, Rule>();

function ruleOf(order: number): Rule {
  let rule = rules.get(order);
  if (rule === undefined) rules.set(order, (rule = gaussLegendre(order)));
  return rule;
}
