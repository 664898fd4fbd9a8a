import { expect, test } from 'vitest';
import { openDraws } from '../../math/draws.ts';
import { flatten } from '../../math/linalg.ts';
import { Stream } from '../../math/streams.ts';
import { jury, twoSided } from '../../math/testing/likely.ts';
import { wishart } from './wishart.ts';

// Fresh seeds would fail this file once in a thousand.
const CHECKS = 72;
const judged = jury(1e-3, CHECKS);
const N = 40_000;

function sampleOf(p: number, freedom: number, S: Float64Array): Float64Array[] {
  const draws = openDraws();
  draws.start(8, Stream.steps, freedom);
  const draw = wishart(p, freedom);
  return Array.from({ length: N }, () => draw(S, draws).slice());
}

function expectMean(what: string, values: number[], expected: number): void {
  const mean = values.reduce((sum, x) => sum + x, 0) / N;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (N - 1);
  if (expected === 0 && variance === 0) return expect(mean).toBe(0);
  judged.expectLikely(`${what}: ${mean} for ${expected}`, twoSided((mean - expected) / Math.sqrt(variance / N)));
}

const determinant = ([a, b, c, , e, f, , , i]: Float64Array) => a * (e * i - f * f) - b * (b * i - f * c) + c * (b * f - e * c);

// E A = νS, Cov(A_ij, A_kl) = ν (S_ik S_jl + S_il S_jk), E det A = ν (ν − 1) (ν − 2) det S for p = 3.
test.each([0, 1, 2, 3, 4, 30])('three vectors in %d dimensions', (freedom) => {
  const S = flatten([[2, 0.5, -1], [0.5, 1, 0.3], [-1, 0.3, 1.5]]);
  const sample = sampleOf(3, freedom, S);
  for (const [i, j] of [[0, 0], [1, 1], [2, 2], [0, 1], [0, 2], [1, 2]]) {
    const at = 3 * i + j;
    expectMean(`A${i}${j}`, sample.map((A) => A[at]), freedom * S[at]);
    expectMean(`A${i}${j}²`, sample.map((A) => A[at] ** 2), freedom * (S[4 * i] * S[4 * j] + S[at] ** 2) + (freedom * S[at]) ** 2);
    expect(sample.every((A) => A[at] === A[3 * j + i])).toBe(true);
  }
  const singular = sample.every((A) => Math.abs(determinant(A)) < 1e-10 * (A[0] * A[4] * A[8] + 1e-300));
  expect(singular).toBe(freedom < 3);
  if (freedom >= 3) expectMean('det', sample.map(determinant), freedom * (freedom - 1) * (freedom - 2) * determinant(S));
});

test('as many checks were made as the false-alarm rate was shared among', () => {
  expect(judged.checked).toBeLessThanOrEqual(CHECKS);
  expect(judged.checked).toBeGreaterThan(CHECKS - 12);
});

test('a scale of rank one gives one vector’s square, times the scale', () => {
  const v = [1, -2, 0, 0.5];
  const S = Float64Array.from({ length: 16 }, (_, i) => v[i >> 2] * v[i & 3]);
  const [A] = sampleOf(4, 1000, S);
  A.forEach((x, i) => expect(Math.abs(x - A[0] * S[i])).toBeLessThan(1e-9));
  expect(Math.abs(A[0] - 1000)).toBeLessThan(300);
});

test('in 10¹² dimensions rows keep their scale to twelve digits, and the spread of their products', () => {
  const sample = sampleOf(2, 1e12, flatten([[1, 0], [0, 1]]));
  expect(sample.every((A) => Math.abs(A[0] / 1e12 - 1) < 1e-5)).toBe(true);
  const z = sample.map((A) => (A[1] / 1e6) ** 2);
  // A₀₁/√ν is normal: the mean of its square is 1 ± √(2/N), here within 4.5 of these.
  expect(Math.abs(z.reduce((sum, x) => sum + x, 0) / N - 1)).toBeLessThan(4.5 * Math.sqrt(2 / N));
});
