import { expect, test } from 'vitest';
import { analyseTarget } from './analysis.ts';
import { projector } from './basis.ts';
import { finiteSteps } from './finite-steps.ts';
import { knownTargets } from './known-targets.ts';

const near = (rows: number[][], k: number) => projector(rows, k).map((row) => row.map((x) => expect.closeTo(x, 5)));
/** One of each kind; analysis.test.ts has the rest of the table. */
const links = ['He2(z1)', 'He2(z1)+He3(z1)', 'z1+z1*z2', 'z1+He3(z2)', 'He3(z1)+He3(z2)'];
const analyses = Object.fromEntries(links.map((link) => [link, analyseTarget(link, link.includes('z2') ? 2 : 1)]));

test.each(knownTargets.filter(({ link }) => links.includes(link)))('as many steps as it takes: the subspaces of the references’ table, $link', ({ link, k, onePass, reuse }) => {
  const found = finiteSteps(analyses[link], 10);
  expect([onePass, reuse]).toEqual([near(found.onePass, k), near(found.reuse, k)]);
  expect(found.caveat).toEqual({ onePass: null, reuse: null });
});

test('step by step: z1 + z1 z2 shows z2 to fresh batches once z1 is known, to one batch at the second step', () => {
  const after = (link: string, steps: number) => {
    const { onePass, reuse } = finiteSteps(analyses[link], steps);
    return [onePass.length, reuse.length];
  };
  expect([0, 1, 2].map((steps) => after('z1+z1*z2', steps))).toEqual([[0, 0], [1, 1], [2, 2]]);
  expect([1, 2, 3].map((steps) => after('He2(z1)+He3(z1)', steps))).toEqual([[0, 0], [0, 1], [0, 1]]);
  expect([1, 2, 3].map((steps) => after('z1+He3(z2)', steps))).toEqual([[1, 1], [1, 2], [1, 2]]);
});

test('each stage takes a step of its own', () => {
  const { sequence, ...rest } = analyses['z1+z1*z2'];
  const staged = { ...rest, sequence, generativeSequence: sequence };
  // The first step found all of the first stage, so that the second finds the next.
  expect([1, 2].map((steps) => finiteSteps(staged, steps).reuse.length)).toEqual([1, 2]);
  // It found nothing, so that the second finds the first stage.
  expect([1, 2, 3].map((steps) => finiteSteps({ ...staged, sequence: [] }, steps).reuse.length)).toEqual([0, 1, 2]);
});

test('what cannot be told is said', () => {
  expect(finiteSteps(analyseTarget('sin(20*z1)', 1), 5).caveat.onePass).toContain('degree 16');
});
