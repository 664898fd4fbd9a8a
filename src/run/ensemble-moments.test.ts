import { expect, it } from 'vitest';
import { momentsOf } from './ensemble-moments.ts';
import { spreadAlong } from './ensemble-spread.ts';

const e = [[0.6, -0.8], [0.8, 0.6]];
/** Two steps, two neurons, two directions. */
const seeds = [
  [0, 0, 0, 0, 1.1, 2, -1, 0.25],
  [0, 0, 0, 0, 1.4, 1, -2, 0.5],
  [0, 0, 0, 0, 0.7, 4, -1, 0.75],
  [0, 0, 0, 0, 0.2, -1, 3, 1.5],
].map((M) => Float64Array.from(M));

/** In the plainest way: every seed is projected, then averaged. */
function plain(rows: readonly (readonly number[])[]): { mean: number[]; std: number[]; sem: number[] } {
  const projected = seeds.map((M) => [0, 2, 4, 6].flatMap((at) => rows.map((row) => row[0] * M[at] + row[1] * M[at + 1])));
  const mean = projected[0].map((_, i) => projected.reduce((sum, values) => sum + values[i], 0) / seeds.length);
  const std = mean.map((m, i) => Math.sqrt(projected.reduce((sum, values) => sum + (values[i] - m) ** 2, 0) / (seeds.length - 1)));
  return { mean, std, sem: std.map((s) => s / 2) };
}

it.each([['the axes', [[1, 0], [0, 1]]], ['turned ones', e], ['one direction alone', [e[1]]]])('gives mean, std and sem along %s, as if every seed had been projected', (_, rows) => {
  const keep = momentsOf(2);
  for (const M of seeds) keep.add(M);
  const [found, expected] = [spreadAlong(keep.moments(), rows), plain(rows)];
  for (const part of ['mean', 'std', 'sem'] as const) {
    expect(found[part]).toHaveLength(expected[part].length);
    found[part].forEach((value, i) => expect(value, `${part} ${i}`).toBeCloseTo(expected[part][i], 14));
  }
});

it('has no spread where all seeds are equal, also far from zero', () => {
  const keep = momentsOf(2);
  for (let seed = 0; seed < 50; seed++) keep.add(Float64Array.of(1e6 + 0.1, -1e6 / 3));
  expect([...spreadAlong(keep.moments(), e).std]).toEqual([0, 0]);
});

it('has none where all that varies is orthogonal', () => {
  const keep = momentsOf(2);
  for (let seed = 1; seed < 9; seed++) keep.add(Float64Array.of(0.6 * Math.sin(seed), -0.8 * Math.sin(seed)));
  const { std } = spreadAlong(keep.moments(), e);
  expect(std[0]).toBeGreaterThan(0.5);
  expect(std[1]).toBe(0);
});

it('is not changed by what comes after, and knows no spread of one seed', () => {
  const keep = momentsOf(2);
  keep.add(seeds[0]);
  const first = keep.moments();
  keep.add(seeds[1]);
  expect(first.count).toBe(1);
  expect([...first.mean]).toEqual([...seeds[0]]);
  expect([...spreadAlong(first, e).std].every(Number.isNaN)).toBe(true);
});
