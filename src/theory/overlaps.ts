// The state of every limit of one-pass descent, and what follows from it at once.

export interface Overlaps {
  /** M = W W*ᵀ, p×k. */
  readonly M: Float64Array;
  /** Q = W Wᵀ, p×p. */
  readonly Q: Float64Array;
}

/** Ω = [[P, Mᵀ], [M, Q]], the teacher first. */
export function jointCovariance({ M, Q }: Overlaps, P: Float64Array, p: number, k: number): Float64Array {
  const r = k + p;
  const Omega = new Float64Array(r * r);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) Omega[a * r + b] = P[a * k + b];
  for (let j = 0; j < p; j++) {
    for (let a = 0; a < k; a++) Omega[(k + j) * r + a] = Omega[a * r + k + j] = M[j * k + a];
    for (let l = 0; l < p; l++) Omega[(k + j) * r + k + l] = Q[j * p + l];
  }
  return Omega;
}

/** Rows to unit length. */
export function normalise({ M, Q }: Overlaps, p: number, k: number): void {
  const norms = Float64Array.from({ length: p }, (_, j) => Math.sqrt(Q[j * p + j]));
  for (let j = 0; j < p; j++) {
    for (let r = 0; r < k; r++) M[j * k + r] /= norms[j];
    for (let l = 0; l < p; l++) Q[j * p + l] /= norms[j] * norms[l];
    // Without the last bit's rounding: averages are remembered by variance.
    if (norms[j] > 0) Q[j * p + j] = 1;
  }
}
