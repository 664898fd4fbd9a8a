// W in an orthonormal frame: k vectors that span W*, then others. Rows of coordinates are all that is small about W, and
// every constraint and every overlap is a matter of rows.

import { factorSemidefinite } from '../../math/factor.ts';
import { multiply, transpose } from '../../math/linalg.ts';
import { dot } from '../initial.ts';
import { frameOf, type Overlaps } from '../reduced/overlaps.ts';

/** p rows of k + p coordinates with the overlaps given; `factor` (k×k) is P's Cholesky factor. */
export function framed(overlaps: Overlaps, factor: Float64Array, p: number, k: number): Float64Array[] {
  const r = k + p;
  const L = new Float64Array(r * r);
  for (let s = 0; s < k; s++) L.set(factor.subarray(s * k, (s + 1) * k), s * r);
  frameOf(overlaps, L, new Float64Array(r * r), p, k);
  return Array.from({ length: p }, (_, j) => L.slice((k + j) * r, (k + j + 1) * r));
}

/** The same rows up to a rotation of the frame's vectors beyond the k-th, in k + p coordinates. */
export function turned(rows: readonly Float64Array[], k: number): Float64Array[] {
  const p = rows.length;
  const gram = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = k; l < rows[i].length; l++) sum += rows[i][l] * rows[j][l];
      gram[i * p + j] = sum;
    }
  const triangle = new Float64Array(p * p);
  factorSemidefinite(gram, triangle, p);
  return rows.map((row, j) => {
    const next = new Float64Array(k + p);
    next.set(row.subarray(0, k));
    next.set(triangle.subarray(j * p, (j + 1) * p), k);
    return next;
  });
}

export function overlapsOf(rows: readonly Float64Array[], factor: Float64Array, k: number): Overlaps {
  const p = rows.length;
  const inside = Float64Array.from(rows.flatMap((row) => [...row.subarray(0, k)]));
  const Q = new Float64Array(p * p);
  for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) Q[i * p + j] = Q[j * p + i] = dot(rows[i], rows[j]);
  return { M: multiply(inside, transpose(factor, k, k), p, k, k), Q };
}
