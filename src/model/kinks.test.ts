import { expect, test } from 'vitest';
import { kinks } from './kinks.ts';
import { parseLink } from './link.ts';

const of = (source: string, low = -5, high = 5) => kinks(parseLink(source, ['x']), low, high);

test('smooth links have none', () => {
  for (const source of ['He3(x)', 'tanh(x)', 'x^2', 'log(x)', 'softplus(x)', '3', 'relu(2)']) expect(of(source)).toEqual([]);
});

test.each<[string, number[]]>([
  ['relu(x)', [0]],
  ['abs(x - 1) + sign(x + 1/3)', [-1 / 3, 1]],
  ['step(x^2 - 2)', [-Math.SQRT2, Math.SQRT2]],
  ['max(x, x^2)', [0, 1]],
  ['min(x, 2) + max(-3, x)', [-3, 2]],
  ['relu(relu(x) - 1)', [0, 1]],
  ['relu(x) * relu(x) + abs(x)', [0]],
  ['exp(abs(x)) * 2', [0]],
  ['relu(log(x))', [1]],
  ['relu(x - 5)', []],
  // touched, not crossed: x² and |x| are their own relu and abs
  ['relu(x^2) + abs(abs(x + 10))', []],
])('%s has its kinks at %j', (source, expected) => {
  const found = of(source);
  expect(found).toHaveLength(expected.length);
  found.forEach((x, i) => expect(x).toBeCloseTo(expected[i], 13));
});

test('a fine comb, all of it', () => {
  const found = of('relu(sin(50*x))', -4, 4);
  expect(found).toHaveLength(2 * Math.floor((50 * 4) / Math.PI) + 1);
  found.forEach((x) => expect(Math.abs(Math.sin(50 * x))).toBeLessThan(1e-12));
});
