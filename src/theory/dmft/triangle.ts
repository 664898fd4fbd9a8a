// Triangles that grow: Gram matrices to which every time adds a few rows, their Cholesky factors, and division by them.
// Matrices are row-major with a stride, so that what a later time adds has its place from the start.

import { factorSemidefinite } from '../../math/factor.ts';

/** What is left of a variance, relative to it, below which a direction is that of the rows above. */
const VANISHING = 1e-12;

/** Rows `from` … `to` − 1 of the lower L with L Lᵀ = A, from those rows of A on and below the diagonal and the rows of L above. */
export function extendFactor(A: Float64Array, L: Float64Array, stride: number, from: number, to: number): void {
  factorSemidefinite(A, L, to, from, stride, VANISHING);
}

/** x ← x L⁻¹ for a row x of n entries; where L has a zero column i any x_i will do, and it is `free(i)`. */
export function divideByFactor(x: Float64Array, L: Float64Array, stride: number, n: number, free: (i: number) => number = () => 0): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let l = i + 1; l < n; l++) sum -= x[l] * L[l * stride + i];
    const pivot = L[i * stride + i];
    x[i] = pivot === 0 ? free(i) : sum / pivot;
  }
}

/** x ← x (L Lᵀ)⁻¹ for a row x of n entries and L without zero pivots. */
export function divideByGram(x: Float64Array, L: Float64Array, stride: number, n: number): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let l = 0; l < i; l++) sum -= L[i * stride + l] * x[l];
    x[i] = sum / L[i * stride + i];
  }
  divideByFactor(x, L, stride, n);
}
