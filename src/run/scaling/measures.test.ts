// What is measured of one run, and the lines through many.

import { expect, test } from 'vitest';
import { multiply, transpose } from '../../math/linalg.ts';
import { fillNormals } from '../../math/normal.ts';
import { Stream } from '../../math/streams.ts';
import { capturedMatrix, shareOf } from './captured.ts';
import { overlapOf, trendOf } from './fit.ts';

function normals(rows: number, columns: number, index: number): Float64Array {
  const out = new Float64Array(rows * columns);
  fillNormals(out, rows * columns, 1, Stream.student, 0, index);
  return out;
}

test('C is the projection on the span of the neurons, whatever their basis, lengths and number', () => {
  const [p, k, d] = [3, 2, 5];
  const W = normals(p, d, 0);
  // W* is the first two axes: M = W[:, :2].
  const overlaps = (W: Float64Array, p: number) => ({
    M: Float64Array.from({ length: p * k }, (_, i) => W[Math.floor(i / k) * d + (i % k)]),
    Q: multiply(W, transpose(W, p, d), p, d, p),
  });
  const { M, Q } = overlaps(W, p);
  const C = capturedMatrix(M, Q, p, k);
  const mixed = multiply(normals(p, p, 1), W, p, p, d);
  const other = overlaps(mixed, p);
  capturedMatrix(other.M, other.Q, p, k).forEach((entry, i) => expect(entry).toBeCloseTo(C[i], 10));
  // A neuron in the span of others adds nothing.
  const twice = overlaps(Float64Array.of(...W, ...W.subarray(0, d)), p + 1);
  capturedMatrix(twice.M, twice.Q, p + 1, k).forEach((entry, i) => expect(entry).toBeCloseTo(C[i], 8));
  // Neurons that span the target capture all of it, and of each of its directions.
  const all = overlaps(Float64Array.of(2, 1, 0, 0, 0, 1, 3, 0, 0, 0, ...W.subarray(0, d)), 3);
  const whole = capturedMatrix(all.M, all.Q, 3, k);
  [1, 0, 0, 1].forEach((entry, i) => expect(whole[i]).toBeCloseTo(entry, 10));
  expect(shareOf([[Math.SQRT1_2, Math.SQRT1_2]], Float64Array.of(0.5, 0.25, 0.25, 0.5), 2)).toBeCloseTo(0.75, 12);
});

test('chance: k of d directions lie in a random span with mean square p/d', () => {
  const [p, k, d] = [2, 1, 40];
  const squares = Array.from({ length: 2000 }, (_, i) => {
    const W = normals(p, d, i);
    const M = Float64Array.from({ length: p }, (_, j) => W[j * d]);
    return shareOf([[1]], capturedMatrix(M, multiply(W, transpose(W, p, d), p, d, p), p, k), k);
  });
  const { mean, sem } = overlapOf(squares).square;
  expect(Math.abs(mean - p / d) / sem).toBeLessThan(4.5);
});

const overlap = (mean: number, sem: number) => ({ mean, sem, square: { mean: mean ** 2, sem: 2 * mean * sem } });
const dimensions = [250, 1000, 4000, 16000];

test('slope and limit of what is known', () => {
  const falling = trendOf(dimensions, dimensions.map((D) => overlap(3 / Math.sqrt(D), 0.01 / Math.sqrt(D))));
  expect(falling.slope!.value).toBeCloseTo(-0.5, 12);
  expect(falling.limit!.value).toBeCloseTo(0, 12);
  const level = trendOf(dimensions, dimensions.map((D) => overlap(Math.sqrt(0.04 ** 2 + 5 / D), 0.001)));
  expect(level.limit!.value).toBeCloseTo(0.04 ** 2, 12);
  expect(trendOf([250], [overlap(0.1, 0.01)])).toEqual({ slope: null, limit: null });
});

test('their errors are those of the means: over many draws z has variance 1', () => {
  const draws = normals(1, 4 * 400, 9);
  const z = Array.from({ length: 400 }, (_, i) => {
    const { slope, limit } = trendOf(dimensions, dimensions.map((D, j) => {
      const [mean, sem] = [3 / Math.sqrt(D), 0.03 / Math.sqrt(D)];
      return { ...overlap(mean + sem * draws[4 * i + j], sem), square: { mean: mean ** 2 + 2 * mean * sem * draws[4 * i + j], sem: 2 * mean * sem } };
    }));
    return [(slope!.value + 0.5) / slope!.error, limit!.value / limit!.error];
  });
  // 400 squares of normals have mean 1 ± √(2/400) = 0.07: 4.5 of those.
  for (const i of [0, 1]) expect(Math.abs(z.reduce((sum, row) => sum + row[i] ** 2, 0) / 400 - 1)).toBeLessThan(0.32);
});
