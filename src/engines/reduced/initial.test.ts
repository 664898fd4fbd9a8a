import { expect, test } from 'vitest';
import { parseExperiment } from '../../experiment/experiment.ts';
import { jury, twoSided } from '../../math/testing/likely.ts';
import { initialWeights, overlapMatrix } from '../initial.ts';
import { initialOverlaps, type InitialOverlaps } from './initial.ts';

// Fresh seeds would fail this file once in a thousand.
const CHECKS = 60;
const judged = jury(1e-3, CHECKS);
const N = 20_000;
const P01 = 0.5;

const experimentOf = (dimension: number, directions: number, initial: unknown) =>
  parseExperiment({
    target: { link: 'z1', directions, gram: directions === 1 ? null : [[1, P01], [P01, 1]] },
    student: { width: 2, activation: 'x' },
    data: { dimension },
    initial,
    training: { batch: 1, learningRate: 0, steps: 0 },
    engine: 'reduced',
  });

const sampleOf = (dimension: number, directions: number, initial: unknown) => {
  const experiment = experimentOf(dimension, directions, initial);
  return Array.from({ length: N }, (_, seed) => initialOverlaps({ ...experiment, seed }));
};

function expectMean(what: string, values: number[], expected: number): void {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  judged.expectLikely(`${what}: ${mean} for ${expected}`, twoSided((mean - expected) / Math.sqrt(variance / values.length)));
}

// The cosine u of a uniform direction with a fixed one in n dimensions: E u² = 1/n, E u⁴ = 3/(n (n + 2)).
const second = (n: number) => 1 / n;
const fourth = (n: number) => 3 / (n * (n + 2));

test.each([[3, 1], [4, 2], [100, 2], [1e12, 1]])('random rows in %d dimensions, %d directions', (d, k) => {
  const sample = sampleOf(d, k, 'random');
  const entries: [string, (at: InitialOverlaps) => number][] = [['M00', ({ M }) => M[0]], ['M at the end', ({ M }) => M[2 * k - 1]], ['Q01', ({ Q }) => Q[1]]];
  for (const [name, entry] of entries) {
    const values = sample.map(entry);
    expectMean(name, values, 0);
    expectMean(`${name}²`, values.map((x) => x ** 2), second(d));
    expectMean(`${name}⁴`, values.map((x) => x ** 4), fourth(d));
  }
  if (k === 2) expectMean('M00 M01', sample.map(({ M }) => M[0] * M[1]), P01 / d);
  expect(sample.every(({ Q }) => Q[0] === 1 && Q[3] === 1 && Q[1] === Q[2])).toBe(true);
});

test.each([3, 5, 1e12])('an overlap with one direction in %d dimensions', (d) => {
  const m = 0.6;
  const sample = sampleOf(d, 1, { overlap: m });
  expect(sample.every(({ M }) => M[0] === m && M[1] === m)).toBe(true);
  // Q01 = m² + (1 − m²) u, u the cosine in the d − 1 dimensions that are left.
  const u = sample.map(({ Q }) => (Q[1] - m * m) / (1 - m * m));
  expectMean('u', u, 0);
  expectMean('u²', u.map((x) => x ** 2), second(d - 1));
  expectMean('u⁴', u.map((x) => x ** 4), fourth(d - 1));
});

test.each([4, 1e12])('an overlap with two directions that are not orthogonal, in %d dimensions', (d) => {
  const m = 0.6;
  const sample = sampleOf(d, 2, { overlap: m });
  // In orthonormal coordinates of span(W*) the part inside is m (cos φ, sin φ), φ uniform.
  for (const { M } of sample.slice(0, 100)) expect(Math.abs((M[0] ** 2 + M[1] ** 2 - 2 * P01 * M[0] * M[1]) / (1 - P01 ** 2) - m * m)).toBeLessThan(1e-14);
  expectMean('M00', sample.map(({ M }) => M[0]), 0);
  expectMean('M00²', sample.map(({ M }) => M[0] ** 2), m ** 2 / 2);
  expectMean('M01²', sample.map(({ M }) => M[1] ** 2), m ** 2 / 2);
  expectMean('M00 M01', sample.map(({ M }) => M[0] * M[1]), (P01 * m ** 2) / 2);
  expectMean('M00 M10', sample.map(({ M }) => M[0] * M[2]), 0);
  expectMean('Q01²', sample.map(({ Q }) => Q[1] ** 2), m ** 4 / 2 + (1 - m * m) ** 2 * second(d - 2));
});

test('as many checks were made as the false-alarm rate was shared among', () => {
  expect(judged.checked).toBeLessThanOrEqual(CHECKS);
  expect(judged.checked).toBeGreaterThan(CHECKS - 8);
});

test('given overlaps are those given, and others have the means of those of weights', () => {
  const given = { M: [[0.3], [0.1]], Q: [[1.2, 0.2], [0.2, 0.9]] };
  expect(initialOverlaps(experimentOf(1e12, 1, given))).toEqual({ M: Float64Array.of(0.3, 0.1), Q: Float64Array.of(1.2, 0.2, 0.2, 0.9) });
  // Of 500 draws each, squares of the overlaps in four dimensions.
  const experiment = experimentOf(4, 2, { overlap: 0.8 });
  const squares = (draw: (seed: number) => InitialOverlaps) => Array.from({ length: 500 }, (_, seed) => draw(seed)).map(({ M, Q }) => [M[0] ** 2, M[3] ** 2, Q[1] ** 2]);
  const own = squares((seed) => initialOverlaps({ ...experiment, seed }));
  const weights = squares((seed) => {
    const { target, weights } = initialWeights({ ...experiment, seed });
    return { M: overlapMatrix(weights, target, 2, 2, 4), Q: overlapMatrix(weights, weights, 2, 2, 4) };
  });
  for (let i = 0; i < 3; i++) {
    const [a, b] = [own, weights].map((rows) => rows.map((row) => row[i]));
    const mean = (x: number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
    const error = Math.sqrt((mean(a.map((x) => x * x)) - mean(a) ** 2 + mean(b.map((x) => x * x)) - mean(b) ** 2) / 500);
    expect(Math.abs(mean(a) - mean(b))).toBeLessThan(4.5 * error);
  }
});
