// The worker that follows flows for a page, in a browser.

import { expect, test } from 'vitest';
import { parseExperiment } from '../experiment/experiment.ts';
import { preset } from '../experiment/presets.ts';
import { setAt } from '../experiment/settings.ts';
import { followFlow } from './timescales-trajectory.ts';
import { flowSweep, flowTrajectory } from './timescales.ts';

const flow = (epsilon: number, settings: Record<string, unknown> = {}) =>
  parseExperiment(Object.entries({ 'theory.epsilon': epsilon, 'theory.horizon': 1, ...settings }).reduce((document, [path, value]) => setAt(document, path, value), preset('timescales-canonical')!.document as unknown));

/** Seconds of work: the exact flow of many neurons. */
const long = flow(1e-4, { 'theory.form': 'flow', 'student.width': 64 });

test('answers as the computation does, in infinite dimension too', async () => {
  const experiment = flow(1e-3);
  const { milliseconds: _, ...asked } = await flowTrajectory(experiment);
  const { milliseconds: __, ...computed } = await followFlow(experiment);
  expect(asked).toEqual(computed);
  expect(asked.experiment.data.dimension).toBe(Infinity);
});

test('leaves a long flow when nobody waits for it, and never begins what was taken back', async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [flowTrajectory(long, { signal: first.signal }), flowTrajectory(long, { signal: second.signal })].map((promise) => promise.catch((error: Error) => error.message));
  const third = flowTrajectory(flow(1e-2));
  await new Promise((resolve) => setTimeout(resolve, 100));
  second.abort(new Error('second'));
  first.abort(new Error('first'));
  expect(await Promise.all(asked)).toEqual(['first', 'second']);
  expect((await third).epsilon).toBe(1e-2);
  await expect(flowTrajectory(long, { signal: first.signal })).rejects.toThrow('first');
}, 20_000);

test('a sweep calls back for each ε in turn, and can be left', async () => {
  const seen: number[] = [];
  await flowSweep(flow(1), [1e-1, 1e-2, 1e-3], { onTrajectory: ({ epsilon }) => seen.push(epsilon) });
  expect(seen).toEqual([1e-1, 1e-2, 1e-3]);
  const abort = new AbortController();
  const left = flowSweep(flow(1), [1e-1, 1e-2], { signal: abort.signal, onTrajectory: () => abort.abort(new Error('enough')) });
  await expect(left).rejects.toThrow('enough');
});

test('what cannot be followed is an error in words, and the next one is answered', async () => {
  await expect(flowTrajectory(flow(1e-2, { 'student.width': 1, 'student.hermite': [0, 1e37], 'student.readout': [1e300] }))).rejects.toThrow(/gradient flow: .* at t = /);
  expect((await flowTrajectory(flow(1e-2))).times).toHaveLength(241);
});
