// `plateau scaling` as a script would call it.

import { expect, test } from 'vitest';
import { plateau } from './testing.ts';

const small = ['--dimensions', '40,160', '--seeds', '1..6'];

test('JSON has prediction, points and trends', async () => {
  const { code, out, said } = await plateau(['scaling', 'reuse-z1-he3z2', ...small, '--json']);
  expect([code, said]).toEqual([0, '']);
  const trend = { slope: { value: expect.any(Number), error: expect.any(Number) }, limit: { value: expect.any(Number) } };
  expect(JSON.parse(out)).toMatchObject({
    alpha: 4, seeds: [1, 6], informationExponent: 1, generativeExponent: 1,
    experiment: { engine: 'matrix-free', training: { reuse: 'all', steps: 2 } },
    predicted: { reuse: { directions: { length: 2 }, caveat: null }, onePass: { directions: [[1, 0]], caveat: null } },
    focus: { foundBy: 'reuse', directions: [[0, 1]] },
    points: [{ dimension: 40, batch: 160 }, { dimension: 160, batch: 640, nothing: expect.closeTo(Math.sqrt(4 / 160), 12) }],
    trends: { reuse: { focus: trend, rest: null }, onePass: { focus: trend, rest: trend } },
  });
});

test('for people: a row for each dimension, then predicted beside measured', async () => {
  const { code, out } = await plateau(['scaling', 'reuse-he2he3', ...small]);
  expect(code).toBe(0);
  expect(out).toContain('information exponent 2, generative exponent 1');
  expect(out.match(/^ +(40|160) {2}0\.\d{4} ± 0\.\d{4} {4}0\.\d{4} ± 0\.\d{4} {4}0\.\d{4}$/gm)).toHaveLength(2);
  expect(out).toMatch(/one batch: by theory 1 of 1 direction is found[^\n]*\n +of the above +slope −?\d\.\d{3} ± \d\.\d{3}, c² = −?\d\.\d{5} ± \d\.\d{5}; predicted: 0, c² > 0/);
  expect(out).toMatch(/fresh batches: by theory 0 of 1[^\n]*\n +of the above [^\n]*predicted: −1\/2, c² = 0/);
});

test.each([
  [['reuse-z1z2', '--dimensions', '1000,250'], '--dimensions: found 1000,250; allowed: ascending whole numbers'],
  [['reuse-z1z2', '--dimensions', '1e3'], '--dimensions: found 1e3'],
  [['reuse-z1z2', '--dimensions', '5,100'], 'data.dimension: found 5; allowed: at least student.width + target.directions = 6'],
  [['reuse-z1z2', '--dimensions', '10000000'], 'training.batch: found 40000000'],
  [['reuse-z1z2', '--seeds', '5'], '--seeds: found 5; allowed: A..B'],
  [['reuse-z1z2', '--set', 'training.lookAhead={"kind":"two-step","rho":0}'], 'training.lookAhead: found'],
  [['he3-mu1'], 'initial.M: found'],
  [[], 'scaling takes one experiment'],
  [['reuse-z1z2', '--fast'], "Unknown option '--fast'"],
])('%j is refused in words, with exit code 2', async (words, sentence) => {
  const { code, out, said } = await plateau(['scaling', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(sentence);
});
