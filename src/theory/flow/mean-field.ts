// The simplified flow of m neurons in infinite dimension (theory/timescales.md section 3; arXiv 2303.00055, Eq. 23), where the
// overlap of two neurons is r_ij = s_i s_j:
//   res_k = φ_k − σ_k <a s^k>,  ε a_i' = Σ_k σ_k res_k s_i^k,  s_i' = a_i (1 − s_i²) Σ_k k σ_k res_k s_i^(k−1),
// <·> the mean over neurons, with R = ½ Σ_k res_k². State y: a, then s. O(mK) operations.

import { radau } from '../../math/radau.ts';
import { coefficientsOf, follow, moments, type Coefficients, type FlowProblem, type GradientFlow } from './flow.ts';
import { meanFieldSolver } from './mean-field-jacobian.ts';

export function meanFieldFlow(problem: FlowProblem): GradientFlow {
  const { readout, overlaps, epsilon, tolerance = 1e-7, resume } = problem;
  const coefficients = coefficientsOf(problem);
  const m = readout.length;
  const size = 2 * m;
  const y = Float64Array.from({ length: size }, (_, i) => (i < m ? readout[i] : (overlaps?.[i - m] ?? 0)));
  // Where s starts from 0 it is of order √ε, and its later growth hangs on how it differs from neuron to neuron.
  const absolute = Float64Array.from({ length: size }, (_, i) => tolerance * (i < m ? 1e-2 : 1e-2 * Math.min(1, Math.sqrt(epsilon))));
  const derivative = meanFieldDerivative(coefficients, m, epsilon);
  const system = { size, derivative, ...meanFieldSolver(coefficients, m, epsilon) };
  const residuals = (y: Float64Array): Float64Array => residualsOf(coefficients, y.subarray(0, m), y.subarray(m));
  const degreeRisks = (y: Float64Array): Float64Array => residuals(y).map((residual) => residual ** 2 / 2);
  const rank = coefficients.phi.length;
  return follow(
    radau(system, y, { relative: tolerance, absolute }, resume?.subarray(1)),
    {
      state: (y) => ({ readout: y.slice(0, m), overlaps: y.slice(m) }),
      residuals,
      degreeRisks,
      risk: (y) => degreeRisks(y).reduce((sum, part) => sum + part, 0),
    },
    m * rank * (120 + 12 * rank) + rank ** 3,
    resume,
  );
}

/** res_k = φ_k − σ_k <a s^k>. */
export function residualsOf({ phi, sigma }: Coefficients, a: ArrayLike<number>, s: ArrayLike<number>): Float64Array {
  const out = new Float64Array(phi.length);
  moments(a, s, out);
  for (let k = 0; k < out.length; k++) out[k] = phi[k] - sigma[k] * out[k];
  return out;
}

/** y' of the state y = (a, s). */
export function meanFieldDerivative({ phi, sigma }: Coefficients, m: number, epsilon: number): (y: Float64Array, out: Float64Array) => void {
  const degree = phi.length - 1;
  /** σ_k res_k. */
  const drive = new Float64Array(degree + 1);
  return (y, out) => {
    drive.fill(0);
    for (let i = 0; i < m; i++) {
      const s = y[m + i];
      let power = y[i];
      for (let k = 0; k <= degree; k++) {
        drive[k] += power;
        power *= s;
      }
    }
    for (let k = 0; k <= degree; k++) drive[k] = sigma[k] * (phi[k] - (sigma[k] * drive[k]) / m);
    for (let i = 0; i < m; i++) {
      const s = y[m + i];
      let [value, slope] = [0, 0];
      for (let k = degree; k > 0; k--) {
        value = value * s + drive[k];
        slope = slope * s + k * drive[k];
      }
      out[i] = (value * s + drive[0]) / epsilon;
      out[m + i] = y[i] * (1 - s) * (1 + s) * slope;
    }
  };
}
