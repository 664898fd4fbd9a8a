import { describe, expect, it, test } from 'vitest';
import { bandSteps, startBands, type Trace } from './ensemble-bands.ts';
import { quantile } from './ensemble-quantile.ts';
import { recoveryOf } from './ensemble-recovery.ts';

test('quantiles are those of numpy', () => {
  // numpy.quantile([1, 2, 4, 8, 16], [.05, .25, .5, .75, .95]) = [1.2, 2, 4, 8, 14.4]
  const values = [1, 2, 4, 8, 16];
  expect([0.05, 0.25, 0.5, 0.75, 0.95].map((q) => quantile(values, q))).toEqual([expect.closeTo(1.2, 14), 2, 4, 8, expect.closeTo(14.4, 13)]);
  expect([quantile([3], 0.3), quantile(values, 0), quantile(values, 1)]).toEqual([3, 1, 16]);
});

describe('bands', () => {
  /** Two neurons, two steps; the largest entry at step 1 is `most`. */
  const trace = (seed: number, most: number): Trace => ({ seed, M: Float64Array.of(0.1, -0.2, most - 1, most), risk: Float64Array.of(2, 10 * most) });

  it('are quantiles of the signed largest overlap and of the risk, in whatever order the seeds come', () => {
    const keeper = startBands([0, 7], 8);
    for (const [seed, most] of [[3, 0.8], [1, 0.1], [2, -0.4], [5, 0.2], [4, 1.6]]) keeper.add(trace(seed, most));
    const { steps, done, total, maxOverlap, risk, finalOverlap, failed } = keeper.bands();
    expect([steps, done, total, failed]).toEqual([[0, 7], 5, 8, null]);
    expect([...finalOverlap]).toEqual([-0.4, 0.1, 0.2, 0.8, 1.6]);
    // numpy.quantile([-0.4, 0.1, 0.2, 0.8, 1.6], [.05, .25, .5, .75, .95]) = [-0.3, 0.1, 0.2, 0.8, 1.44]
    const expected = { q05: -0.3, q25: 0.1, q50: 0.2, q75: 0.8, q95: 1.44 };
    for (const [name, value] of Object.entries(expected) as [keyof typeof expected, number][]) {
      expect(maxOverlap[name][0]).toBeCloseTo(0.1, 14);
      expect(maxOverlap[name][1], name).toBeCloseTo(value, 14);
      expect(risk[name][1], name).toBeCloseTo(10 * value, 13);
    }
  });

  it('agree with sorting at every size, ties among them', () => {
    const keeper = startBands([0], 257);
    const seen: number[] = [];
    let state = 1;
    for (let seed = 0; seed < 257; seed++) {
      // A small generator of whole numbers below 50, so that many are equal.
      state = (state * 1103515245 + 12345) % 2147483648;
      seen.push(state % 50);
      keeper.add({ seed, M: Float64Array.of(state % 50), risk: Float64Array.of(-(state % 50)) });
      const sorted = seen.toSorted((a, b) => a - b);
      const { finalOverlap, maxOverlap, risk } = keeper.bands();
      expect([...finalOverlap]).toEqual(sorted);
      expect(maxOverlap.q95[0]).toBe(quantile(sorted, 0.95));
      expect(risk.q25[0]).toBe(quantile(sorted.map((value) => -value).toReversed(), 0.25));
    }
  });

  it('are not changed by what comes after them', () => {
    const keeper = startBands([0, 1], 3);
    keeper.add(trace(1, 0.5));
    const before = keeper.bands();
    keeper.add(trace(2, -3));
    expect([before.done, before.maxOverlap.q50[1], before.finalOverlap[0]]).toEqual([1, 0.5, 0.5]);
  });

  it('leave out a seed that ended with an error, and say which', () => {
    const keeper = startBands([0, 1], 3);
    keeper.fail(9, 'step 4: the weights ceased to be finite');
    keeper.add(trace(2, 0.25));
    keeper.fail(11, 'step 5: …');
    expect(keeper.bands()).toMatchObject({ done: 1, recovery: { fraction: 1 }, failed: { count: 2, first: 'seed 9: step 4: the weights ceased to be finite' } });
  });

  it('are empty before the first seed', () => {
    const { done, maxOverlap, finalOverlap } = startBands([0, 1], 3).bands();
    expect([done, maxOverlap.q50.length, finalOverlap.length]).toEqual([0, 0, 0]);
  });
});

describe('weak recovery', () => {
  it('is the first step with max |M| ≥ 0.3, whatever the sign', () => {
    const keeper = startBands([0, 10, 20], 4);
    const seed = (...M: number[]): Trace => ({ seed: 0, M: Float64Array.from(M), risk: new Float64Array(3) });
    keeper.add(seed(0.1, 0.2, 0.9));
    keeper.add(seed(0.1, -0.3, 0));
    keeper.add(seed(0.1, 0.29, 0.3));
    keeper.add(seed(0.1, 0.1, 0.1));
    expect(keeper.bands().recovery).toEqual({ threshold: 0.3, fraction: 0.75, median: 20 });
  });

  it('has no median when half of the seeds or more have not recovered: they are later than T', () => {
    expect(recoveryOf([3, Infinity]).median).toBeNull();
    expect(recoveryOf([3, Infinity, 5]).median).toBe(5);
    expect(recoveryOf([Infinity, 3, 4, Infinity]).median).toBeNull();
    expect(recoveryOf([Infinity, 3, 4, 8])).toMatchObject({ fraction: 0.75, median: 6 });
    expect(recoveryOf([])).toMatchObject({ fraction: 0, median: null });
  });
});

describe('the steps of bands', () => {
  const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i);

  it('are those recorded, where these are few', () => {
    expect(bandSteps(upTo(100))).toEqual(upTo(100));
    expect(bandSteps([0])).toEqual([0]);
  });

  it.each([300, 10_000, 1_000_000])('are at most 200 of %i, ends among them, near on either axis', (last) => {
    const steps = bandSteps(upTo(last));
    expect(steps.length).toBeLessThanOrEqual(200);
    expect([steps[0], steps.at(-1)]).toEqual([0, last]);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(last / 100) + 1);
    const factors = steps.slice(2).map((step, i) => step / steps[i + 1]);
    expect(Math.max(...factors)).toBeLessThanOrEqual(2);
  });

  it('are recorded ones, where these have gaps', () => {
    const recorded = upTo(5000).map((i) => 3 * i);
    expect(bandSteps(recorded).every((step) => step % 3 === 0)).toBe(true);
  });
});
