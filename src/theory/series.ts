// Functions of a Gaussian field as Hermite series, and what the algebra of series alone gives: for polynomials, everything.

import { polynomialSpectrum } from '../math/hermite.ts';

export interface Spectrum {
  /** E[s(√q g) He_n(g)] / √n!, n = 0 … N. */
  readonly coefficients: Float64Array;
  /** tails[n]: what the coefficients beyond n have of the second moment, rounding included; length N + 1. */
  readonly tails: Float64Array;
}

/** s(√q g) with g ~ N(0, 1). */
export interface Series {
  readonly variance: number;
  /** E s(√q g)². */
  readonly second: number;
  /** Hermite coefficients to `degree`, fewer when those carry all of the second moment, or s is a polynomial. */
  spectrum(degree: number): Spectrum;
}

export interface Estimate {
  value: number;
  /** Absolute; a bound from Mehler's series, else what the quadrature was measured to leave. */
  error: number;
}

/** `powers`: coefficients of powers of x, constant first. */
export function polynomialSeries(powers: readonly number[], q: number): Series {
  const coefficients = polynomialSpectrum(powers, q);
  let second = 0;
  for (const c of coefficients) second += c * c;
  const spectrum = { coefficients, tails: new Float64Array(coefficients.length) };
  for (let n = coefficients.length - 2; n >= 0; n--) spectrum.tails[n] = spectrum.tails[n + 1] + coefficients[n + 1] ** 2;
  return { variance: q, second, spectrum: () => spectrum };
}

/** |c| ≤ √(qr) up to float32's rounding of overlaps; 0 when either field is constant. */
export function correlation(c: number, q: number, r: number): number {
  const size = Math.sqrt(q * r);
  return size > 0 ? Math.max(-1, Math.min(1, c / size)) : 0;
}

/**
 * Mehler: E[s t] = Σ_n s_n t_n ρ^n in orthonormal coefficients. `exact`: one of the two is a polynomial of that degree, and nothing is
 * left; else the rest is at most |ρ|^{N+1} √(tail_s tail_t).
 */
export function mehler(s: Series, t: Series, rho: number, degree: number, exact: boolean): Estimate {
  const [a, b] = [s.spectrum(degree), t.spectrum(degree)];
  const last = Math.min(a.coefficients.length, b.coefficients.length) - 1;
  let value = 0;
  for (let n = last; n >= 0; n--) value = value * rho + a.coefficients[n] * b.coefficients[n];
  const remainder = exact ? 0 : Math.abs(rho) ** (last + 1) * Math.sqrt(a.tails[last] * b.tails[last]);
  return { value, error: remainder + 1e-15 * Math.sqrt(s.second * t.second) };
}
