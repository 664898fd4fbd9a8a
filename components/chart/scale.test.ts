import { expect, it } from 'vitest';
import { linearScale, logScale } from './scale.ts';

it('places values on the line through the ends, and beyond them', () => {
  const scale = linearScale([10, 20], [100, 0]);
  expect([5, 10, 15, 20, 30].map(scale)).toEqual([150, 100, 50, 0, -100]);
  expect(linearScale([3, 3], [0, 100])(7)).toBe(50);
  expect([1, 10, 1000].map(logScale([1, 100], [0, 50])).map((at) => Math.round(1e9 * at) / 1e9)).toEqual([0, 25, 75]);
  expect(logScale([1, 100], [0, 50])(-1)).toBeNaN();
});

it.each<[number, number, number, number[]]>([
  [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0, 1, 3, [0, 0.5, 1]],
  [-0.3, 0.3, 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
  [0.07, 0.13, 4, [0.08, 0.1, 0.12]],
  [0, 3000, 6, [0, 500, 1000, 1500, 2000, 2500, 3000]],
  [0, 2147483647, 2, [0, 1e9, 2e9]],
  [1e-9, 3e-9, 4, [1e-9, 1.5e-9, 2e-9, 2.5e-9, 3e-9]],
])('has round values in [%d, %d], some %i of them, as decimals are written', (low, high, count, ticks) => {
  expect(linearScale([low, high], [0, 1]).ticks(count)).toEqual(ticks);
});

it.each<[number, number, number, number[]]>([
  [0.013, 0.97, 5, [0, 1]],
  [-0.31, 1.04, 6, [-0.4, 1.2]],
  [0, 1, 6, [0, 1]],
  [12, 12, 5, [12, 12]],
])('rounds [%d, %d] outwards at %i ticks', (low, high, count, domain) => {
  expect(linearScale([low, high], [0, 1], count).domain).toEqual(domain);
});
