import { expect, it } from 'vitest';
import { areaPath, linePath } from './path.ts';

it('joins points by straight lines, to a tenth of a pixel', () => {
  expect(linePath([[0, 1.04], [2.25, 3], [-0.04, 5]])).toBe('M0,1L2.3,3L0,5');
});

it('breaks where a point has no place, and draws a point alone as a dot', () => {
  expect(linePath([[0, 0], [1, 1], [2, Number.NaN], [3, 3], [4, -Infinity], [5, 5], [6, 6]])).toBe('M0,0L1,1M3,3ZM5,5L6,6');
  expect(linePath([[Number.NaN, 1]])).toBe('');
});

it('closes an area around both of its lines', () => {
  expect(areaPath([[0, 9], [1, 8]], [[0, 2], [1, 3]])).toBe('M0,2L1,3L1,8L0,9Z');
  expect(areaPath([], [])).toBe('');
});
