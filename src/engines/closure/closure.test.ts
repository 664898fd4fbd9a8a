// The Gaussian limit of a batch: its means and covariance are those of batches drawn sample by sample, its chain follows the
// exact one in law, and where residuals are too heavy-tailed for the batch it says so.

import { expect, test } from 'vitest';
import { openDraws } from '../../math/draws.ts';
import { Stream } from '../../math/streams.ts';
import { fieldAverages } from '../../theory/averages.ts';
import { batchSums, type BatchSums } from '../reduced/sums.ts';
import { openClosure } from './closure.ts';
import { experimentOf, largestDeviation, Moments, type Case } from './compare.ts';
import { radialNodes } from './nodes.ts';
import { gaussianSums } from './sums.ts';

/** Moments of every entry of the sums over `draws` batches at fields of (nearly) general covariance. */
function momentsOf(sums: BatchSums, p: number, seed: number, batches: number): Moments[] {
  const r = p + 1;
  const L = new Float64Array(r * r);
  for (let i = 0; i < r; i++) for (let j = 0; j <= i; j++) L[i * r + j] = i === j ? Math.sqrt(1 - 0.09 * i) : 0.3;
  const draws = openDraws();
  const moments = Array.from({ length: p * r + p * p }, () => new Moments());
  for (let b = 0; b < batches; b++) {
    draws.start(seed, Stream.steps, b);
    sums.begin({ L, readout: new Float64Array(p).fill(1), square: true, learn: true, draws });
    while (!sums.more());
    [...sums.gradient, ...sums.scatter].forEach((x, i) => moments[i].add(x));
  }
  return moments;
}

// 2 × (12 + 8 + …) comparisons of |z| ≤ 4.5: a false alarm in 1 of 1000 changes of seed.
test.each<Case>([
  { activation: 'He2(x)', p: 2, n: 2000 },
  { activation: 'He3(x)', p: 1, n: 2000, noise: 0.5 },
  { activation: 'erf(x/sqrt(2))', p: 3, n: 200, noise: 0.1 },
])('batch means have the mean and the covariance of drawn batches: $activation, p = $p, n = $n', (it) => {
  const experiment = experimentOf(it);
  const limit = momentsOf(gaussianSums(experiment, fieldAverages(experiment)!), it.p, 1, 500);
  const drawn = momentsOf(batchSums(experiment), it.p, 2, 1000);
  limit.forEach((a, i) => {
    const b = drawn[i];
    expect(Math.abs(a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count)).toBeLessThan(4.5);
    expect(Math.abs(a.variance - b.variance) / Math.hypot(a.varianceError, b.varianceError)).toBeLessThan(4.5);
  });
});

test('nodes average polynomials as the normal law does, in the plane exactly', () => {
  const { count, weights, points, turn } = radialNodes(2);
  const draws = openDraws();
  draws.start(1, Stream.steps, 0);
  turn(() => draws.normal());
  // E x⁸ y⁴ = 105 · 3, E x¹² = 10395
  let [mixed, pure] = [0, 0];
  for (let i = 0; i < count; i++) {
    mixed += weights[i] * points[i] ** 8 * points[count + i] ** 4;
    pure += weights[i] * points[i] ** 12;
  }
  expect(mixed / 315).toBeCloseTo(1, 12);
  expect(pure / 10395).toBeCloseTo(1, 12);
});

test('the chain follows the reduced one in law where the batch is large for its tails', () => {
  // 20 comparisons of |z| ≤ 4.5: a false alarm in 1 of 7000 changes of seed.
  expect(largestDeviation(experimentOf({ activation: 'He2(x)', p: 2, n: 3000, gamma: 0.3, noise: 0.01 }), 300).z).toBeLessThan(4.5);
});

test('and does not where it is small: what the refusal is for', () => {
  expect(largestDeviation(experimentOf({ activation: 'He3(x)', p: 1, n: 64, gamma: 0.01 }), 600).z).toBeGreaterThan(6);
});

test.each([
  [{ activation: 'He3(x)', p: 1, n: 64 }, /^training\.batch: found 64; .* kurtosis 1[0-9]e\+2|^training\.batch: found 64; .* kurtosis 1\.[0-9]e\+3/],
  [{ activation: 'He4(x)', p: 1, n: 1000 }, /^training\.batch: found 1000; .* or the engine "reduced"/],
  [{ activation: 'erf(x/sqrt(2))', p: 2, n: 1 }, null],
  [{ activation: 'He2(x)', p: 1, n: 20, gamma: 2 }, /^training\.batch: found 20/],
] as [Case, RegExp | null][])('a batch too small for its tails is refused: %o', async (it, refusal) => {
  const opened = openClosure(experimentOf(it));
  if (refusal) await expect(opened).rejects.toThrow(refusal);
  else expect((await opened).notice).toMatch(/kurtosis/);
});

test('a batch some way from its limit is spoken of, and a large one is not; n has no bound worth the name', async () => {
  expect((await openClosure(experimentOf({ activation: 'He3(x)', p: 1, n: 5000, gamma: 0.01 }))).notice).toMatch(/batches of 5000 are some way from their Gaussian limit/);
  expect((await openClosure(experimentOf({ activation: 'He3(x)', p: 1, n: 100000, gamma: 0.01 }))).notice).toBeUndefined();
  const engine = await openClosure(experimentOf({ activation: 'He3(x)', p: 1, n: 1e18, gamma: 0.01 }));
  await engine.advance(4);
  expect((await engine.read()).M[0]).toBeGreaterThan(0.2);
});
