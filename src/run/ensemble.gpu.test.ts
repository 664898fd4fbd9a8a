// Ensembles as a page makes them: in real workers, and on a GPU.

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openMatrixFreeRuns } from '../engines/matrix-free/runs.ts';
import { openReducedRuns } from '../engines/reduced/runs.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import { openGpu } from '../gpu/device.ts';
import type { Span } from '../gpu/profiler.ts';
import { startBands, type Bands, type Trace } from './ensemble-bands.ts';
import { tracesOnGpu } from './ensemble-gpu.ts';
import { openEnsemble } from './ensemble-page.ts';
import { seedRunner } from './ensemble-worker.ts';
import type { FromSeeds } from './ensemble-messages.ts';

const document = {
  target: { link: 'He2(z1)', noise: 0.01 },
  student: { width: 2, activation: 'He2(x)' },
  data: { dimension: 500 },
  initial: { overlap: 0.2 },
  training: { batch: 64, learningRate: 0.1, steps: 12 },
  record: { every: 4 },
};
const experiment = parseExperiment(document);
const steps = [0, 4, 8, 12];

async function traceOf(seed: number): Promise<Trace> {
  const snapshots = await openReducedRuns(experiment).run(seed, steps);
  return { seed, M: Float64Array.from(snapshots.flatMap(({ M }) => [...M])), risk: Float64Array.from(snapshots, ({ risk }) => risk) };
}

function ended(first: number, last: number, given = experiment): Promise<Bands> {
  return new Promise((resolve, reject) => {
    openEnsemble(given, [first, last], {
      onBands: (bands) => bands.done + (bands.failed?.count ?? 0) === bands.total && resolve(bands),
      onError: (message) => reject(new Error(message)),
    });
  });
}

test('a page has the bands of its seeds from workers, to the last bit', async () => {
  const keeper = startBands(steps, 20, experiment.target.directions);
  for (let seed = 3; seed <= 22; seed++) keeper.add(await traceOf(seed));
  const [{ overlaps: found, ...bands }, { overlaps, ...expected }] = [await ended(3, 22), keeper.bands()];
  expect(bands).toEqual(expected);
  // Sums depend on the order in which workers end.
  expect(found.count).toBe(20);
  for (const part of ['mean', 'scatter'] as const) expect([...found[part]]).toEqual([...overlaps[part]].map((value) => expect.closeTo(value, 12) as number));
});

test('a page has seeds that reuse their batch from another engine', async () => {
  const reusing = parseExperiment({ ...document, training: { ...document.training, reuse: 'all', steps: 3 }, record: { every: 1 } });
  const { finalOverlap, overlaps } = await ended(3, 8, reusing);
  const ends: number[] = [];
  const runs = openMatrixFreeRuns({ ...reusing, engine: 'matrix-free' });
  for (let seed = 3; seed <= 8; seed++) ends.push(Math.max(...(await runs.run(seed, [3]))[0].M));
  expect([...finalOverlap]).toEqual(ends.toSorted((a, b) => a - b));
  expect(overlaps.count).toBe(6);
});

test('a page hears why there are none', async () => {
  await expect(ended(1, 9, parseExperiment({ ...document, training: { ...document.training, batch: 1_000_000, reuse: 'all', steps: 30 } }))).rejects.toThrow(/one seed would hold \d+ MB/);
  await expect(ended(1, 1e9)).rejects.toThrow(/more than a page holds/);
});

test('seeds that diverge are counted and named, the first of them with its step', async () => {
  const wild = parseExperiment({ ...document, training: { ...document.training, constraint: 'none', learningRate: 1e9, steps: 300 }, record: { every: 100 } });
  const { done, failed } = await ended(1, 6, wild);
  expect([done, failed?.count]).toEqual([0, 6]);
  expect(failed?.first).toMatch(/^seed \d: step \d+: .* ceased to be finite/);
});

