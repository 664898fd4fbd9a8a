// The direction of span(W*) along which a target is felt first: at order ℓ a neuron w feels C[v^ℓ] = E[h* He_ℓ(⟨v, ζ⟩)],
// v being the part of w in span(W*) and C the tensor E[∇^ℓ h*], and the overlap grows towards the v that extremises it.

import { factorial, hermite, hermiteCoefficients } from '../../math/hermite.ts';
import { type Marginal, marginalOf, profileOf } from '../marginal.ts';
import type { TargetMoments } from '../polynomial-target.ts';

export interface Extremum {
  /** C[v^ℓ]. */
  readonly value: number;
  /** v, unit vectors in the frame in which the w*_r are orthonormal (k): mutually orthogonal, as Σ_r He_ℓ(z_r) has k. */
  readonly directions: readonly Float64Array[];
}

/** C of order ℓ on unit vectors of R^k. `L`: lower, L Lᵀ = P (k×k). */
export interface Tensor {
  readonly order: number;
  readonly k: number;
  at(direction: Float64Array): number;
  /** What C may have where it vanishes: quadrature's error and rounding. */
  readonly small: number;
}

export function hermiteTensor(moments: TargetMoments, order: number, L: Float64Array): Tensor {
  const k = Math.round(Math.sqrt(L.length));
  const neuron: Marginal = marginalOf(profileOf((x) => hermite(order, x), [...hermiteCoefficients(order)]), 1)!;
  const covariance = new Float64Array(k);
  const at = (v: Float64Array): number => {
    for (let r = 0; r < k; r++) {
      covariance[r] = 0;
      for (let s = 0; s <= r; s++) covariance[r] += L[r * k + s] * v[s];
    }
    return moments.average(covariance, neuron).value;
  };
  const scale = Math.sqrt(moments.second * factorial(order));
  const { error } = moments.average(L.subarray(0, k).map((_, r) => L[r * k]), neuron);
  return { order, k, at, small: Math.max(1e-9 * scale, 10 * error) };
}

/** The largest value of sign·C on the unit sphere; null when it is not above what rounding leaves of 0. */
export function extremum(tensor: Tensor, sign: 1 | -1): Extremum | null {
  const best = climb(tensor, sign, []);
  if (!(sign * best.value > tensor.small)) return null;
  const found = [best.direction];
  while (found.length < tensor.k) {
    const next = climb(tensor, sign, found);
    if (Math.abs(next.value - best.value) > 1e-6 * Math.abs(best.value)) break;
    found.push(next.direction);
  }
  return { value: best.value, directions: found.map((v) => v.map((x) => (Math.abs(x) < 1e-9 ? 0 : x))) };
}

/** The best of many ascents on the unit sphere orthogonal to `avoid`. */
function climb(tensor: Tensor, sign: 1 | -1, avoid: readonly Float64Array[]): { value: number; direction: Float64Array } {
  const { k } = tensor;
  let best: { value: number; direction: Float64Array } = { value: -sign * Infinity, direction: new Float64Array(k) };
  for (const start of starts(k)) {
    const v = unit(start, avoid);
    if (v === null) continue;
    const value = ascend(tensor, sign, v, avoid);
    if (sign * (value - best.value) > 1e-9 * Math.abs(value)) best = { value, direction: v };
  }
  return best;
}

/** The axes, the diagonal and a spread of others, each with its opposite: the same at every call. */
function* starts(k: number): Generator<Float64Array> {
  const vectors = [new Float64Array(k).fill(1)];
  for (let r = 0; r < k; r++) vectors.unshift(new Float64Array(k).map((_, s) => Number(r === s)));
  for (let i = 1; i <= 2 * k; i++) vectors.push(new Float64Array(k).map((_, r) => Math.sin(7.3 * i * (r + 1) + i * i)));
  for (const vector of k === 1 ? vectors.slice(0, 1) : vectors) {
    yield vector;
    yield vector.map((x) => -x);
  }
}

const MOST_SWEEPS = 200;

/** Turns v in the plane of v and each axis to the best angle, until nothing moves. */
function ascend(tensor: Tensor, sign: 1 | -1, v: Float64Array, avoid: readonly Float64Array[]): number {
  let value = tensor.at(v);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    const before = value;
    for (let r = 0; r < tensor.k; r++) {
      const tangent = unit(new Float64Array(tensor.k).map((_, s) => Number(r === s)), [...avoid, v]);
      if (tangent === null) continue;
      const turned = (angle: number): Float64Array => v.map((x, s) => Math.cos(angle) * x + Math.sin(angle) * tangent[s]);
      const angle = bestAngle(tensor.order, (theta) => sign * tensor.at(turned(theta)));
      const next = turned(angle);
      const reached = tensor.at(next);
      if (sign * (reached - value) > 0) {
        v.set(unit(next, avoid) ?? next);
        value = reached;
      }
    }
    // A start from which a sweep leads to nothing is left: where the tensor vanishes, all of them are such.
    if (Math.abs(value - before) <= 1e-15 * Math.abs(value) || sign * value <= tensor.small) break;
  }
  return value;
}

/** The angle at which g is largest; g is a trigonometric polynomial of this degree, known from 2·degree + 1 values. */
function bestAngle(degree: number, g: (angle: number) => number): number {
  const count = 2 * degree + 1;
  const [cosines, sines] = [new Float64Array(degree + 1), new Float64Array(degree + 1)];
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const value = g(angle) / count;
    for (let n = 0; n <= degree; n++) {
      cosines[n] += (n === 0 ? 1 : 2) * value * Math.cos(n * angle);
      sines[n] += 2 * value * Math.sin(n * angle);
    }
  }
  /** The derivative of this order. */
  const series = (angle: number, order: number): number => {
    let sum = 0;
    const turn = (order * Math.PI) / 2;
    for (let n = 0; n <= degree; n++) sum += n ** order * (cosines[n] * Math.cos(n * angle + turn) + sines[n] * Math.sin(n * angle + turn));
    return sum;
  };
  let [best, most] = [0, series(0, 0)];
  for (let i = 1; i < 8 * degree; i++) {
    const angle = (Math.PI * i) / (4 * degree);
    const value = series(angle, 0);
    if (value > most) [best, most] = [angle, value];
  }
  for (let i = 0; i < 8; i++) {
    const bend = series(best, 2);
    if (!(bend < 0)) break;
    best -= series(best, 1) / bend;
  }
  return best;
}

/** Orthogonal to all of `avoid` (orthonormal), of norm 1; null when nothing is left. */
function unit(vector: Float64Array, avoid: readonly Float64Array[]): Float64Array | null {
  const rest = Float64Array.from(vector);
  const size = Math.hypot(...vector);
  for (let sweep = 0; sweep < 2; sweep++)
    for (const a of avoid) {
      const along = a.reduce((sum, x, r) => sum + x * rest[r], 0);
      for (let r = 0; r < rest.length; r++) rest[r] -= along * a[r];
    }
  const norm = Math.hypot(...rest);
  return norm > 1e-6 * size ? rest.map((x) => x / norm) : null;
}
