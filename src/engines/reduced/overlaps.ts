// One step of SGD on the overlaps, given its gradient (2406.02157, section 2, and theory/online.md section 5). Rows of W
// are held in the frame of x: W = V E with E orthonormal, and what the step adds outside of it is known by its Gram matrix.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { factorSemidefinite } from '../../math/factor.ts';
import { cholesky } from '../../math/linalg.ts';

export interface Overlaps {
  /** W W*ᵀ, p×k. */
  readonly M: Float64Array;
  /** W Wᵀ, p×p. */
  readonly Q: Float64Array;
}

/** L of `frameOf` before it is completed: (k + p)×(k + p), its first k rows the Cholesky factor of P, zeros else. */
export function targetFrame(experiment: Experiment): Float64Array {
  const { target: { directions: k }, student: { width: p } } = experiment;
  const L = new Float64Array((k + p) * (k + p));
  const factor = cholesky(gramMatrix(experiment), k)!;
  for (let s = 0; s < k; s++) L.set(factor.subarray(s * k, (s + 1) * k), s * (k + p));
  return L;
}

/**
 * Completes L, (k + p)×(k + p) with zeros above its diagonal, whose first k rows are the Cholesky factor of P:
 * L Lᵀ = Ω = [[P, Mᵀ], [M, Q]]. Its last p rows are those of W in a frame whose first k vectors span W*.
 */
export function frameOf({ M, Q }: Overlaps, L: Float64Array, omega: Float64Array, p: number, k: number): void {
  const r = k + p;
  for (let j = 0; j < p; j++) {
    for (let s = 0; s < k; s++) omega[(k + j) * r + s] = M[j * k + s];
    for (let i = 0; i <= j; i++) omega[(k + j) * r + k + i] = Q[j * p + i];
  }
  factorSemidefinite(omega, L, r, k);
}

/**
 * (M, Q) after W ← W + γG under the constraint, where G is `gradient` (p×(k + p), overwritten) in the frame of L and has
 * the Gram matrix `outside` (p×p) beyond it. Q comes as a sum of squares, so that rounding never makes it indefinite.
 */
export function overlapStep(
  { M, Q }: Overlaps, L: Float64Array, gradient: Float64Array, outside: Float64Array,
  gamma: number, constraint: Experiment['training']['constraint'], p: number, k: number,
): void {
  const r = k + p;
  // Row by row, the coordinates of the new W take the place of those of G.
  const V = gradient;
  for (let j = 0; j < p; j++) {
    const [row, weights] = [j * r, (k + j) * r];
    let along = 0;
    if (constraint === 'spherical') {
      for (let l = 0; l < r; l++) along += gradient[row + l] * L[weights + l];
      along /= Q[j * p + j];
    }
    for (let l = 0; l < r; l++) V[row + l] = L[weights + l] + gamma * (gradient[row + l] - along * L[weights + l]);
  }
  for (let j = 0; j < p; j++) {
    for (let s = 0; s < k; s++) {
      let sum = 0;
      for (let l = 0; l <= s; l++) sum += V[j * r + l] * L[s * r + l];
      M[j * k + s] = sum;
    }
    for (let i = 0; i <= j; i++) {
      let sum = gamma * gamma * outside[j * p + i];
      for (let l = 0; l < r; l++) sum += V[j * r + l] * V[i * r + l];
      Q[j * p + i] = Q[i * p + j] = sum;
    }
  }
  if (constraint !== 'none') normalise(M, Q, p, k);
}

/** Rows of W to unit norm. */
function normalise(M: Float64Array, Q: Float64Array, p: number, k: number): void {
  for (let j = 0; j < p; j++) {
    const factor = 1 / Math.sqrt(Q[j * p + j]);
    for (let s = 0; s < k; s++) M[j * k + s] *= factor;
    for (let i = 0; i < p; i++) {
      Q[j * p + i] *= factor;
      Q[i * p + j] *= factor;
    }
    // One, to the last bit; NaN stays NaN.
    Q[j * p + j] /= Q[j * p + j];
  }
}
