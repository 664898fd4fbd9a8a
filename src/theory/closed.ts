// The one-variable links whose Gaussian pair averages are elementary: s(x) = A + B x + C |x| + D erf(βx), β = ∞ for
// the sign. ReLU, its leaky kin, |x|, sign, step and erf are all in it.

import { erf, normalDensity } from '../math/erf.ts';

export interface ClosedForm {
  readonly constant: number;
  readonly linear: number;
  readonly modulus: number;
  readonly erf: number;
  /** 0 < β ≤ ∞. */
  readonly beta: number;
}

/** Where a member of the family is as good as straight: erf(βx) with β ≥ 0.1 is ±1 there. */
const FAR = 64;
const PROBES = [0.03, 0.1, 0.3, 0.5, 0.9, 1.4, 2.2, 3.7, 7.1, 23];

/** The family's parameters for f when it belongs to it, to 1e-13; else null. */
export function closedForm(f: (x: number) => number): ClosedForm | null {
  const right = (f(2 * FAR) - f(FAR)) / FAR;
  const left = (f(-FAR) - f(-2 * FAR)) / FAR;
  const above = f(FAR) - right * FAR;
  const below = f(-FAR) + left * FAR;
  const jump = 0.5 * (above - below);
  const scale = Math.abs(right) + Math.abs(left) + Math.abs(above) + Math.abs(below);
  if (!Number.isFinite(scale)) return null;
  // Differences of equal numbers leave rounding where there should be 0.
  const snap = (value: number): number => (Math.abs(value) > 1e-14 * scale ? value : 0);
  const form = {
    constant: snap(0.5 * (above + below)),
    linear: snap(0.5 * (right + left)),
    modulus: snap(0.5 * (right - left)),
    erf: Math.abs(jump) > 1e-13 * (1 + scale) ? jump : 0,
    beta: Infinity,
  };
  for (const x of PROBES) {
    const rest = (f(x) - form.constant - (form.linear + form.modulus) * x) / jump;
    // The first probe at which erf is neither saturated nor lost in rounding gives β.
    if (form.erf !== 0 && rest > 0.02 && rest < 0.98) {
      form.beta = inverseErf(rest) / x;
      break;
    }
  }
  const fits = [...PROBES, ...PROBES.map((x) => -x)].every(
    (x) => Math.abs(f(x) - evaluateClosed(form, x)) <= 1e-13 * (1 + Math.abs(f(x))),
  );
  return fits ? form : null;
}

/** erf(∞·0) is 0, like sign(0). */
function erfOf(beta: number, x: number): number {
  return beta === Infinity ? Math.sign(x) : erf(beta * x);
}

function evaluateClosed(s: ClosedForm, x: number): number {
  return s.constant + s.linear * x + s.modulus * Math.abs(x) + (s.erf === 0 ? 0 : s.erf * erfOf(s.beta, x));
}

/** Newton on erf(y) = value for 0 < value < 1, from below, where erf is concave and the iterates increase. */
function inverseErf(value: number): number {
  let y = 0;
  for (let i = 0; i < 60; i++) {
    const step = ((value - erf(y)) * Math.sqrt(Math.PI)) / 2 / Math.exp(-y * y);
    y += step;
    if (Math.abs(step) < 1e-16) break;
  }
  return y;
}

/** E s(mean + deviation·g): the family smoothed by a Gaussian. */
export function smoothClosed(s: ClosedForm, mean: number, deviation: number): number {
  if (!(deviation > 0)) return evaluateClosed(s, mean);
  let value = s.constant + s.linear * mean;
  if (s.modulus !== 0) {
    const ratio = mean / deviation;
    value += s.modulus * (mean * erf(ratio / Math.SQRT2) + 2 * deviation * normalDensity(ratio));
  }
  if (s.erf !== 0) value += s.erf * erfOf(1, mean / Math.sqrt(inverseSquare(s.beta) + 2 * deviation * deviation));
  return value;
}

/** 1/β², which is 0 for the sign: everything about erf(βx) is a function of it. */
function inverseSquare(beta: number): number {
  return beta === Infinity ? 0 : 1 / (beta * beta);
}

