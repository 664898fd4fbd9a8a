// Panels made for a function: a user's expression is analytic but for a few kinks, which are found by looking at it.

import { LEGENDRE, mergeBreaks, ORDER, ROOT_2PI, type Rule } from './quadrature.ts';

export interface Panels {
  /** Panels on which 16 nodes give the function to about 1e-11 of its largest value there. */
  readonly breaks: number[];
  /** Those breaks at which it is not smooth: jumps, corners, roots. */
  readonly kinks: number[];
}

/** P_13, P_14, P_15 at the nodes, times (l + ½) w: the projections on the last three Legendre polynomials. */
const LAST = [ORDER - 3, ORDER - 2, ORDER - 1].map((degree) =>
  LEGENDRE.nodes.map((x, i) => {
    let [before, value] = [1, x];
    for (let l = 2; l <= degree; l++) [before, value] = [value, ((2 * l - 1) * x * value - (l - 1) * before) / l];
    return value * (degree + 0.5) * LEGENDRE.weights[i];
  }),
);

/** Weights with which values at the nodes extrapolate to +1: Π_j≠i (1 − x_j)/(x_i − x_j). To −1, reversed. */
const AT_END = LEGENDRE.nodes.map((x, i) =>
  LEGENDRE.nodes.reduce((product, y, j) => (i === j ? product : (product * (1 - y)) / (x - y)), 1),
);

/**
 * f at the nodes of [low, high], into `values` (16), and how far they are from resolving it: the last three Legendre
 * coefficients, and what extrapolation to the ends misses, since a kink between an end and the nearest node does not
 * show in the nodes. NaN when f is not finite at a node.
 */
function misfit(f: (x: number) => number, low: number, high: number, values: Float64Array): number {
  const half = 0.5 * (high - low);
  const middle = 0.5 * (high + low);
  let [a, b, c, left, right] = [0, 0, 0, 0, 0];
  for (let i = 0; i < ORDER; i++) {
    const value = (values[i] = f(middle + half * LEGENDRE.nodes[i]));
    a += LAST[0][i] * value;
    b += LAST[1][i] * value;
    c += LAST[2][i] * value;
    right += AT_END[i] * value;
    left += AT_END[ORDER - 1 - i] * value;
  }
  const inside = half * (1 - 1e-12);
  const ends = Math.max(Math.abs(left - f(middle - inside)), Math.abs(right - f(middle + inside)));
  // Extrapolation magnifies an error of interpolation by up to 20. An infinite value at an end is no obstacle.
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Number.isNaN(ends) ? 0 : Math.min(ends, 1e300) / 20);
}

/** Whether sixteen nodes resolve f on [low, high], and its largest value there; null when f is not finite at a node. */
function examine(f: (x: number) => number, low: number, high: number, around: number): { resolved: boolean; largest: number } | null {
  const values = new Float64Array(ORDER);
  const error = misfit(f, low, high, values);
  if (!Number.isFinite(error)) return null;
  let largest = around;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const here = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Where f comes near 0 by cancellation, as max(x − 0.3, 0) does, its rounding is that of its surroundings.
  return { resolved: error <= Math.max(1e-11 * here, 2e-15 * largest), largest };
}

// Bisection narrows to 1e-13 at a jump, to 1e-10 at a corner, to 1e-5 at a jump of the second derivative.
const NARROW = 1e-4;
const SAME = 1e-9;

/**
 * Panels for f between the first and the last of `breaks`, which it bisects until f is resolved on each. `kinks` are
 * the known points where f is not smooth; others are found, to about 1e-13, as the points on which bisection closes in.
 * Null when f is not finite somewhere or takes more than `budget` panels.
 */
export function resolve(f: (x: number) => number, breaks: number[], kinks: number[] = [], budget = 2000): Panels | null {
  const [low, high] = [breaks[0], breaks[breaks.length - 1]];
  const known = kinks.filter((x) => x > low && x < high);
  const first = bisect(f, mergeBreaks(low, high, Infinity, breaks, known), budget);
  if (first === null) return null;
  const found = [...known];
  for (let i = 0; i + 1 < first.length; ) {
    let [j, at, width] = [i, 0, Infinity];
    for (; j + 1 < first.length && first[j + 1] - first[j] < NARROW; j++)
      if (first[j + 1] - first[j] < width) [width, at] = [first[j + 1] - first[j], 0.5 * (first[j] + first[j + 1])];
    const near = j > i ? (breaks.find((x) => Math.abs(x - at) < SAME) ?? closeIn(f, at - 2 * width, at + 2 * width)) : at;
    if (j > i && found.every((x) => Math.abs(x - near) > SAME)) found.push(near);
    i = Math.max(j, i + 1);
  }
  const panels =
    found.length === known.length ? first : bisect(f, mergeBreaks(low, high, Infinity, breaks, found), budget);
  if (panels === null) return null;
  // A kink that sits on an initial break, such as 0, never troubled the bisection: look across each break.
  for (let i = 1; i + 1 < panels.length; i++) {
    const reach = 0.5 * Math.min(panels[i] - panels[i - 1], panels[i + 1] - panels[i]);
    if (reach < 1e-12 || found.some((x) => Math.abs(x - panels[i]) < SAME)) continue;
    const across = examine(f, panels[i] - reach, panels[i] + reach, 0);
    if (across && !across.resolved) found.push(panels[i]);
  }
  return { breaks: panels, kinks: found.sort((a, b) => a - b) };
}

