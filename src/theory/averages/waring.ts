// A polynomial in several variables as a sum of polynomials of one linear form each, so that z1·z2 needs no formulas of its
// own: z1 z2 = ((z1 + z2)² − (z1 − z2)²)/4, and so on for any monomial.

import { factorial } from '../../math/hermite.ts';
import type { Part } from './units.ts';

/** More forms than these, or digits lost among them, and quadrature does better. */
const MOST_FORMS = 200;

/** `polynomial`: exponents joined by commas to coefficient, as `polynomialOf` gives it. */
export function polynomialParts(polynomial: ReadonlyMap<string, number>, k: number): Part[] | null {
  const forms = new Map<string, number[]>();
  const add = (form: readonly number[], degree: number, coefficient: number): void => {
    const key = form.join(',');
    const powers = forms.get(key) ?? [];
    while (powers.length <= degree) powers.push(0);
    powers[degree] += coefficient;
    forms.set(key, powers);
  };
  const unit = (r: number): number[] => Array.from({ length: k }, (_, s) => Number(s === r));
  for (const [key, coefficient] of polynomial) {
    const alpha = key.split(',').map(Number);
    const degree = alpha.reduce((a, b) => a + b, 0);
    const mixed = alpha.filter((n) => n > 0).length > 1;
    if (!mixed) add(unit(Math.max(0, alpha.findIndex((n) => n > 0))), degree, coefficient);
    else for (const [form, weight] of linearForms(alpha, degree)) add(form, degree, coefficient * weight);
    if (forms.size > MOST_FORMS) return null;
  }
  const parts = [...forms].map(([key, powers]): Part => {
    const last = powers.findLastIndex((c) => c !== 0);
    const slopes = powers.slice(1).map((c, n) => c * (n + 1));
    const direction = Float64Array.from(key.split(','), Number);
    return { direction, powers: powers.slice(0, last + 1), evaluate: (t) => horner(powers, t), slope: (t) => horner(slopes, t) };
  });
  const kept = parts.filter(({ powers }) => powers!.length > 0);
  return agrees(kept, polynomial, k) ? kept : null;
}

function horner(powers: readonly number[], x: number): number {
  let value = 0;
  for (let n = powers.length - 1; n >= 0; n--) value = value * x + powers[n];
  return value;
}

/**
 * x^α = 1/n! Σ_ν (−1)^{|ν|} Π_i C(α_i, ν_i) ⟨h_ν, x⟩^n, h_ν = α/2 − ν, over 0 ≤ ν ≤ α with n = |α| (Kan 2008, Lemma 1).
 * ν and α − ν give the same term, so one of each two is kept; the forms are whole numbers, their first not 0 positive.
 */
function linearForms(alpha: readonly number[], degree: number): [number[], number][] {
  const forms: [number[], number][] = [];
  const visit = (form: readonly number[], weight: number): void => {
    if (form.length < alpha.length) {
      const n = alpha[form.length];
      for (let nu = 0, binomial = 1; nu <= n; binomial *= (nu - n) / (nu + 1), nu++) visit([...form, n - 2 * nu], weight * binomial);
      return;
    }
    const divisor = form.reduce(greatestCommonDivisor, 0);
    if ((form.find((n) => n !== 0) ?? -1) < 0) return;
    forms.push([form.map((n) => n / divisor), (2 * weight * (divisor / 2) ** degree) / factorial(degree)]);
  };
  visit([], 1);
  return forms;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}

/** High degrees cancel among their forms: the sum must still be the polynomial, at points a few deviations out. */
function agrees(parts: readonly Part[], polynomial: ReadonlyMap<string, number>, k: number): boolean {
  for (let trial = 1; trial <= 20; trial++) {
    const z = Array.from({ length: k }, (_, r) => 3 * Math.sin(trial * (r + 1.3)));
    let [value, size] = [0, 0];
    for (const [key, coefficient] of polynomial) {
      const term = key.split(',').reduce((product, n, r) => product * z[r] ** Number(n), coefficient);
      value += term;
      size += Math.abs(term);
    }
    for (const { direction, evaluate } of parts) value -= evaluate(direction.reduce((sum, v, r) => sum + v * z[r], 0));
    if (!(Math.abs(value) <= 1e-12 * size)) return false;
  }
  return true;
}
