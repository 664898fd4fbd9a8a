// The Hermite coefficients of a polynomial, by algebra: x^n = Σ_m n!/(2^m m! b!) He_b(x) with b = n − 2m.

import { factorial } from '../../math/hermite.ts';
import { type MultiIndices, multiIndices } from './multi-index.ts';

/** Beyond it the coefficients are taken by quadrature: degree 64 for k ≤ 3, 30 for k = 4. */
const MOST_COEFFICIENTS = 50_000;

export interface ExactSpectrum {
  readonly indices: MultiIndices;
  readonly coefficients: Float64Array;
  /** Standard deviation: the root of the squares beyond degree 0. */
  readonly spread: number;
  /** What rounding may have left of a vanishing tensor. */
  readonly rounding: number;
}

/** From monomials as `polynomialOf` gives them; null when there are too many coefficients. */
export function polynomialCoefficients(polynomial: ReadonlyMap<string, number>, k: number): ExactSpectrum | null {
  const terms = [...polynomial].map(([key, c]) => ({ powers: key.split(',').map(Number), c }));
  const degree = terms.reduce((most, { powers }) => Math.max(most, powers.reduce((sum, n) => sum + n, 0)), 0);
  if (countOf(k, degree) > MOST_COEFFICIENTS) return null;
  const indices = multiIndices(k, degree);
  const coefficients = new Float64Array(indices.powers.length);
  // What is added up, without signs: cancellation leaves some ulp of it.
  const sizes = new Float64Array(indices.powers.length);
  for (const { powers, c } of terms) spread(powers, c, [], 0);
  const rounding = 8 * Number.EPSILON * Math.hypot(...sizes.values());
  // What is no more than rounding is 0.
  for (let i = 0; i < sizes.length; i++) if (Math.abs(coefficients[i]) <= 8 * Number.EPSILON * sizes[i]) coefficients[i] = 0;
  return { indices, coefficients, spread: Math.hypot(...coefficients.subarray(1)), rounding };

  function spread(powers: readonly number[], c: number, beta: number[], i: number): void {
    if (i === powers.length) {
      const place = indices.indexOf(beta);
      coefficients[place] += c;
      sizes[place] += Math.abs(c);
      return;
    }
    const n = powers[i];
    for (let m = 0; 2 * m <= n; m++) {
      const b = n - 2 * m;
      // n!/(2^m m! b!) √b!: the first quotient is a product of 2m factors.
      let factor = Math.sqrt(factorial(b));
      for (let l = 0; l < 2 * m; l++) factor *= l % 2 === 0 ? (n - l) / (l + 2) : n - l;
      spread(powers, c * factor, [...beta, b], i + 1);
    }
  }
}

function countOf(k: number, degree: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (degree + i)) / i;
  return count;
}