/** The point of [low, high] at which f is least smooth: a corner is seen down to a width of about 1e-13. */
function closeIn(f: (x: number) => number, low: number, high: number): number {
  const values = new Float64Array(ORDER);
  const middle = 0.5 * (low + high);
  const [left, right] = [misfit(f, low, middle, values), misfit(f, middle, high, values)];
  if (!(Math.max(left, right) > 1e-15 * Math.abs(values[0])) || high - low < 4e-16 * Math.max(Math.abs(middle), 1e-6)) return middle;
  return left > right ? closeIn(f, low, middle) : closeIn(f, middle, high);
}

function bisect(f: (x: number) => number, breaks: number[], budget: number): number[] | null {
  const open: [number, number, number][] = [];
  for (let i = breaks.length - 1; i > 0; i--) open.push([breaks[i - 1], breaks[i], 0]);
  const done = [breaks[0]];
  for (let panel = open.pop(); panel; panel = open.pop()) {
    const [low, high, around] = panel;
    const seen = examine(f, low, high, around);
    if (seen === null || done.length > budget) return null;
    const middle = 0.5 * (low + high);
    if (seen.resolved || high - low < 1e-13 * Math.max(1, Math.abs(middle))) done.push(high);
    else open.push([middle, high, seen.largest], [low, middle, seen.largest]);
  }
  return done;
}

export interface Sampled extends Rule {
  readonly values: Float64Array;
}

/**
 * A normal rule on ±reach made for one f, with its values: panels are halved until the interpolant's error, weighted,
 * is below `tolerance`. Nodes are in no order. Dearer than `resolve` where f is used again, cheaper where it is integrated once.
 */
export function sampleNormal(f: (x: number) => number, tolerance: number, breaks: number[], budget = 4000): Sampled {
  const [nodes, weights, sampled]: number[][] = [[], [], []];
  const queue: [number, number][] = [];
  for (let i = 1; i < breaks.length; i++) queue.push([breaks[i - 1], breaks[i]]);
  const values = new Float64Array(ORDER);
  // Breadth first: should the budget run out, it does so evenly. A queue that grows while it is walked.
  for (const [low, high] of queue) {
    const half = 0.5 * (high - low);
    const middle = 0.5 * (high + low);
    const error = misfit(f, low, high, values);
    const closest = low > 0 ? low : high < 0 ? high : 0;
    const mass = (2 * half * Math.exp(-0.5 * closest * closest)) / ROOT_2PI;
    if (error * mass > tolerance && queue.length < budget) {
      const cut = half < 0.15 && half > 0.02 ? (jumpIn(f, low, high) ?? middle) : middle;
      queue.push([low, cut], [cut, high]);
      continue;
    }
    for (let i = 0; i < ORDER; i++) {
      const x = middle + half * LEGENDRE.nodes[i];
      nodes.push(x);
      weights.push((half * LEGENDRE.weights[i] * Math.exp(-0.5 * x * x)) / ROOT_2PI);
      sampled.push(values[i]);
    }
  }
  return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights), values: Float64Array.from(sampled) };
}

/** Where f jumps in [low, high], by bisection on its values, one for each bit; null when it does not, or not much. */
function jumpIn(f: (x: number) => number, low: number, high: number): number | null {
  const inset = 1e-12 * (high - low);
  let [from, to] = [low + inset, high - inset];
  const [start, end] = [f(from), f(to)];
  let [left, right] = [start, end];
  for (let i = 0; i < 45; i++) {
    const middle = 0.5 * (from + to);
    const value = f(middle);
    if (Math.abs(value - left) < Math.abs(value - right)) [from, left] = [middle, value];
    else [to, right] = [middle, value];
  }
  return Math.abs(right - left) > 0.3 * Math.abs(end - start) && end !== start ? 0.5 * (from + to) : null;
}
