// The exact flow of m neurons at any dimension, in their overlaps (theory/timescales.md section 2). With V(s) = Σ φ_k σ_k s^k,
// U(r) = Σ σ_k² r^k, s_i = <u_i, u*>, r_ij = <u_i, u_j> and |u_i| = 1:
//   ε a_i' = V(s_i) − (1/m) Σ_j a_j U(r_ij)
//   s_i' = a_i [V'(s_i)(1 − s_i²) − (1/m) Σ_{p≠i} a_p U'(r_ip)(s_p − r_ip s_i)]
//   r_ij' = a_i [V'(s_i)(s_j − s_i r_ij) − (1/m) Σ_{p≠i} a_p U'(r_ip)(r_pj − r_ip r_ij)] + (i ↔ j)
// State y: a, s, and r above its diagonal by rows. O(m³ + m²K) operations.

import { dormandPrince } from '../../math/dormand-prince.ts';
import { denseStiff } from '../../math/dense-stiff.ts';
import { radau } from '../../math/radau.ts';
import { coefficientsOf, follow, moments, type Coefficients, type FlowProblem, type GradientFlow } from './flow.ts';
import { residualsOf } from './mean-field.ts';

export interface FullProblem extends FlowProblem {
  /** r_ij(0), m×m row-major, symmetric with unit diagonal; the identity when left out, as in infinite dimension. */
  readonly gram?: ArrayLike<number>;
  /** The time at which it will end: what is stiff hangs on it. A resumed flow needs the same; 3 when left out. */
  readonly horizon?: number;
}

export function fullFlow(problem: FullProblem): GradientFlow {
  const { epsilon, readout, tolerance, resume, horizon = 3 } = problem;
  const coefficients = coefficientsOf(problem);
  const m = readout.length;
  const first = startOf(problem);
  const size = first.length;
  const derivative = fullDerivative(coefficients, m, epsilon);
  const saved = resume?.subarray(1);
  /** Overlaps start from 0 and are of order √ε for long. */
  const small = 1e-2 * Math.min(1, Math.sqrt(epsilon));
  const rhs = m * m * (m + 4 * coefficients.phi.length);
  const implicit = isStiff(coefficients, m, epsilon / horizon, size, rhs);
  const relative = tolerance ?? (implicit ? 1e-7 : 1e-8);
  const matrix = (y: Float64Array): Float64Array => unpack(y, m);
  const degreeRisks = (y: Float64Array): Float64Array => degreeRisksOf(coefficients, y.subarray(0, m), y.subarray(m, 2 * m), matrix(y));
  return follow(
    implicit
      ? radau(denseStiff(size, derivative, small), first, { relative, absolute: new Float64Array(size).fill(relative * small) }, saved)
      : explicit(derivative, first, relative, saved),
    {
      state: (y) => ({ readout: y.slice(0, m), overlaps: y.slice(m, 2 * m), gram: matrix(y) }),
      residuals: (y) => residualsOf(coefficients, y.subarray(0, m), y.subarray(m, 2 * m)),
      degreeRisks,
      risk: (y) => degreeRisks(y).reduce((sum, part) => sum + part, 0),
    },
    implicit ? 2 * size ** 3 + size * rhs : 6 * rhs,
    resume,
  );
}

/**
 * An explicit method's step is bounded by 1/λ, with λ near (σ_0² + U(1)/m)/ε, so to the horizon T it makes about λT of them; an
 * implicit one costs a factorisation of all unknowns, and needs a few hundred in all: measured at m = 20, they are even where λT
 * times the cost of y' is about 90 times unknowns cubed. `ratio`: ε/T.
 */
function isStiff({ sigma }: Coefficients, m: number, ratio: number, size: number, cost: number): boolean {
  const self = sigma.reduce((sum, value) => sum + value * value, 0);
  return m <= MOST_IMPLICIT && ((sigma[0] ** 2 + self / m) / ratio) * cost > 90 * size ** 3;
}
/** Beyond it the factors alone would take a second. */
const MOST_IMPLICIT = 32;

function explicit(derivative: (y: Float64Array, out: Float64Array) => void, first: Float64Array, tolerance: number, saved: Float64Array | undefined) {
  const from = saved ? { time: saved[0], size: saved[1], error: saved[2], y: Float64Array.from(saved.subarray(3)) } : first;
  const solution = dormandPrince(derivative, from, { relative: tolerance, absolute: tolerance * 1e-3 });
  return {
    get start() {
      return solution.save().time;
    },
    get end() {
      return solution.end;
    },
    step: solution.step,
    at: solution.at,
    save() {
      const { time, size, error, y } = solution.save();
      return Float64Array.of(time, size, error, ...y);
    },
  };
}

