// The inverse of the normal distribution function.

import { normalCdf, normalDensity } from './erf.ts';

/** x with P(g ≤ x) = u for 0 < u < 1: a start from the tail's leading term, then Newton on log Φ, where it cannot overshoot. */
export function normalQuantile(u: number): number {
  if (u === 0.5) return 0;
  // Of the smaller tail, so that u near 1 loses nothing but what its own rounding lost.
  const tail = Math.min(u, 1 - u);
  let x = -Math.sqrt(Math.max(0, -2 * Math.log(tail) - Math.log(2 * Math.PI) - Math.log(Math.max(1e-300, -2 * Math.log(2 * tail)))) || 0);
  for (let i = 0; i < 60; i++) {
    const value = normalCdf(x);
    const step = (Math.log(tail / value) * value) / normalDensity(x);
    x = Math.min(0, x + step);
    if (Math.abs(step) <= 1e-15 * Math.max(1, -x)) break;
  }
  return u < 0.5 ? x : -x;
}
