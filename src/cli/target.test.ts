// `plateau target` as a script would call it.

import { expect, test } from 'vitest';
import { plateau } from './testing.ts';

test('JSON has the exponents as numbers and the sequence with its projectors', async () => {
  const { code, out, said } = await plateau(['target', 'z1 + He3(z2)', '--json']);
  expect([code, said]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({
    link: 'z1 + He3(z2)',
    directions: 2,
    informationExponent: 1,
    leapIndex: 3,
    staircase: false,
    generativeExponent: 1,
    generativeLeap: 1,
    sequence: [
      { order: 1, dim: 1, projector: [[1, 0], [0, 0]], strength: [1] },
      { order: 3, dim: 1, projector: [[0, 0], [0, 1]], strength: [expect.closeTo(Math.sqrt(6), 10)] },
    ],
    finiteStep: { onePass: { dim: 1 }, reuse: { dim: 2 } },
    secondMoment: expect.closeTo(7, 12),
    why: { leapIndex: null },
    tolerance: { tensor: { exact: true, degree: 3 } },
  });
});

test('null where there is none, "undecided" where it cannot be told', async () => {
  expect(JSON.parse((await plateau(['target', '3', '--json'])).out)).toMatchObject({ informationExponent: null, leapIndex: null, staircase: null, generativeExponent: null });
  const { informationExponent, staircase, why } = JSON.parse((await plateau(['target', 'sin(20*z1)', '--json'])).out);
  expect([informationExponent, staircase]).toEqual(['undecided', 'undecided']);
  expect(why.informationExponent).toContain('degree 16');
});

test('directions are as many as the largest index, or as asked', async () => {
  expect(JSON.parse((await plateau(['target', 'z2', '--json'])).out).directions).toBe(2);
  expect(JSON.parse((await plateau(['target', 'z1', '--json', '--directions', '2'])).out).directions).toBe(2);
});

test('for people: short lines, in 80 columns', async () => {
  const { code, out } = await plateau(['target', `-z1 + He3(z2)${' + 0*z1'.repeat(12)}`]);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}information exponent 1$/m);
  expect(out).toMatch(/^ {2}leap index {11}3$/m);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const diagonal = (await plateau(['target', 'He2(0.6*z1-0.8*z2)'])).out;
  expect(diagonal).toContain('order 2:   −0.600 z1 + 0.800 z2');
});

test.each([
  [['z1 +* z2'], 'target.link: found "*" at character 5'],
  [['z9'], '"z9" at character 1 is not known'],
  [['z5'], 'target.directions: found 5; allowed for this analysis: 1 to 4'],
  [['z2', '--directions', '1'], '"z2" at character 1 is not known'],
  [['z1', '--directions', 'two'], '--directions: found two'],
  [['log(z1)'], 'is NaN at z1 = '],
  [[], 'takes one expression'],
  [['z1', 'z2'], 'takes one expression'],
  [['z1', '--fast'], "Unknown option '--fast'"],
])('%j is refused in words, with exit code 2', async (words, sentence) => {
  const { code, out, said } = await plateau(['target', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(sentence);
});
