// Whether draws have the law they should, for tests. Every statistic becomes the probability that true draws are as far out
// or further; none may be below its share of a test file's false-alarm rate, so fresh seeds would fail the file that often.

// oxlint-disable-next-line no-restricted-imports -- tests alone import this file
import { expect } from 'vitest';
import { erfc, normalCdf } from '../erf.ts';

export interface Jury {
  expectLikely(what: string, probability: number): void;
  /** Moments 1 to 6 and the distribution. */
  expectNormal(what: string, draws: Float64Array): void;
  /** Correlation of x with y and of x² with y², for normal draws. */
  expectIndependent(what: string, x: Float64Array, y: Float64Array): void;
  /** Checks made so far. */
  readonly checked: number;
}

export const twoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);

/** Both tails of a Poisson count. */
export function poisson(count: number, mean: number): number {
  let [term, below] = [Math.exp(-mean), 0];
  for (let i = 0; i < count; i++, term *= mean / i) below += term;
  return Math.min(1, 2 * Math.min(below + term, 1 - below));
}

/** Kolmogorov's law of √n sup |F_n − F|, at sorted draws. */
export function kolmogorov(sorted: Float64Array, cdf: (x: number) => number = normalCdf): number {
  let distance = 0;
  sorted.forEach((x, i) => {
    const F = cdf(x);
    distance = Math.max(distance, F - i / sorted.length, (i + 1) / sorted.length - F);
  });
  const root = Math.sqrt(sorted.length);
  const lambda = (root + 0.12 + 0.11 / root) * distance;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * (j * lambda) ** 2);
  return lambda < 0.2 ? 1 : Math.min(1, sum);
}

/** For a file with at most `checks` checks and a false alarm in `falseAlarm` of all sets of seeds. */
export function jury(falseAlarm: number, checks: number): Jury {
  let checked = 0;

  function expectLikely(what: string, probability: number): void {
    checked++;
    expect(probability, what).toBeGreaterThan(falseAlarm / checks);
  }

  function expectNormal(what: string, draws: Float64Array): void {
    // E g^k: 1, 3, 15, 105, 945, 10395 for k = 2, 4, … 12.
    const moment = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (let k = 1; k <= 6; k++) {
      let sum = 0;
      for (const x of draws) sum += x ** k;
      const deviation = Math.sqrt((moment[2 * k] - moment[k] ** 2) / draws.length);
      expectLikely(`${what}, moment ${k}`, twoSided((sum / draws.length - moment[k]) / deviation));
    }
    expectLikely(`${what}, Kolmogorov–Smirnov`, kolmogorov(draws.slice().sort()));
  }

  function expectIndependent(what: string, x: Float64Array, y: Float64Array): void {
    let [product, squares] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      product += x[i] * y[i];
      squares += (x[i] ** 2 - 1) * (y[i] ** 2 - 1);
    }
    expectLikely(what, twoSided(product / Math.sqrt(x.length)));
    expectLikely(`${what}, squares`, twoSided(squares / (2 * Math.sqrt(x.length))));
  }

  return {
    expectLikely,
    expectNormal,
    expectIndependent,
    get checked() {
      return checked;
    },
  };
}
