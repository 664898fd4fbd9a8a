// What a profile says of each engine that has kernels: their labels, once a dispatch, with the formulas' counts.
import { afterAll, describe, expect, test } from 'vitest';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createProfiler, type Span } from '../gpu/profiler.ts';
import { openDriver } from '../run/driver.ts';
import { small } from './conformance.ts';
import { openDense } from './dense/dense.ts';
import { openMatrixFree } from './matrix-free/matrix-free.ts';
import { engineHost } from './open.ts';
import { openEnsembleRuns } from './reduced/ensemble.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

function totalsOf(spans: readonly Span[]): Record<string, { calls: number; flops: number; bytes: number }> {
  const totals: Record<string, { calls: number; flops: number; bytes: number }> = {};
  for (const { label, flops, bytes } of spans) {
    const before = (totals[label] ??= { calls: 0, flops: 0, bytes: 0 });
    totals[label] = { calls: before.calls + 1, flops: before.flops + flops, bytes: before.bytes + bytes };
  }
  return totals;
}

async function profileOf(work: (profiler: ReturnType<typeof createProfiler>) => Promise<void>): Promise<ReturnType<typeof totalsOf>> {
  const profiler = createProfiler();
  try {
    await work(profiler);
    const spans = await profiler.drain();
    expect(profiler.dropped, 'spans lost').toBe(0);
    return totalsOf(spans);
  } finally {
    profiler.dispose();
  }
}

describe('dense', () => {
  const experiment = small({ engine: 'dense' });
  const { student: { width: p }, target: { directions: k }, data: { dimension: d }, training: { batch: n } } = experiment;
  const steps = 3;
  const run = (layout: 'owned' | 'regenerated') => profileOf(async (profiler) => {
    const engine = await openDense(experiment, { gpu: await gpu(), profiler, layout });
    await engine.advance(steps);
    engine.dispose();
  });

  test('in three kernels', async () => {
    if (!(await gpu()).timestamps) return;
    const totals = await run('regenerated');
    expect(Object.keys(totals).sort()).toEqual(['gradient', 'preactivations', 'reduce', 'residuals', 'update'].map((name) => `dense/${name}`));
    for (const { calls } of Object.values(totals)) expect(calls).toBe(steps);
    // Z [W*, W]ᵀ and rᵀ Z: a multiplication and an addition for each of n × (p + k) × d and n × p × d terms.
    expect(totals['dense/preactivations'].flops).toBe(steps * 2 * n * (p + k) * d);
    expect(totals['dense/gradient'].flops).toBe(steps * 2 * n * p * d);
    // Three p × d matrices of four bytes, and the sums of each row's chunks, of which there is one.
    expect(totals['dense/update']).toMatchObject({ flops: steps * 3 * p * d, bytes: steps * 4 * (3 * p * d + 4 * p) });
  });

  test('and in one, with the same products', async () => {
    if (!(await gpu()).timestamps) return;
    const totals = await run('owned');
    expect(Object.keys(totals).sort()).toEqual(['dense/batch_gradient', 'dense/reduce', 'dense/update']);
    expect(totals['dense/batch_gradient'].flops).toBe(steps * 2 * n * (2 * p + k) * d);
  });

  test('a run that loses its device is profiled on the next one', async () => {
    if (!(await gpu()).timestamps) return;
    const host = engineHost(navigator.gpu);
    const profiler = createProfiler();
    const driver = await openDriver({ ...experiment, training: { ...experiment.training, steps: 40 } }, { host, profiler });
    await driver.next(1);
    await driver.next(1);
    (await host.gpu()).device.destroy();
    while (!driver.finished) await driver.next(5);
    const totals = totalsOf(await profiler.drain());
    // All steps, and again those since the checkpoint; a span or two went with the device.
    expect(totals['dense/update'].calls).toBeGreaterThanOrEqual(38);
    expect(totals).toMatchObject({ 'dense/open': { calls: 1 }, 'dense/read': { calls: 1 } });
    driver.dispose();
    profiler.dispose();
    host.dispose();
  });
});

test('matrix-free: every kernel on columns, with the counts of its samples', async () => {
  if (!(await gpu()).timestamps) return;
  const experiment = small({ engine: 'matrix-free' }, { reuse: 'all' });
  const totals = await profileOf(async (profiler) => {
    const engine = await openMatrixFree(experiment, { gpu, on: 'gpu', profiler });
    await engine.advance(2);
    engine.dispose();
  });
  const names = ['combine_columns', 'dot_columns', 'draw_column', 'label_samples', 'normalise_column', 'respond_samples', 'sum_partials'];
  expect(Object.keys(totals).sort()).toEqual(names.map((name) => `matrix-free/${name}`));
  const quads = Math.ceil(experiment.training.batch / 4);
  const { calls, bytes } = totals['matrix-free/draw_column'];
  expect(bytes, 'a column is written').toBe(calls * 16 * quads);
  const normalised = totals['matrix-free/normalise_column'];
  expect(normalised.flops, 'an operation for each sample').toBe(normalised.calls * 4 * quads);
});

test('reduced: an ensemble’s steps', async () => {
  if (!(await gpu()).timestamps) return;
  const experiment = small({ engine: 'reduced' }, { reuse: 1 });
  const { student: { width: p }, target: { directions: k }, training: { batch: n, steps } } = experiment;
  const runs = 8;
  const totals = await profileOf(async (profiler) => {
    const ensemble = await openEnsembleRuns(experiment, [1, runs], { gpu: await gpu(), profiler });
    while ((await ensemble.advance()).length > 0);
    ensemble.dispose();
  });
  expect(Object.keys(totals)).toEqual(['reduced/reduced_step']);
  // However the steps are cut: a triangle of (k + p)² operations, and p (k + p) sums, for each sample of each run.
  expect(totals['reduced/reduced_step'].flops).toBe(runs * steps * n * ((k + p) ** 2 + 2 * p * (k + p)));
});
