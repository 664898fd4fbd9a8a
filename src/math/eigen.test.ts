import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { symmetricEigen, tridiagonalEigen } from './eigen.ts';
import { multiply, transpose } from './linalg.ts';
import { fillNormals } from './normal.ts';
import { Stream } from './streams.ts';

/** G Gᵀ of an n×rank Gaussian G: `rank` positive eigenvalues and n − rank zeros. */
function covariance(n: number, rank: number, seed: number): Float64Array {
  const G = new Float64Array(n * rank);
  fillNormals(G, n * rank, seed, Stream.data, 0, 0);
  return multiply(G, transpose(G, n, rank), n, rank, n);
}

test.each([
  [1, 1],
  [2, 2],
  [5, 3],
  [20, 20],
  [64, 10],
])('a %i×%i covariance, of rank %i, comes apart and together again', (n, rank) => {
  const A = covariance(n, rank, 7);
  const { values, vectors } = symmetricEigen(A, n);
  const oracle = new EigenvalueDecomposition(Matrix.from1DArray(n, n, A), { assumeSymmetric: true });
  const expected = Float64Array.from(oracle.realEigenvalues).sort();
  const scale = Math.abs(expected[n - 1]);
  for (let j = 0; j < n; j++) expect(Math.abs(values[j] - expected[j])).toBeLessThan(1e-13 * scale);
  const D = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i % n] : 0));
  const again = multiply(multiply(vectors, D, n, n, n), transpose(vectors, n, n), n, n, n);
  const gram = multiply(transpose(vectors, n, n), vectors, n, n, n);
  for (let i = 0; i < n * n; i++) {
    expect(Math.abs(again[i] - A[i])).toBeLessThan(1e-13 * scale);
    expect(Math.abs(gram[i] - Number(i % (n + 1) === 0))).toBeLessThan(1e-13);
  }
});

test('a tridiagonal matrix has the eigenvalues of the same matrix written out, and unit first components', () => {
  const n = 30;
  const draws = new Float64Array(2 * n);
  fillNormals(draws, 2 * n, 3, Stream.data, 0, 0);
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    A[i * n + i] = draws[i];
    if (i > 0) A[i * n + i - 1] = A[(i - 1) * n + i] = draws[n + i];
  }
  const { values, first } = tridiagonalEigen(draws.subarray(0, n), draws.subarray(n + 1, 2 * n));
  const dense = symmetricEigen(A, n);
  for (let j = 0; j < n; j++) {
    expect(values[j]).toBeCloseTo(dense.values[j], 13);
    expect(Math.abs(first[j])).toBeCloseTo(Math.abs(dense.vectors[j]), 12);
  }
});

test('a split matrix and one with equal entries are no trouble', () => {
  expect([...tridiagonalEigen([2, 2, 2], [0, 0]).values]).toEqual([2, 2, 2]);
  expect([...tridiagonalEigen([5], []).values]).toEqual([5]);
  expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
});
