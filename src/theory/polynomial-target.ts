// A polynomial target in Hermite polynomials of independent directions: its average with any neuron is then a finite
// sum, E[He_α(ζ) s(λ)] = |α|! t_|α| m^α (Isserlis), whatever the activation.

import { factorial } from '../math/hermite.ts';
import { solveLower } from '../math/linalg.ts';
import type { Marginal } from './marginal.ts';
import type { Estimate, Series } from './series.ts';

/** What the risk needs of a target. `m` is E[λ* λ] (k) with the neuron's field λ, whose variance the marginal carries. */
export interface TargetMoments<Neuron extends Series = Marginal> {
  /** E h*². */
  readonly second: number;
  readonly mean: number;
  /** Of `second`, absolute. */
  readonly error: number;
  /** E[h*(λ*) s(λ)]. */
  average(m: Float64Array, neuron: Neuron): Estimate;
}

/** Powers of each variable, joined by commas, to coefficient: 2 z1³ z3 is "3,0,1" → 2. */
export type Polynomial = ReadonlyMap<string, number>;

/** E[λ*λ]/√q in the frame where the directions are orthonormal (λ* = L ζ), no longer than 1. */
export function cosines(m: Float64Array, L: Float64Array | null, variance: number): Float64Array {
  const k = m.length;
  const cosine = L === null ? Float64Array.from(m) : solveLower(L, m, k);
  const root = Math.sqrt(Math.max(variance, 0));
  let square = 0;
  for (let r = 0; r < k; r++) {
    cosine[r] = root > 0 ? cosine[r] / root : 0;
    square += cosine[r] ** 2;
  }
  if (square > 1) for (let r = 0; r < k; r++) cosine[r] /= Math.sqrt(square);
  return cosine;
}

/** `L`: lower, L Lᵀ = P, of the target's directions; null when they are orthonormal. */
export function polynomialTarget(powers: Polynomial, k: number, L: Float64Array | null): TargetMoments<Series> {
  const series = toHermite(L === null ? powers : substitute(powers, k, L));
  let [second, mean, degree] = [0, 0, 0];
  const terms: { alpha: number[]; order: number; weight: number }[] = [];
  for (const [key, h] of series) {
    const alpha = key.split(',').map(Number);
    const order = alpha.reduce((a, b) => a + b, 0);
    second += h * h * alpha.reduce((product, n) => product * factorial(n), 1);
    if (order === 0) mean += h;
    degree = Math.max(degree, order);
    terms.push({ alpha, order, weight: h * Math.sqrt(factorial(order)) });
  }
  const powersOf = new Float64Array(k * (degree + 1));
  return {
    second,
    mean,
    error: 1e-15 * second,
    average(m, neuron) {
      const { coefficients } = neuron.spectrum(degree);
      const cosine = cosines(m, L, neuron.variance);
      for (let r = 0; r < k; r++)
        for (let n = 0, power = 1; n <= degree; n++, power *= cosine[r]) powersOf[r * (degree + 1) + n] = power;
      let value = 0;
      for (const { alpha, order, weight } of terms) {
        if (order >= coefficients.length) continue;
        let term = weight * coefficients[order];
        for (let r = 0; r < k; r++) term *= powersOf[r * (degree + 1) + alpha[r]];
        value += term;
      }
      return { value, error: 1e-14 * Math.sqrt(second * neuron.second) };
    },
  };
}

function add(into: Map<string, number>, key: string, value: number): void {
  into.set(key, (into.get(key) ?? 0) + value);
}

function times(a: Polynomial, b: Polynomial): Map<string, number> {
  const product = new Map<string, number>();
  for (const [left, x] of a) {
    const exponents = left.split(',').map(Number);
    for (const [right, y] of b) {
      const other = right.split(',');
      add(product, exponents.map((n, r) => n + Number(other[r])).join(','), x * y);
    }
  }
  return product;
}

/** The polynomial of λ* = L ζ as one of ζ. */
function substitute(powers: Polynomial, k: number, L: Float64Array): Map<string, number> {
  const unit = (s: number): string => Array.from({ length: k }, (_, r) => (r === s ? 1 : 0)).join(',');
  const one: Polynomial = new Map([[Array.from({ length: k }, () => 0).join(','), 1]]);
  // ladder[r][n] = (L ζ)_r^n
  const ladder: Polynomial[][] = Array.from({ length: k }, () => [one]);
  const forms = Array.from({ length: k }, (_, r) => {
    const form = new Map<string, number>();
    for (let s = 0; s <= r; s++) if (L[r * k + s] !== 0) form.set(unit(s), L[r * k + s]);
    return form;
  });
  const sum = new Map<string, number>();
  for (const [key, coefficient] of powers) {
    let term: Polynomial = one;
    key.split(',').forEach((text, r) => {
      while (ladder[r].length <= Number(text)) ladder[r].push(times(ladder[r][ladder[r].length - 1], forms[r]));
      if (Number(text) > 0) term = times(term, ladder[r][Number(text)]);
    });
    for (const [monomial, value] of term) add(sum, monomial, coefficient * value);
  }
  return sum;
}

/** Powers to monic Hermite polynomials, variable by variable: x^n = Σ_r n! / (2^r r! (n − 2r)!) He_{n−2r}. */
function toHermite(powers: Polynomial): Map<string, number> {
  const series = new Map<string, number>();
  for (const [key, coefficient] of powers) {
    let partial: [number[], number][] = [[[], coefficient]];
    for (const text of key.split(',')) {
      const n = Number(text);
      const next: [number[], number][] = [];
      for (let r = 0; 2 * r <= n; r++) {
        const factor = factorial(n) / (2 ** r * factorial(r) * factorial(n - 2 * r));
        for (const [alpha, value] of partial) next.push([[...alpha, n - 2 * r], value * factor]);
      }
      partial = next;
    }
    for (const [alpha, value] of partial) add(series, alpha.join(','), value);
  }
  return series;
}
