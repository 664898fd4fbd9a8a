// Bartlett's triangle: the Gram matrix of p standard normal vectors in ν dimensions, without the vectors.

import type { Draws } from '../../math/draws.ts';
import { factorSemidefinite } from '../../math/factor.ts';
import { chi } from '../../math/gamma.ts';

/**
 * Into `B` (p×p, row-major): B Bᵀ has the Wishart law of p independent vectors N(0, I_ν), ν ≥ 0 an integer however
 * large. For ν ≥ p, B is lower triangular with B_ii = χ with ν − i degrees of freedom (i = 0 … p − 1) and normals below
 * the diagonal (Bartlett 1933); for ν < p its first ν columns are the vectors themselves, and the others are zero.
 */
export function bartlett(B: Float64Array, p: number, freedom: number, draws: Draws): void {
  B.fill(0);
  for (let i = 0; i < p; i++) {
    const normals = freedom >= p ? i : freedom;
    for (let j = 0; j < normals; j++) B[i * p + j] = draws.normal();
    if (freedom >= p) B[i * p + i] = chi(draws, freedom - i);
  }
}

/** Draws of the Wishart law of p vectors N(0, S) in `freedom` dimensions, a p×p Gram matrix each; S may be singular. */
export function wishart(p: number, freedom: number): (S: Float64Array, draws: Draws) => Float64Array {
  const [T, B, TB, A] = Array.from({ length: 4 }, () => new Float64Array(p * p));
  return (S, draws) => {
    factorSemidefinite(S, T, p);
    bartlett(B, p, freedom, draws);
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) {
        let sum = 0;
        for (let l = 0; l <= i; l++) sum += T[i * p + l] * B[l * p + j];
        TB[i * p + j] = sum;
      }
    for (let i = 0; i < p; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let l = 0; l < p; l++) sum += TB[i * p + l] * TB[j * p + l];
        A[i * p + j] = A[j * p + i] = sum;
      }
    return A;
  };
}