/** E[s(x) t(y)] for (x, y) of variances q, r and covariance c. */
export function pairClosed(s: ClosedForm, t: ClosedForm, q: number, r: number, c: number): number {
  const [meanX, meanY] = [Math.sqrt((2 * q) / Math.PI), Math.sqrt((2 * r) / Math.PI)];
  let value = s.constant * t.constant + s.constant * t.modulus * meanY + s.modulus * t.constant * meanX;
  value += s.linear * t.linear * c;
  if (s.modulus !== 0 && t.modulus !== 0) value += s.modulus * t.modulus * moduli(q, r, c);
  if (s.erf !== 0 && t.erf !== 0) value += s.erf * t.erf * errorFunctions(s.beta, t.beta, q, r, c);
  // E[x erf(βy)] by Stein's lemma: c E[d erf(βy)/dy] = 2c / √(π (1/β² + 2r)). |x| is even and erf odd: no cross term.
  if (s.linear !== 0 && t.erf !== 0) value += s.linear * t.erf * slope(t.beta, r) * c;
  if (s.erf !== 0 && t.linear !== 0) value += s.erf * t.linear * slope(s.beta, q) * c;
  return value;
}

function slope(beta: number, variance: number): number {
  const under = inverseSquare(beta) + 2 * variance;
  return under > 0 ? 2 / Math.sqrt(Math.PI * under) : 0;
}

/** E|x||y| = (2/π) √(qr) (√(1−ρ²) + ρ asin ρ): the even part of the arc-cosine kernel (theory/reuse.md section 1). */
function moduli(q: number, r: number, c: number): number {
  const size = Math.sqrt(q * r);
  if (!(size > 0)) return 0;
  const rho = Math.max(-1, Math.min(1, c / size));
  return (2 / Math.PI) * size * (Math.sqrt((1 - rho) * (1 + rho)) + rho * Math.asin(rho));
}

/** E erf(βx) erf(γy) = (2/π) asin(2c / √((1/β² + 2q)(1/γ² + 2r))) (theory/online.md section 6, where 2β² = 1). */
function errorFunctions(beta: number, gamma: number, q: number, r: number, c: number): number {
  const size = Math.sqrt((inverseSquare(beta) + 2 * q) * (inverseSquare(gamma) + 2 * r));
  if (!(size > 0)) return 0;
  return (2 / Math.PI) * Math.asin(Math.max(-1, Math.min(1, (2 * c) / size)));
}

/**
 * Orthonormal Hermite coefficients 0 … degree of s(√q g), and a bound on what they leave of the second moment when that
 * falls geometrically, else Infinity. By Stein, E[erf(bg) He_n(g)] = 2b √(v/π) (v − 1)^{(n−1)/2} (n − 2)!! for odd n with
 * b = β√q and v = 1/(1 + 2b²), and E[|g| He_n(g)] = E[sign(g) He_{n−1}(g)].
 */
export function closedSpectrum(s: ClosedForm, q: number, degree: number): { coefficients: Float64Array; tail: number } {
  const root = Math.sqrt(q);
  const coefficients = new Float64Array(degree + 1);
  // 1 − v, which is 1 for the sign; 2b √(v/π) is then √(2 (1 − v)/π).
  const decay = q > 0 ? (2 * q) / (inverseSquare(s.beta) + 2 * q) : 0;
  coefficients[0] = s.constant + s.modulus * Math.sqrt((2 * q) / Math.PI);
  if (degree > 0) coefficients[1] = s.linear * root;
  // odd = E[erf He_n]/√n! at n = 1, 3, 5 …; even = E[|g| He_n]/√n! at n = 2, 4, 6 …
  let [odd, even] = [Math.sqrt((2 * decay) / Math.PI), 1 / Math.sqrt(Math.PI)];
  for (let n = 1; n <= degree; n += 2) {
    coefficients[n] += s.erf * odd;
    odd *= (-decay * n) / Math.sqrt((n + 1) * (n + 2));
    if (n < degree) coefficients[n + 1] += s.modulus * root * even;
    even *= -n / Math.sqrt((n + 2) * (n + 3));
  }
  const smooth = degree > 0 && s.modulus === 0 && (s.erf === 0 || decay < 1);
  return { coefficients, tail: smooth ? (s.erf * odd) ** 2 / (1 - decay * decay) : Infinity };
}
