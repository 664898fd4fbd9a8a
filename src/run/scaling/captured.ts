// How much of the target's directions the neurons span: C = Mᵀ Q⁻¹ M (k×k) is the projection on span(W) seen from the
// orthonormal directions of the target (theory/reuse.md, section 7). vᵀ C v is the squared cosine between v and span(W).

import { factorSemidefinite } from '../../math/factor.ts';

/** C from M (p×k) and Q (p×p), row-major. Neurons in the span of others add nothing. */
export function capturedMatrix(M: Float64Array, Q: Float64Array, p: number, k: number): Float64Array {
  const L = new Float64Array(p * p);
  factorSemidefinite(Q, L, p);
  // Y = L⁻¹ M; C = Yᵀ Y.
  const Y = Float64Array.from(M);
  for (let j = 0; j < p; j++)
    for (let r = 0; r < k; r++) {
      let rest = Y[j * k + r];
      for (let l = 0; l < j; l++) rest -= L[j * p + l] * Y[l * k + r];
      Y[j * k + r] = L[j * p + j] === 0 ? 0 : rest / L[j * p + j];
    }
  const C = new Float64Array(k * k);
  for (let r = 0; r < k; r++)
    for (let s = 0; s < k; s++) for (let j = 0; j < p; j++) C[r * k + s] += Y[j * k + r] * Y[j * k + s];
  return C;
}

/** tr(B C Bᵀ)/dim for orthonormal rows B (dim×k): the mean squared cosine over the subspace they span. */
export function shareOf(rows: readonly (readonly number[])[], C: Float64Array, k: number): number {
  let sum = 0;
  for (const v of rows) for (let r = 0; r < k; r++) for (let s = 0; s < k; s++) sum += v[r] * C[r * k + s] * v[s];
  return sum / rows.length;
}
