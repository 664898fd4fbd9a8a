// Overlaps after two steps against numbers of another program (two-steps.json).
//
// False alarms: seeds are fixed, so what passes goes on passing until the random bits change. Of a change of bits alone,
// 32 comparisons at |z| > 4.5 (7·10⁻⁶ each) would fail one of these in 4000.

import { expect, test } from 'vitest';
import { InvalidExperiment } from '../../experiment/experiment.ts';
import { preset } from '../../experiment/presets.ts';
import { setAt } from '../../experiment/settings.ts';
import type { Overlap } from './fit.ts';
import { planOf, type Plan } from './plan.ts';
import { protocols } from './points.ts';
import { pointAt, scaling } from './scaling.ts';
import known from './two-steps.json';

const LARGEST_Z = 4.5;
const SEEDS: Record<number, number> = { 250: 60, 1000: 30 };
const document = (link: string, directions: number): object => ({
  ...preset(directions === 1 ? 'reuse-he2he3' : 'reuse-z1z2')!.document, target: { link, directions },
});

/** Made once: exponents take longer than a small study. */
const plans = new Map<string, Plan>();
function planFor(link: string, k: number): Plan {
  const plan = plans.get(link) ?? planOf(document(link, k));
  plans.set(link, plan);
  return plan;
}

/** As many of theirs as of mine would have this error. */
const z = ({ mean, sem }: Overlap, [theirs, theirSem]: readonly number[], seeds: readonly [number, number]): number =>
  Math.abs(mean - theirs) / Math.hypot(theirSem, Math.max(sem, theirSem * Math.sqrt(seeds[1] / seeds[0])));

test.each(known.targets.flatMap(({ link, k, points }) => points.map((point) => ({ link, k, ...point }))))('has the law of the references: $link at D = $dimension', async ({ link, k, dimension, ...theirs }) => {
  const count = SEEDS[dimension];
  const point = await pointAt(planFor(link, k), dimension, [1, count]);
  expect(point.batch).toBe(4 * dimension);
  for (const protocol of protocols) {
    const { seeds, all, directions } = theirs[protocol];
    const mine = point.overlaps[protocol];
    expect(z(mine.all, all, [count, seeds]), `${protocol}, all`).toBeLessThan(LARGEST_Z);
    directions.forEach((direction, r) => expect(z(mine.directions[r], direction, [count, seeds]), `${protocol}, z${r + 1}`).toBeLessThan(LARGEST_Z));
  }
});

test('what to look at: a direction that one batch alone finds, else one that is not found, else all', () => {
  const focus = (link: string, k: number) => planFor(link, k).focus;
  expect(focus('(He2(z1)+He3(z1))/sqrt(8)', 1)).toEqual({ foundBy: 'reuse', directions: [[1]] });
  expect(focus('z1+He3(z2)', 2)).toEqual({ foundBy: 'reuse', directions: [[0, 1]] });
  expect(focus('z1*z2', 2)).toEqual({ foundBy: 'neither', directions: [[1, 0], [0, 1]] });
  expect(focus('z1+z1*z2', 2)).toMatchObject({ foundBy: 'both' });
});

test('the same seeds give the same numbers, at a dimension whichever others there are; other dimensions have other draws', async () => {
  const plan = planFor('z1*z2', 2);
  const seen: number[] = [];
  const both = await scaling(plan, [20, 40], [3, 6], { onPoint: ({ dimension }) => void seen.push(dimension) });
  const alone = await scaling(plan, [40], [3, 6]);
  expect(seen).toEqual([20, 40]);
  expect(alone.points[0]).toEqual(both.points[1]);
  expect(both.points[0].overlaps.reuse.all.mean).not.toBe(both.points[1].overlaps.reuse.all.mean);
  expect(both.trends.reuse.rest!.slope).not.toBeNull();
  expect(alone.trends.reuse.rest!.slope).toBeNull();
});

test('ends when it is told to', async () => {
  const stop = new AbortController();
  const running = scaling(planFor('z1*z2', 2), [20, 40], [1, 50], { signal: stop.signal, onPoint: () => stop.abort(new Error('enough')) });
  await expect(running).rejects.toThrow('enough');
});

test.each([
  ['initial', { overlap: 0.1 }, 'initial.overlap: found 0.1'],
  ['initial.M.0.0', 0.1, 'initial.M: found'],
  ['target.gram', [[1, 0.2], [0.2, 1]], 'target.gram: found'],
  ['training.loss', 'adaptive', 'training.loss: found "adaptive"'],
  ['training.dataset', 20000, 'training.dataset: found 20000'],
  ['training.lookAhead', { kind: 'two-step', rho: 0 }, 'training.lookAhead: found'],
  ['training.steps', 0, 'training.steps: found 0'],
  ['target.directions', 5, 'target.directions: found 5'],
  ['target.link', 'log(z1)', 'target.link: found "log(z1)"'],
])('%s = %j is refused by its key', (path, value, sentence) => {
  const changed = setAt(path === 'target.directions' ? { ...document('z1*z2', 2), initial: 'random' } : document('z1*z2', 2), path, value) as object;
  expect(() => planOf(changed)).toThrow(InvalidExperiment);
  expect(() => planOf(changed)).toThrow(sentence);
});
