// E[g(h(z)) He_β(z)]/√β! for many g at once, by a product rule on the ball |x| ≤ reach in the target's own frame. The
// axes are summed one after the other, so that a node costs (functions) × (degree + 1) and not one for each β.

import { gaussLegendre, ROOT_2PI, type Rule } from '../../math/quadrature.ts';
import { orthonormalHermite } from '../../math/hermite-basis.ts';
import type { Frame } from './frame.ts';
import { type MultiIndices, multiIndices } from './multi-index.ts';

/** Writes the functions' values at z, k coordinates, into `out`. */
export type Functions = (z: Float64Array, out: Float64Array) => void;

interface Axis extends Rule {
  /** weights_i He_b(nodes_i)/√b!, [i*(degree + 1) + b]. */
  readonly weighted: Float64Array;
}

/**
 * Coefficients of each of `count` functions in the frame's coordinates. `moments` (n×n, n ≤ count), when given, is filled
 * with E[f_i f_j] of the first n.
 */
export function integrate(frame: Frame, indices: MultiIndices, nodes: number, reach: number, count: number, functions: Functions, moments?: Float64Array): Float64Array[] {
  const r = frame.rows.length;
  const k = frame.rows[0].length;
  const { degree } = indices;
  const rules = frame.breaks.map((breaks) => axisRule(breaks, nodes, reach, degree));
  const levels = Array.from({ length: r }, (_, level) => levelOf(r - level, degree));
  const sums = levels.map(({ size }) => new Float64Array(size * count));
  const points = Array.from({ length: r + 1 }, () => new Float64Array(k));
  const values = new Float64Array(count);
  const n = moments ? Math.sqrt(moments.length) : 0;
  visit(0, 1, reach * reach);
  // The levels keep their own order of β; the first is that of `indices`.
  return Array.from({ length: count }, (_, m) => Float64Array.from(indices.powers, (_, i) => sums[0][i * count + m]));

  /** Fills sums[level], an integral over the axes from `level` on, with the coordinates before fixed. */
  function visit(level: number, weight: number, room: number): void {
    const { nodes: xs, weights, weighted } = rules[level];
    const row = frame.rows[level];
    const [from, to] = [points[level], points[level + 1]];
    const total = sums[level].fill(0);
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i];
      if (x * x > room) continue;
      for (let j = 0; j < k; j++) to[j] = from[j] + row[j] * x;
      const at = i * (degree + 1);
      if (level + 1 < r) {
        visit(level + 1, weight * weights[i], room - x * x);
        const below = sums[level + 1];
        const { first, rest, size } = levels[level];
        for (let e = 0; e < size; e++) {
          const factor = weighted[at + first[e]];
          const source = rest[e] * count;
          for (let m = 0; m < count; m++) total[e * count + m] += factor * below[source + m];
        }
        continue;
      }
      functions(to, values);
      for (let b = 0, e = 0; b <= degree; b++) {
        const factor = weighted[at + b];
        for (let m = 0; m < count; m++, e++) total[e] += factor * values[m];
      }
      if (moments) addProducts(moments, n, values, weight * weights[i]);
    }
  }
}

function addProducts(moments: Float64Array, n: number, values: Float64Array, weight: number): void {
  for (let i = 0; i < n; i++) {
    const scaled = weight * values[i];
    for (let j = 0; j < n; j++) moments[i * n + j] += scaled * values[j];
  }
}

/** For each β over some axes: its first entry, and the place of the others in the level below. */
function levelOf(axes: number, degree: number): { size: number; first: number[]; rest: number[] } {
  const { powers } = multiIndices(axes, degree);
  const below = axes > 1 ? multiIndices(axes - 1, degree) : null;
  return { size: powers.length, first: powers.map(([b]) => b), rest: powers.map((beta) => below?.indexOf(beta.slice(1)) ?? 0) };
}

/** Nodes lie closer where the weight is: x = STRETCH sinh(t/STRETCH), with a rule in t. Near 0 they are as far apart as in t, near ±6 twice as far. */
const STRETCH = 3;

/** Midpoints, none at 0: exponentially good where all is smooth. Between kinks, Gauss–Legendre. */
function axisRule(breaks: readonly number[], count: number, reach: number, degree: number): Axis {
  const ends = [-reach, ...breaks, reach].map((x) => STRETCH * Math.asinh(x / STRETCH));
  const rule = breaks.length === 0 ? midpoints(count, ends[1]) : pieces(ends, count);
  const nodes = rule.nodes.map((t) => STRETCH * Math.sinh(t / STRETCH));
  const weights = rule.weights.map((w, i) => (w * Math.cosh(rule.nodes[i] / STRETCH) * Math.exp(-0.5 * nodes[i] ** 2)) / ROOT_2PI);
  const weighted = new Float64Array(nodes.length * (degree + 1));
  nodes.forEach((x, i) => orthonormalHermite(degree, x).forEach((psi, b) => (weighted[i * (degree + 1) + b] = psi * weights[i])));
  return { nodes, weights, weighted };
}

function midpoints(count: number, reach: number): Rule {
  const step = (2 * reach) / count;
  return { nodes: Float64Array.from({ length: count }, (_, i) => (i + 0.5) * step - reach), weights: new Float64Array(count).fill(step) };
}

/** About `count` nodes in all, at least 8 a piece. */
function pieces(ends: readonly number[], count: number): Rule {
  const [nodes, weights]: number[][] = [[], []];
  const length = ends[ends.length - 1] - ends[0];
  for (let i = 1; i < ends.length; i++) {
    const half = 0.5 * (ends[i] - ends[i - 1]);
    const middle = 0.5 * (ends[i] + ends[i - 1]);
    const rule = gaussLegendre(Math.max(8, Math.round((2 * half * count) / length)));
    rule.nodes.forEach((x, l) => {
      nodes.push(middle + half * x);
      weights.push(half * rule.weights[l]);
    });
  }
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights) };
}
