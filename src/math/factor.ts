// Cholesky's factor of a matrix that is semidefinite but for rounding, without an answer for anything else and without
// allocating: for chains that factor a Gram matrix at every step.

/**
 * Completes L (n×n, row-major) from its row `from` on so that L Lᵀ = A on and below the diagonal; rows above are given.
 * A pivot that is zero or negative to rounding, relative to its own diagonal entry, gives a zero column: the row is in
 * the span of those above it. Entries above the diagonal are left as they are.
 */
export function factorSemidefinite(A: Float64Array, L: Float64Array, n: number, from = 0): void {
  for (let i = from; i < n; i++) {
    let rest = A[i * n + i];
    for (let j = 0; j < i; j++) {
      let sum = A[i * n + j];
      for (let l = 0; l < j; l++) sum -= L[i * n + l] * L[j * n + l];
      const pivot = L[j * n + j];
      const entry = pivot > 0 ? sum / pivot : 0;
      L[i * n + j] = entry;
      rest -= entry * entry;
    }
    // NaN is let through: it must show.
    L[i * n + i] = rest <= 4 * n * Number.EPSILON * A[i * n + i] ? 0 : Math.sqrt(rest);
  }
}
