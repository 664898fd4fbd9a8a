// Gamma and chi-square draws for any shape, by the method of Marsaglia and Tsang (ACM Trans. Math. Softw. 26, 2000).

import type { Draws } from './draws.ts';

/**
 * A draw of χ² with `freedom` degrees of freedom, any real number from 0 (the constant 0) to 10¹⁵: twice a gamma draw
 * of half the shape.
 */
export function chiSquare(draws: Draws, freedom: number): number {
  if (freedom === 0) return 0;
  const shape = 0.5 * freedom;
  // Gamma(a) = Gamma(a + 1) U^(1/a) where the method needs a ≥ 1.
  return 2 * (shape < 1 ? gamma(draws, shape + 1) * draws.uniform() ** (1 / shape) : gamma(draws, shape));
}

/** √χ², the norm of a standard normal vector of that many coordinates. */
export function chi(draws: Draws, freedom: number): number {
  return Math.sqrt(chiSquare(draws, freedom));
}

/**
 * Gamma of shape a ≥ 1 and scale 1: b (1 + t)³ with b = a − 1/3 and t = x / √(9b), x normal, kept with probability
 * exp(x²/2 + b (1 − v + log v)), v = (1 + t)³. In terms of t that exponent is 3b (log(1 + t) − t + t²/2 − t³/3), which
 * loses no digits at large shapes.
 */
function gamma(draws: Draws, a: number): number {
  const b = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    const t = c * draws.normal();
    if (t <= -1) continue;
    if (Math.log(draws.uniform()) < 3 * b * beyondThirdOrder(t)) return b * (1 + t) ** 3;
  }
}

/** log(1 + t) − t + t²/2 − t³/3. */
function beyondThirdOrder(t: number): number {
  if (Math.abs(t) > 0.1) return Math.log1p(t) - t * (1 - t * (1 / 2 - t / 3));
  // −t⁴/4 + t⁵/5 − … : what is left out after sixteen terms is below 10⁻¹⁶ of the first.
  let sum = 0;
  for (let n = 19; n >= 4; n--) sum = 1 / n - t * sum;
  return -(t ** 4) * sum;
}
