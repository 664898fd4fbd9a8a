import { expect, test } from 'vitest';
import { normalCdf } from './erf.ts';
import { normalQuantile } from './normal-quantile.ts';

test('it inverts the distribution function over its whole range', () => {
  for (const u of [1e-300, 1e-100, 1e-16, 1e-5, 0.01, 0.3, 0.4999999, 0.5, 0.7, 0.99, 1 - 1e-10])
    expect(Math.abs(normalCdf(normalQuantile(u)) / u - 1)).toBeLessThan(1e-12);
});

test('the quantile of 97.5 % is the one in every table', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959963984540054, 14);
});
