// A target of two independent directions that is neither a polynomial nor a sum over them, such as tanh(z1 + He3(z2)).
// Its Hermite coefficients are computed once and give the average with a neuron while that is not nearly inside the
// plane; else the plane is turned so that one axis is the neuron, and integrated line by line.

import { projectHermite } from '../math/hermite-basis.ts';
import { sampleNormal, type Sampled } from '../math/panels.ts';
import { mergeBreaks, normalTrapezoid, REACH } from '../math/quadrature.ts';
import { CUT, lineMean, smoothed } from './lines.ts';
import type { Marginal } from './marginal.ts';
import type { Estimate } from './series.ts';

type Plane = (x: number, y: number) => number;

export interface PlaneMoments {
  readonly second: number;
  readonly mean: number;
  readonly error: number;
  /** E[h(ζ) s(λ)] where λ has correlations (x, y) with ζ. */
  average(x: number, y: number, neuron: Marginal): Estimate;
}

/** Degree of the tensor: 13 thousand coefficients. */
const DEGREE = 160;

/** Evaluations that looking for kinks may take, a second or so: beyond, the function is NaN and soon given up. */
const PATIENCE = 5e6;

/** Null when h is not finite, or not to be integrated to 1e-6. */
export function planeMoments(h: Plane): PlaneMoments | null {
  const step = smoothStep(h);
  if (step === null) return null;
  let left = PATIENCE;
  const patient: Plane = (x, y) => (left-- > 0 ? h(x, y) : NaN);
  const tensor = tensorOf(step > 0 ? smoothRows(h, step) : kinkedRows(patient));
  const { second, coefficients, tails } = tensor;
  const kinked = step === 0;
  // The second moment does not change when the plane is turned, but the rule does: what it disagrees by is the error.
  const error = kinked ? Math.abs(second - turnedSecond(patient)) + 1e-12 * second : 1e-13 * second;
  if (!Number.isFinite(second) || !(error <= 1e-6 * second)) return null;
  return {
    second,
    mean: coefficients[0],
    error,
    average(x, y, neuron) {
      const scale = Math.sqrt(second * neuron.second);
      for (const degree of [40, DEGREE]) {
        const series = seriesAverage(coefficients, tails, degree, x, y, neuron);
        if (series.error <= (kinked ? 1e-8 : 1e-9) * scale) return series;
      }
      return { value: turnedAverage(h, step, x, y, neuron, Math.sqrt(second)), error: (kinked ? 1e-8 : 1e-10) * scale };
    },
  };
}

/** Hermite functions of degree DEGREE turn 2 radians in a step of this size, short of the 3.1 that would alias. */
const COARSEST = 0.12;

/** The coarsest trapezoid step at which moments agree with the next finer to rounding; 0 when none: h has kinks. */
function smoothStep(h: Plane): number | null {
  let [before, last]: [number[] | null, number] = [null, 0];
  for (const step of [0.24, 0.17, 0.12, 0.085, 0.06, 0.042]) {
    const { nodes, weights } = normalTrapezoid(step);
    const now = [0, 0, 0, 0];
    for (let i = 0; i < nodes.length; i++)
      for (let j = 0; j < nodes.length; j++) {
        const value = h(nodes[i], nodes[j]);
        const part = weights[i] * weights[j] * value;
        now[0] += part * value;
        now[1] += part * nodes[i];
        now[2] += part * nodes[j];
        now[3] += part;
      }
    if (!now.every(Number.isFinite)) return null;
    const scale = Math.max(now[0], Math.sqrt(now[0]));
    const worst = before === null ? Infinity : Math.max(...now.map((value, i) => Math.abs(value - before![i]))) / scale;
    if (worst < 1e-12 || now[0] === 0) return Math.min(last, COARSEST);
    // Analytic functions gain digits fast; 1e-5 at 0.12 means a kink, and finer grids would only cost time.
    if (step < 0.15 && worst > 1e-4) return 0;
    [before, last] = [now, step];
  }
  return 0;
}

interface Row extends Sampled {
  readonly at: number;
  /** Of the row, in the outer direction, Gaussian included. */
  readonly weight: number;
}

function smoothRows(h: Plane, step: number): Row[] {
  const { nodes, weights } = normalTrapezoid(step);
  return Array.from(nodes, (at, i) => ({ at, weight: weights[i], nodes, weights, values: nodes.map((y) => h(at, y)) }));
}

const UNITS = mergeBreaks(-REACH, REACH, 1, [0]);

function kinkedRows(h: Plane): Row[] {
  const row = (x: number): Sampled => sampleNormal((y) => h(x, y), 1e-12, UNITS);
  // One functional of the row stands for all of them: odd, even and quadratic in h at once.
  const outer = sampleNormal((x) => sumOf(row(x), (y, value) => value * (1 + y + value)), 1e-9, UNITS, 200);
  return Array.from(outer.nodes, (at, i) => ({ at, weight: outer.weights[i], ...row(at) }));
}

