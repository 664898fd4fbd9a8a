// The target as a sum of functions of one direction each, h*(λ*) = Σ_t g_t(⟨v_t, λ*⟩): with the neurons σ(λ_s) they are
// the units of the residual e = Σ_u w_u g_u(x_u), and its averages are sums over pairs and fours of units.

import type { Link } from '../../model/link.ts';
import { polynomialOf } from '../../model/polynomial.ts';
import { groupVariables, restrict, ridgeDirection } from '../groups.ts';
import { polynomialParts } from './waring.ts';

export interface Part {
  /** v (k), in the directions' coordinates. */
  readonly direction: Float64Array;
  evaluate(t: number): number;
  /** g'(t), almost everywhere. */
  slope(t: number): number;
  /** Coefficients of powers of t, constant first; null when g is no polynomial. */
  readonly powers: readonly number[] | null;
}

/** Null for a target that is no such sum, such as tanh(z1 + He3(z2)). */
export function targetParts(link: Link): Part[] | null {
  const k = link.variables.length;
  const polynomial = polynomialOf(link);
  if (polynomial) return polynomialParts(polynomial, k);
  if (k === 1) {
    const slope = link.derivative(link.variables[0]);
    return [{ direction: Float64Array.of(1), evaluate: (t) => link.evaluate([t]), slope: (t) => slope.evaluate([t]), powers: null }];
  }
  const groups = groupVariables((z) => link.evaluate(z), k);
  if (groups === null) return null;
  const parts: Part[] = [];
  for (const [index, group] of groups.entries()) {
    const h = restrict(link, group, index === 0);
    const direction = ridgeDirection(link, h, group);
    if (direction === null) return null;
    const square = direction.reduce((sum, v) => sum + v * v, 0);
    // At the point t v / |v|², where ⟨v, λ*⟩ = t.
    const along = (t: number): Float64Array => direction.map((v) => (v * t) / square);
    const most = group.reduce((a, b) => (Math.abs(direction[b]) > Math.abs(direction[a]) ? b : a));
    const derivative = link.derivative(link.variables[most]);
    // What other groups do does not matter to it, but where they stand the expression must be finite.
    const base = Number.isFinite(link.evaluate(new Float64Array(k))) ? 0 : 0.7;
    const there = (z: Float64Array): Float64Array => z.map((value, r) => (group.includes(r) ? value : base));
    parts.push({ direction, evaluate: (t) => h(along(t)), slope: (t) => derivative.evaluate(there(along(t))) / direction[most], powers: null });
  }
  return parts;
}

export interface Covariances {
  /** Of the units with each other, N×N: the p neurons, then the target's parts. */
  readonly C: Float64Array;
  /** Of the fields φ = (λ*, λ) with the units, (k+p)×N. */
  readonly fields: Float64Array;
}

/** What the overlaps make of the units; the arrays are written over at the next call. */
export function covariancesOf(parts: readonly Part[], P: Float64Array, p: number, k: number): (M: Float64Array, Q: Float64Array) => Covariances {
  const N = p + parts.length;
  const C = new Float64Array(N * N);
  const fields = new Float64Array((k + p) * N);
  const inTarget = (r: number, v: Float64Array): number => v.reduce((sum, weight, s) => sum + P[r * k + s] * weight, 0);
  parts.forEach(({ direction }, t) => {
    for (let r = 0; r < k; r++) fields[r * N + p + t] = inTarget(r, direction);
    parts.forEach((other, u) => {
      C[(p + t) * N + p + u] = other.direction.reduce((sum, weight, r) => sum + weight * fields[r * N + p + t], 0);
    });
  });
  return (M, Q) => {
    for (let s = 0; s < p; s++) {
      for (let r = 0; r < k; r++) fields[r * N + s] = M[s * k + r];
      for (let l = 0; l < p; l++) C[s * N + l] = Q[s * p + l];
      parts.forEach(({ direction }, t) => {
        let sum = 0;
        for (let r = 0; r < k; r++) sum += direction[r] * M[s * k + r];
        C[s * N + p + t] = C[(p + t) * N + s] = sum;
      });
    }
    fields.set(C.subarray(0, p * N), k * N);
    return { C, fields };
  };
}
