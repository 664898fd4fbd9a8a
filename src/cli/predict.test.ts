// `plateau predict` as a script would call it.

import { expect, test } from 'vitest';
import { plateau } from './testing.ts';

test('a preset, in words', async () => {
  const { code, out, said } = await plateau(['predict', 'he3-mu1']);
  expect([code, said]).toEqual([0, '']);
  expect(out).toMatch(/^target +information exponent 3$/m);
  expect(out).toMatch(/^learnable +yes: growth stops at γ = 0\.0259, and γ = 0\.00125/m);
  expect(out).toMatch(/^recovery +about 2250 steps, 2310 with what noise costs one neuron, from overlap 0\.0625/m);
  // The answers stand under each other.
  expect(new Set(out.trimEnd().split('\n').map((line) => /^\S+( \S+)? {2,}/.exec(line)![0].length)).size).toBe(1);
});

test('JSON, with settings, from standard input', async () => {
  const document = JSON.stringify({
    target: { link: 'He2(z1)' }, student: { width: 1, activation: 'He2(x)' }, data: { dimension: 1000 },
    training: { batch: 1000, learningRate: 0.001, steps: 10 },
  });
  const { code, out } = await plateau(['predict', '-', '--json', '--set', 'training.learningRate=0.5'], { input: document });
  expect(code).toBe(0);
  const prediction = JSON.parse(out);
  expect(prediction).toMatchObject({ informationExponent: 2, leapIndex: 2, mu: 1, learnable: false, region: 'outside the learnable region', bestBatch: 1000 });
  expect(prediction.warnings[0]).toMatch(/^training\.learningRate: 0\.5 is \d\S* times the largest rate/);
  expect(prediction.constants).toMatchObject({ drift: expect.closeTo(4, 9), I4: expect.closeTo(48, 9) });
});

test('warnings and caveats are lines of their own, and unknown answers say why', async () => {
  const { out } = await plateau(['predict', 'he3-mu1', '--set', 'training.reuse=2']);
  expect(out).toMatch(/^learnable +not known: the phase diagram does not cover/m);
  expect(out).toMatch(/^caveat +training\.reuse: 2 shows samples again/m);
  expect((await plateau(['predict', 'he3-mu1', '--set', 'training.learningRate=1'])).out).toMatch(/^warning +training\.learningRate: 1 is/m);
});

test.each([
  [[], 'predict takes one experiment'],
  [['he3-mu1', 'square'], 'predict takes one experiment'],
  [['nothing.json'], 'ENOENT'],
  [['square', '--seed', '1'], "Unknown option '--seed'"],
  [['square', '--set', 'training.batch=0'], 'training.batch: found 0'],
])('%j is refused in words, with exit code 2', async (words, sentence) => {
  const { code, out, said } = await plateau(['predict', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(sentence);
});
