// Eigenvalues of small symmetric matrices in float64: Jacobi rotations for dense ones (n tens at most), implicit QL
// for tridiagonal ones, which is what Gauss quadrature needs (Golub and Welsch 1969).

import type { Square } from './linalg.ts';

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Column j, entries [i*n + j], is the unit eigenvector of values[j]. */
  readonly vectors: Square;
}

/** A = V diag(values) Vᵀ for a symmetric A (n×n), of which only the average of A and Aᵀ counts. */
export function symmetricEigen(A: Square, n: number): Eigen {
  const B = new Float64Array(n * n);
  const V = new Float64Array(n * n);
  let scale = 0;
  for (let i = 0; i < n; i++) {
    V[i * n + i] = 1;
    for (let j = 0; j < n; j++) {
      B[i * n + j] = 0.5 * (A[i * n + j] + A[j * n + i]);
      scale = Math.max(scale, Math.abs(B[i * n + j]));
    }
  }
  // Cyclic Jacobi converges quadratically: 6–10 sweeps for n ≤ 64; 60 is a guard against NaN, not a tuning knob.
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) off = Math.max(off, Math.abs(B[i * n + j]));
    if (!(off > 1e-17 * scale)) break;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) rotate(B, V, n, i, j);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => B[i * n + i] - B[j * n + j]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors[i * n + to] = V[i * n + from];
  });
  return { values: Float64Array.from(order, (i) => B[i * n + i]), vectors };
}

/** One Jacobi rotation: B ← Jᵀ B J with B_ij → 0, V ← V J. */
function rotate(B: Square, V: Square, n: number, i: number, j: number): void {
  const b = B[i * n + j];
  if (b === 0) return;
  const tau = (B[j * n + j] - B[i * n + i]) / (2 * b);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let l = 0; l < n; l++) {
    const [x, y] = [B[l * n + i], B[l * n + j]];
    B[l * n + i] = c * x - s * y;
    B[l * n + j] = s * x + c * y;
    const [v, w] = [V[l * n + i], V[l * n + j]];
    V[l * n + i] = c * v - s * w;
    V[l * n + j] = s * v + c * w;
  }
  for (let l = 0; l < n; l++) {
    const [x, y] = [B[i * n + l], B[j * n + l]];
    B[i * n + l] = c * x - s * y;
    B[j * n + l] = s * x + c * y;
  }
  B[i * n + j] = B[j * n + i] = 0;
}

/**
 * Eigenvalues (ascending) of the symmetric tridiagonal matrix with this diagonal (n) and off-diagonal (n − 1), and the
 * first component of each unit eigenvector: implicit QL with Wilkinson's shift, rotating only the first row.
 */
export function tridiagonalEigen(
  diagonal: ArrayLike<number>,
  offDiagonal: ArrayLike<number>,
): { values: Float64Array; first: Float64Array } {
  const n = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = new Float64Array(n);
  e.set(Array.from(offDiagonal).slice(0, Math.max(n - 1, 0)));
  const z = new Float64Array(n);
  if (n > 0) z[0] = 1;
  for (let l = 0; l < n; l++)
    for (let sweep = 0; sweep < 100; sweep++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      qlSweep(d, e, z, l, m);
    }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => d[i] - d[j]);
  return { values: Float64Array.from(order, (i) => d[i]), first: Float64Array.from(order, (i) => z[i]) };
}

/** Chases one shifted bulge from m up to l in the unreduced block l…m. */
function qlSweep(d: Float64Array, e: Float64Array, z: Float64Array, l: number, m: number): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  let g = d[m] - d[l] + e[l] / (half + (half < 0 ? -1 : 1) * Math.hypot(half, 1));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block splits here by itself: undo the shift so far and let the caller start again.
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    const w = z[i + 1];
    z[i + 1] = s * z[i] + c * w;
    z[i] = c * z[i] - s * w;
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
