// Small dense linear algebra in float64 on flat row-major arrays: n is p, k or p + k, so tens at most.

/** An n×n matrix, row-major. */
export type Square = Float64Array;

export function flatten(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat());
}

export function identity(n: number): Square {
  const I = new Float64Array(n * n);
  for (let i = 0; i < n; i++) I[i * n + i] = 1;
  return I;
}

/** C = A B, with A (rows×inner) and B (inner×columns). */
export function multiply(A: Float64Array, B: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const C = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let l = 0; l < inner; l++) {
      const a = A[i * inner + l];
      if (a !== 0) for (let j = 0; j < columns; j++) C[i * columns + j] += a * B[l * columns + j];
    }
  return C;
}

export function transpose(A: Float64Array, rows: number, columns: number): Float64Array {
  const T = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) T[j * rows + i] = A[i * columns + j];
  return T;
}

/**
 * Lower L with L Lᵀ = A for a positive semidefinite A; a pivot that vanishes to rounding gives a zero column.
 * Null when A is not positive semidefinite: a pivot, or what is left below a vanishing one, says so beyond
 * `tolerance` times the largest diagonal entry.
 */
export function cholesky(A: Square, n: number, tolerance = 1e-10): Square | null {
  const L = new Float64Array(n * n);
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(A[i * n + i]));
  const small = tolerance * Math.max(scale, Number.MIN_VALUE);
  for (let j = 0; j < n; j++) {
    let pivot = A[j * n + j];
    for (let l = 0; l < j; l++) pivot -= L[j * n + l] ** 2;
    if (!(pivot >= -small)) return null;
    // What rounding leaves of an exact zero is about n ulp of the largest entry; below it a column carries no direction.
    const vanishes = pivot <= 4 * n * Number.EPSILON * scale;
    const root = vanishes ? 0 : Math.sqrt(pivot);
    L[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let rest = A[i * n + j];
      for (let l = 0; l < j; l++) rest -= L[i * n + l] * L[j * n + l];
      if (vanishes) {
        // |A_ij|² ≤ A_ii A_jj must hold of the Schur complement too, up to the square root of the pivot's rounding.
        if (Math.abs(rest) > Math.sqrt(small * Math.max(scale, small))) return null;
      } else L[i * n + j] = rest / root;
    }
  }
  return L;
}

/** x with L x = b for a lower triangular L without zero pivots. */
export function solveLower(L: Square, b: Float64Array, n: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i] -= L[i * n + j] * x[j];
    x[i] /= L[i * n + i];
  }
  return x;
}