describe('on a GPU', () => {
  const signal = new AbortController().signal;

  test('a block of seeds has the law that the processor gives them', async () => {
    const gpu = await openGpu(navigator.gpu);
    const [count, from] = [128, 1000];
    const { traces: there, diverged } = (await tracesOnGpu(experiment, [from, from + count - 1], steps, { gpu, signal }))!;
    const here = await Promise.all(Array.from({ length: count }, (_, i) => traceOf(from + i)));
    gpu.destroy();
    expect(diverged.size).toBe(0);
    expect(there.map(({ seed }) => seed)).toEqual(here.map(({ seed }) => seed));
    // Draws differ in order, so the seeds agree in law alone: 9 means of M and of the risk, |z| ≤ 4.5 each, a false alarm in 20,000.
    for (const [name, entries] of [['M', 2], ['risk', 1]] as const) {
      for (let i = entries; i < entries * steps.length; i++) {
        const [a, b] = [there, here].map((traces) => moments(traces.map((trace) => trace[name][i])));
        expect(Math.abs(a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / count), `${name} ${i}`).toBeLessThan(4.5);
      }
    }
    expect([...there[5].M.subarray(0, 2)]).toEqual([0.2, 0.2].map((m) => expect.closeTo(m, 6) as number));
  });

  test('a worker keeps what a block has beside seeds that diverge, which it names, and goes on', async () => {
    const sent: FromSeeds[] = [];
    const gpu = openGpu(navigator.gpu);
    const answer = seedRunner((message) => sent.push(message), { gpu: () => gpu });
    // Every seed of it diverges sooner or later; by step 7 most have.
    const wild = parseExperiment({ ...document, student: { ...document.student, activation: 'He2(x) + x' }, training: { ...document.training, constraint: 'none', learningRate: 0.1, steps: 7 }, record: { every: 1 } });
    const all = [0, 1, 2, 3, 4, 5, 6, 7];
    answer({ kind: 'open', id: 1, experiment: wild, steps: all, onGpu: true });
    answer({ kind: 'open', id: 2, experiment, steps, onGpu: true });
    answer({ kind: 'seeds', id: 1, seeds: [0, 39] });
    answer({ kind: 'seeds', id: 2, seeds: [1, 3] });
    await expect.poll(() => sent.filter(({ kind }) => kind === 'finished').length, { timeout: 30_000 }).toBe(2);
    const of = (kind: FromSeeds['kind'], id: number) => sent.flatMap((message) => (message.kind === kind && message.id === id && 'seed' in message ? [message.seed] : []));
    const [kept, lost] = [of('trace', 1), of('failure', 1)];
    expect([kept.length > 0, lost.length > 0]).toEqual([true, true]);
    expect([...kept, ...lost].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (const message of sent) {
      if (message.kind === 'trace') expect([...message.M, ...message.risk].every(Number.isFinite)).toBe(true);
      if (message.kind === 'failure') expect(message).toMatchObject({ ofSeed: true, message: expect.stringMatching(/^step [1-7]: the overlaps ceased to be finite/) as string });
    }
    // Alone a seed is what it was among the others.
    const alone = (await tracesOnGpu(wild, [kept[0], kept[0]], all, { gpu: await gpu, signal }))!.traces;
    expect(sent.find((message) => message.kind === 'trace')).toMatchObject(alone[0]);
    expect(of('trace', 2)).toEqual([1, 2, 3]);
    (await gpu).destroy();
  });

  test('a worker whose GPU refuses a block gives its seeds back, and runs others', async () => {
    const sent: FromSeeds[] = [];
    const gpu = openGpu(navigator.gpu);
    const answer = seedRunner((message) => sent.push(message), { gpu: () => gpu });
    const refused = parseExperiment({ ...document, training: { ...document.training, loss: 'adaptive' } });
    answer({ kind: 'open', id: 1, experiment: refused, steps, onGpu: true });
    answer({ kind: 'open', id: 2, experiment, steps, onGpu: true });
    answer({ kind: 'seeds', id: 1, seeds: [7, 8] });
    answer({ kind: 'seeds', id: 2, seeds: [1, 3] });
    await expect.poll(() => sent.filter(({ kind }) => kind === 'finished').length, { timeout: 30_000 }).toBe(2);
    (await gpu).destroy();
    expect(sent.map((message) => [message.kind, message.id, 'seed' in message ? message.seed : 'seeds' in message ? message.seeds : null])).toEqual([
      ['unfit', 1, [7, 8]], ['finished', 1, null], ['trace', 2, 1], ['trace', 2, 2], ['trace', 2, 3], ['finished', 2, null],
    ]);
  });

  test('profiled, a block has a span for every dispatch, and goes on untimed when nobody asks any longer', async () => {
    const gpu = await openGpu(navigator.gpu);
    const { device, timestamps, allocations } = gpu;
    if (!timestamps) return gpu.destroy();
    const passes = GPUComputePassEncoder.prototype;
    const { dispatchWorkgroups } = passes;
    const launched: string[] = [];
    passes.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...sizes) {
      launched.push(this.label);
      return dispatchWorkgroups.apply(this, sizes);
    };
    onTestFinished(() => void (passes.dispatchWorkgroups = dispatchWorkgroups));
    const querySets = vi.spyOn(device, 'createQuerySet');
    const sent: FromSeeds[] = [];
    const answer = seedRunner((message) => sent.push(message), { gpu: () => Promise.resolve(gpu) });
    const block = async (first: number): Promise<Span[]> => {
      const before = sent.length;
      launched.length = 0;
      answer({ kind: 'seeds', id: 1, seeds: [first, first + 15] });
      await expect.poll(() => sent.slice(before).some(({ kind }) => kind === 'finished'), { timeout: 30_000 }).toBe(true);
      return sent.slice(before).flatMap((message) => (message.kind === 'profile' ? message.report.spans : []));
    };
    answer({ kind: 'open', id: 1, experiment, steps, onGpu: true });
    expect([await block(1), querySets.mock.calls.length], 'unasked').toEqual([[], 0]);
    answer({ kind: 'profile', id: 1, on: true, track: 'bands', title: 'bands 1' });
    const spans = await block(17);
    const timed = spans.filter(({ on }) => on === 'gpu').map(({ label }) => label);
    expect(timed.length).toBeGreaterThan(0);
    expect(timed).toEqual(launched);
    expect(spans.filter(({ on }) => on === 'cpu').map(({ label }) => label)).toContain('reduced/risk');
    answer({ kind: 'profile', id: 1, on: false, track: 'bands', title: 'bands 1' });
    expect([await block(33), querySets.mock.calls.length]).toEqual([[], 1]);
    answer({ kind: 'close', id: 1 });
    // What timing needed is given back.
    await expect.poll(() => Array.from(allocations.values(), ({ label }) => label)).toEqual([]);
    gpu.destroy();
  });
});

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}
