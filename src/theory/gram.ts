// The frame in which a target's directions are orthonormal.

import { cholesky, flatten } from '../math/linalg.ts';

/** L, lower, with L Lᵀ = P (k×k); null where the directions are orthonormal already. */
export function gramFactor(gram: readonly (readonly number[])[] | null, k: number): Float64Array | null {
  return gram === null || gram.every((row, r) => row.every((value, s) => value === Number(r === s))) ? null : cholesky(flatten(gram), k);
}
