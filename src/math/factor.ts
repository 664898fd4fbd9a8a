// Cholesky's factor of a matrix that is semidefinite but for rounding, without an answer for anything else and without
// allocating: for chains that factor a Gram matrix at every step.

/**
 * Completes L (row-major, `stride` entries a row) in its rows `from` … n − 1 so that L Lᵀ = A on and below the diagonal;
 * rows above are given. A pivot that is zero or negative to rounding, `vanishing` relative to its own diagonal entry, gives
 * a zero column: the row is in the span of those above it. Entries above the diagonal are left as they are.
 */
export function factorSemidefinite(
  A: Float64Array, L: Float64Array, n: number, from = 0, stride = n, vanishing = 4 * n * Number.EPSILON,
): void {
  for (let i = from; i < n; i++) {
    let rest = A[i * stride + i];
    for (let j = 0; j < i; j++) {
      let sum = A[i * stride + j];
      for (let l = 0; l < j; l++) sum -= L[i * stride + l] * L[j * stride + l];
      const pivot = L[j * stride + j];
      const entry = pivot === 0 ? 0 : sum / pivot;
      L[i * stride + j] = entry;
      rest -= entry * entry;
    }
    // NaN is let through: it must show.
    L[i * stride + i] = rest <= vanishing * A[i * stride + i] ? 0 : Math.sqrt(rest);
  }
}
