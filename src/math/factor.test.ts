import { expect, test } from 'vitest';
import { factorSemidefinite } from './factor.ts';
import { cholesky, flatten, multiply, transpose } from './linalg.ts';

const factorOf = (A: Float64Array, n: number) => {
  const L = new Float64Array(n * n);
  factorSemidefinite(A, L, n);
  return L;
};

test('a definite matrix has Cholesky’s factor', () => {
  const A = flatten([[4, 2, -1], [2, 5, 0.5], [-1, 0.5, 3]]);
  expect([...factorOf(A, 3)]).toEqual([...cholesky(A, 3)!].map((x) => expect.closeTo(x, 14)));
});

test('rows in the span of others give zero columns, however small the rows', () => {
  // Four vectors of rank 2, the second a copy of the first, all shrunk by 10⁻⁶.
  const V = flatten([[1, 0], [1, 0], [0.3, 0.4], [-2, 1]]).map((x) => 1e-6 * x);
  const A = multiply(V, transpose(V, 4, 2), 4, 2, 4);
  const L = factorOf(A, 4);
  expect([L[5], L[15]]).toEqual([0, 0]);
  multiply(L, transpose(L, 4, 4), 4, 4, 4).forEach((x, i) => expect(Math.abs(x - A[i])).toBeLessThan(1e-26));
});

test('a matrix that rounding made indefinite is taken for semidefinite', () => {
  const L = factorOf(flatten([[1, 1 + 1e-16, 0.5], [1 + 1e-16, 1 - 2e-16, 0.5], [0.5, 0.5, 1]]), 3);
  expect([...L]).toEqual([1, 0, 0, 1, 0, 0, 0.5, 0, expect.closeTo(Math.sqrt(0.75), 15)]);
  expect([...factorOf(new Float64Array(4), 2)]).toEqual([0, 0, 0, 0]);
});

test('rows above `from` are given, and used', () => {
  const L = flatten([[2, 0], [0, 0]]);
  factorSemidefinite(flatten([[NaN, NaN], [1, 1]]), L, 2, 1);
  expect([...L]).toEqual([2, 0, 0.5, Math.sqrt(0.75)]);
});

test('what is not a number shows', () => expect(factorOf(flatten([[NaN, 0], [0, 1]]), 2)[0]).toBeNaN());
