// The deterministic overlap process of 2406.02157: (M, Q) of the next step from (M, Q) of this one, in the limit of high
// dimension, with its three terms to be switched on and off (theory/online.md section 4, in this project's conventions).

import type { Experiment } from '../experiment/experiment.ts';
import { gramMatrix } from '../experiment/quantities.ts';
import { symmetricEigen } from '../math/eigen.ts';
import type { Drift, FieldAverages } from './averages.ts';
import { jointCovariance, normalise, type Overlaps } from './overlaps.ts';

export interface Terms {
  /** Whether the mean gradient moves the weights at first order in γ. */
  readonly signal: boolean;
  /** Weight of the gradient's noise, d/n unless the experiment says otherwise; 0 without. */
  readonly noise: number;
  /** Whether the mean gradient's own size counts at second order in γ: what the samples of one batch have in common. */
  readonly intraBatch: boolean;
}

export function termsOf({ theory, data, training }: Experiment): Terms {
  const { signal, noise, intraBatch } = theory ?? { signal: true, noise: true, intraBatch: true };
  return { signal, noise: typeof noise === 'number' ? noise : noise ? data.dimension / training.batch : 0, intraBatch };
}

export interface Loss {
  readonly learningRate: number;
  readonly square: boolean;
}

/**
 * The process of one experiment: the overlaps after a step with this loss, and the error of its averages. Projected rows are divided
 * by their new norm, the papers' 1 + ΔQ_jj where they start from 1.
 */
export function overlapProcess(experiment: Experiment, averages: FieldAverages): (now: Overlaps, readout: Float64Array, loss: Loss) => Overlaps & { error: number } {
  const { student: { width: p }, target: { directions: k }, training: { constraint } } = experiment;
  const terms = termsOf(experiment);
  const P = gramMatrix(experiment);
  return ({ M, Q }, readout, { learningRate: gamma, square }) => {
    const drift = averages.of(M, Q, readout, square, terms.noise > 0);
    const mean = meanGradient(drift, p, k);
    const common = terms.intraBatch ? gramOfMean(drift, { M, Q }, P, p, k) : new Float64Array(p * p);
    if (constraint === 'spherical') makeTangent(mean, common, { M, Q }, p, k);
    const next = { M: Float64Array.from(M), Q: Float64Array.from(Q) };
    if (terms.signal) {
      for (let i = 0; i < p * k; i++) next.M[i] += gamma * mean.M[i];
      for (let j = 0; j < p; j++) for (let l = 0; l < p; l++) next.Q[j * p + l] += gamma * (mean.Q[j * p + l] + mean.Q[l * p + j]);
    }
    for (let i = 0; i < p * p; i++) next.Q[i] += gamma * gamma * (common[i] + (drift.residuals ? terms.noise * drift.residuals[i] : 0));
    if (constraint !== 'none') normalise(next, p, k);
    return { ...next, error: drift.error };
  };
}

/** The mean gradient's overlaps G W*ᵀ (p×k) and G Wᵀ (p×p), G being minus the gradient of the loss. */
function meanGradient({ fields }: Drift, p: number, k: number): Overlaps {
  const M = new Float64Array(p * k);
  const Q = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    M.set(fields.subarray(j * (k + p), j * (k + p) + k), j * k);
    Q.set(fields.subarray(j * (k + p) + k, (j + 1) * (k + p)), j * p);
  }
  return { M, Q };
}

/**
 * K = E[Rφᵀ] Ω⁺ E[φRᵀ]: the mean gradient lies in span(W*, W), and this is its Gram matrix there (p×p). The authors' code has
 * one factor of it transposed (theory/online.md section 9). Directions in which Ω is rounding, since neurons coincide,
 * carry none of it: E[Rφᵀ] is Ω times a mean derivative.
 */
function gramOfMean({ fields, error }: Drift, { M, Q }: Overlaps, P: Float64Array, p: number, k: number): Float64Array {
  const r = k + p;
  const Omega = jointCovariance({ M, Q }, P, p, k);
  const { values, vectors } = symmetricEigen(Omega, r);
  const least = Math.max(1e-13 * values[r - 1], error);
  const K = new Float64Array(p * p);
  const along = new Float64Array(p);
  for (let i = 0; i < r; i++) {
    if (!(values[i] > least)) continue;
    for (let j = 0; j < p; j++) {
      along[j] = 0;
      for (let a = 0; a < r; a++) along[j] += fields[j * r + a] * vectors[a * r + i];
    }
    for (let j = 0; j < p; j++) for (let l = 0; l < p; l++) K[j * p + l] += (along[j] * along[l]) / values[i];
  }
  return K;
}

/**
 * Takes from each row of the mean gradient its part along the neuron, c_j w_j with c_j = (G Wᵀ)_jj / Q_jj, as section 5 does from
 * that of a batch. The noise of the gradient has d directions, of which this is one: its term stays.
 */
function makeTangent(mean: Overlaps, common: Float64Array, { M, Q }: Overlaps, p: number, k: number): void {
  const along = Float64Array.from({ length: p }, (_, j) => mean.Q[j * p + j] / Q[j * p + j]);
  for (let j = 0; j < p; j++)
    for (let l = 0; l < p; l++)
      common[j * p + l] += along[j] * along[l] * Q[j * p + l] - along[j] * mean.Q[l * p + j] - along[l] * mean.Q[j * p + l];
  for (let j = 0; j < p; j++) {
    for (let r = 0; r < k; r++) mean.M[j * k + r] -= along[j] * M[j * k + r];
    for (let l = 0; l < p; l++) mean.Q[j * p + l] -= along[j] * Q[j * p + l];
  }
}
