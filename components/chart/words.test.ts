import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatTick, formatValue, joinWords } from './words.ts';

it.each([[0, '0'], [0.25, '0.25'], [-0.4, '−0.4'], [2000, '2,000'], [1e5, '10⁵'], [2e-4, '2·10⁻⁴'], [-1e6, '−10⁶'], [1.5e12, '1.5·10¹²']])('writes the tick %d as %s', (value, text) => {
  expect(formatTick(value)).toBe(text);
});

it.each([[0.91449, '0.914'], [-0.0951, '−0.095'], [0, '0'], [0.00123456, '0.00123'], [3.7494, '3.749'], [-1234.5, '−1230'], [-0.0004, '−4·10⁻⁴'], [1e-7, '10⁻⁷'], [Number.NaN, '–']])('writes the value %d as %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

it('writes memory and time as people say them', () => {
  expect([0, 999, 12_300_000, 8.1e10].map(formatBytes)).toEqual(['0 B', '999 B', '12.3 MB', '81 GB']);
  expect([0.2, 4, 200, 7500].map(formatDuration)).toEqual(['less than 1 s', '4 s', '3 min 20 s', '2 h 5 min']);
  expect(joinWords(['z1', 'z2', 'z3'])).toBe('z1, z2 and z3');
});

it.each([[0, '0'], [999, '999'], [16384, '16,384'], [1e12, '1,000,000,000,000'], [-0.4, '0'], [-1000, '−1,000'], [Infinity, 'Infinity']])('writes the count %d as %s', (value, text) => {
  expect(formatCount(value)).toBe(text);
});