/** y(0). Throws RangeError. */
function startOf({ readout, overlaps, gram }: FullProblem): Float64Array {
  const m = readout.length;
  if (gram && gram.length !== m * m) throw new RangeError(`gram: found ${gram.length} numbers; allowed: ${m * m}, the rows of an m×m matrix`);
  const y = new Float64Array(2 * m + (m * (m - 1)) / 2);
  let at = 2 * m;
  for (let i = 0; i < m; i++) {
    y[i] = readout[i];
    y[m + i] = overlaps?.[i] ?? 0;
    if (gram && Math.abs(gram[i * m + i] - 1) > 1e-9) throw new RangeError(`gram[${i * m + i}]: found ${gram[i * m + i]} on the diagonal; allowed: 1`);
    for (let j = i + 1; j < m; j++) {
      const r = gram ? gram[i * m + j] : 0;
      if (gram && !(Math.abs(r) <= 1 && Math.abs(r - gram[j * m + i]) <= 1e-9))
        throw new RangeError(`gram[${i * m + j}]: found ${r}, and ${gram[j * m + i]} across the diagonal; allowed: one number for both, −1 to 1`);
      y[at++] = r;
    }
  }
  return y;
}

/** r, m×m, of a state. */
function unpack(y: Float64Array, m: number, r = new Float64Array(m * m)): Float64Array {
  let at = 2 * m;
  for (let i = 0; i < m; i++) {
    r[i * m + i] = 1;
    for (let j = i + 1; j < m; j++) r[i * m + j] = r[j * m + i] = y[at++];
  }
  return r;
}

/** R_k = ½ [φ_k² − 2 φ_k σ_k <a s^k> + σ_k² m⁻² Σ_ij a_i a_j r_ij^k]. */
export function degreeRisksOf({ phi, sigma }: Coefficients, a: Float64Array, s: Float64Array, r: Float64Array): Float64Array {
  const m = a.length;
  const mean = new Float64Array(phi.length);
  moments(a, s, mean);
  const pairs = new Float64Array(phi.length);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) {
      let power = (a[i] / m) * (a[j] / m);
      for (let k = 0; k < pairs.length; k++) {
        pairs[k] += power;
        power *= r[i * m + j];
      }
    }
  return pairs.map((pair, k) => (phi[k] * (phi[k] - 2 * sigma[k] * mean[k]) + sigma[k] ** 2 * pair) / 2);
}

/** y' of the state y. */
export function fullDerivative({ phi, sigma }: Coefficients, m: number, epsilon: number): (y: Float64Array, out: Float64Array) => void {
  const degree = phi.length - 1;
  const v = phi.map((value, k) => value * sigma[k]);
  const u = sigma.map((value) => value * value);
  const r = new Float64Array(m * m);
  /** a_p U'(r_ip)/m off the diagonal, and its product with r. */
  const [C, X] = [new Float64Array(m * m), new Float64Array(m * m)];
  /** a_i V'(s_i), and what both sums take away along u_i itself. */
  const [pull, along] = [new Float64Array(m), new Float64Array(m)];
  return (y, out) => {
    unpack(y, m, r);
    for (let i = 0; i < m; i++) {
      const s = y[m + i];
      let [value, slope] = [0, 0];
      for (let k = degree; k > 0; k--) {
        value = value * s + v[k];
        slope = slope * s + k * v[k];
      }
      value = value * s + v[0];
      let [felt, toward, own] = [0, 0, 0];
      for (let p = 0; p < m; p++) {
        const x = r[i * m + p];
        const a = y[p] / m;
        let [even, rise] = [0, 0];
        for (let k = degree; k > 0; k--) {
          even = even * x + u[k];
          rise = rise * x + k * u[k];
        }
        felt += a * (even * x + u[0]);
        const c = p === i ? 0 : a * rise;
        C[i * m + p] = c;
        toward += c * y[m + p];
        own += c * x;
      }
      out[i] = (value - felt) / epsilon;
      out[m + i] = y[i] * (slope * (1 - s) * (1 + s) - toward + own * s);
      pull[i] = y[i] * slope;
      along[i] = y[i] * (own - slope * s);
    }
    for (let i = 0; i < m; i++) {
      const row = i * m;
      for (let j = 0; j < m; j++) X[row + j] = 0;
      for (let p = 0; p < m; p++) {
        const c = C[row + p];
        for (let j = 0; j < m; j++) X[row + j] += c * r[p * m + j];
      }
    }
    let at = 2 * m;
    for (let i = 0; i < m; i++)
      for (let j = i + 1; j < m; j++)
        out[at++] = pull[i] * y[m + j] + pull[j] * y[m + i] + (along[i] + along[j]) * r[i * m + j] - y[i] * X[i * m + j] - y[j] * X[j * m + i];
  };
}