/** E h² by lines at an angle to the axes. */
function turnedSecond(h: Plane): number {
  const [cos, sin] = [Math.cos(1), Math.sin(1)];
  const units = mergeBreaks(-CUT, CUT, 1, [0]);
  const row = (x: number): number => {
    const line = sampleNormal((y) => h(x * cos - y * sin, x * sin + y * cos), 1e-12, units);
    return sumOf(line, (_, value) => value * value);
  };
  return sumOf(sampleNormal(row, 1e-9, units, 100), (_, value) => value);
}

function sumOf(line: Sampled, f: (y: number, value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < line.nodes.length; i++) sum += line.weights[i] * f(line.nodes[i], line.values[i]);
  return sum;
}

/** Orthonormal coefficients [a * (degree + 1) + b], the second moment, and what degrees above n have of it. */
function tensorOf(rows: Row[], degree = DEGREE): { coefficients: Float64Array; second: number; tails: Float64Array } {
  const width = degree + 1;
  const inner = rows.map((row) => projectHermite(row.nodes, row.values.map((value, i) => value * row.weights[i]), degree));
  const at = Float64Array.from(rows, (row) => row.at);
  const coefficients = new Float64Array(width * width);
  for (let b = 0; b <= degree; b++) {
    const column = projectHermite(at, rows.map((row, i) => row.weight * inner[i][b]), degree - b);
    for (let a = 0; a + b <= degree; a++) coefficients[a * width + b] = column[a];
  }
  let second = 0;
  for (const row of rows) second += row.weight * sumOf(row, (_, value) => value * value);
  const tails = new Float64Array(width);
  let rest = second;
  for (let n = 0; n <= degree; n++) {
    for (let a = 0; a <= n; a++) rest -= coefficients[a * width + n - a] ** 2;
    tails[n] = Math.max(rest, 0) + 1e-15 * second;
  }
  return { coefficients, second, tails };
}

/** Σ_n s_n Σ_{a+b=n} √(n!/(a! b!)) x^a y^b h_ab; the rest is at most (x² + y²)^{(N+1)/2} √(tail_h tail_s). */
function seriesAverage(
  coefficients: Float64Array,
  tails: Float64Array,
  degree: number,
  x: number,
  y: number,
  neuron: Marginal,
): Estimate {
  const width = DEGREE + 1;
  const exact = neuron.profile.polynomial !== null && neuron.profile.polynomial.length <= degree;
  const s = neuron.spectrum(degree);
  const last = Math.min(s.coefficients.length - 1, degree);
  // level[a] = √(n!/(a! b!)) x^a y^b by Pascal's rule for the squares' roots: from a − 1 at n − 1.
  let level = new Float64Array([1]);
  let value = 0;
  for (let n = 0; n <= last; n++) {
    let sum = 0;
    for (let a = 0; a <= n; a++) sum += level[a] * coefficients[a * width + n - a];
    value += s.coefficients[n] * sum;
    const next = new Float64Array(n + 2);
    next[0] = level[0] * y;
    for (let a = 1; a <= n + 1; a++) next[a] = level[a - 1] * x * Math.sqrt((n + 1) / a);
    level = next;
  }
  const scale = Math.sqrt((tails[0] + coefficients[0] ** 2) * neuron.second);
  const remainder = exact ? 0 : Math.hypot(x, y) ** (last + 1) * Math.sqrt(tails[last] * s.tails[last]);
  return { value, error: remainder + 1e-15 * scale };
}

/** ∫ du φ(u) H(u) E[s(√q (ρu + √(1−ρ²) g))] with H the mean of h over the line at u across the neuron's direction. */
function turnedAverage(h: Plane, step: number, x: number, y: number, neuron: Marginal, size: number): number {
  const rho = Math.hypot(x, y);
  const [cos, sin] = [x / rho, y / rho];
  const root = Math.sqrt(neuron.variance);
  const deviation = Math.sqrt(Math.max((1 - rho) * (1 + rho), 0));
  const lines = mergeBreaks(-CUT, CUT, 1, [0]);
  const mean = (u: number): number => {
    const along = (v: number): number => h(u * cos - v * sin, u * sin + v * cos);
    return step === 0 ? sumOf(sampleNormal(along, 1e-12 * size, lines), (_, value) => value) : lineMean(along, step, size);
  };
  const panels = neuron.profile.panels(REACH * root);
  const kinks = panels ? panels.kinks.map((at) => at / (root * rho)) : [];
  const s = (u: number): number => smoothed(neuron.profile, root * rho * u, root * deviation);
  const norm = size * Math.sqrt(neuron.second);
  const rule = sampleNormal((u) => mean(u) * s(u), (step > 0 ? 1e-11 : 1e-9) * norm, mergeBreaks(-CUT, CUT, 1, [0], kinks), 200);
  return sumOf(rule, (_, value) => value);
}
