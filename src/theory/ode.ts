// The overlaps' ordinary differential equations, the process at small learning rates (theory/online.md section 4, after Saad
// and Solla 1995). Time is counted in steps, so that both are drawn over the same axis; γ stays in the equations.

import type { Experiment } from '../experiment/experiment.ts';
import type { FieldAverages } from './averages.ts';
import { normalise, type Overlaps } from './overlaps.ts';
import { termsOf } from './process.ts';

export interface OverlapFlow {
  /** The state y from overlaps: M, then Q. Rows under a constraint are of unit length from the start. */
  state(overlaps: Overlaps): Float64Array;
  overlaps(y: Float64Array): Overlaps;
  /** dy/dt, t in steps. Returns the error of its averages. */
  derivative(y: Float64Array, out: Float64Array): number;
}

/**
 * dM_jr/dt = g_jr − ½ M_jr S_jj/Q_jj, dQ_jl/dt = S_jl − ½ Q_jl (S_jj/Q_jj + S_ll/Q_ll), with S_jl = γ (E[R_j λ_l] + E[R_l λ_j]) +
 * γ² w E[R_j R_l], g_jr = γ E[R_j λ*_r] and w = d/n the noise weight; without a constraint the terms with ½ are absent. Taking
 * the gradient's radial part away first changes nothing here: spherical and projected have one limit. What the samples of a batch
 * have in common is smaller by a factor γ, and no part of it.
 */
export function overlapFlow(experiment: Experiment, averages: FieldAverages, readout: Float64Array): OverlapFlow {
  const { student: { width: p }, target: { directions: k }, training: { learningRate: gamma, loss, constraint } } = experiment;
  const { signal, noise } = termsOf(experiment);
  const S = new Float64Array(p * p);
  const decay = new Float64Array(p);
  const overlaps = (y: Float64Array): Overlaps => ({ M: y.subarray(0, p * k), Q: y.subarray(p * k, p * k + p * p) });
  return {
    state({ M, Q }) {
      const unit = { M: Float64Array.from(M), Q: Float64Array.from(Q) };
      if (constraint !== 'none') normalise(unit, p, k);
      return Float64Array.of(...unit.M, ...unit.Q);
    },
    overlaps,
    derivative(y, out) {
      const { M, Q } = overlaps(y);
      const { fields, residuals, error } = averages.of(M, Q, readout, loss === 'square', noise > 0);
      const field = (j: number, a: number): number => (signal ? gamma * fields[j * (k + p) + a] : 0);
      for (let j = 0; j < p; j++)
        for (let l = 0; l < p; l++)
          S[j * p + l] = field(j, k + l) + field(l, k + j) + (residuals ? gamma * gamma * noise * residuals[j * p + l] : 0);
      for (let j = 0; j < p; j++) decay[j] = constraint === 'none' ? 0 : (0.5 * S[j * p + j]) / Q[j * p + j];
      for (let j = 0; j < p; j++) {
        for (let r = 0; r < k; r++) out[j * k + r] = field(j, r) - M[j * k + r] * decay[j];
        for (let l = 0; l < p; l++) out[p * k + j * p + l] = S[j * p + l] - Q[j * p + l] * (decay[j] + decay[l]);
        // A constraint holds to the last bit, whatever the sign of S_jj.
        if (constraint !== 'none') out[p * k + j * p + j] = 0;
      }
      return error;
    },
  };
}
