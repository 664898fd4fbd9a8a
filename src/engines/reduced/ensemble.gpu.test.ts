// An ensemble on a GPU: run by run against its float64 twin, and in law against the chain of real weights.

import { afterAll, describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { bytesHeld } from '../../gpu/buffer.ts';
import { openGpu, type Gpu } from '../../gpu/device.ts';
import { Diverged, Unsupported } from '../engine.ts';
import { openReference } from '../reference.ts';
import { openEnsembleRuns, type EnsembleOptions, type EnsembleSnapshot } from './ensemble.ts';
import { twinStep } from './gpu-twin.ts';
import { initialOverlaps, type InitialOverlaps } from './initial.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

async function play(experiment: Experiment, seeds: [number, number], options: Partial<EnsembleOptions> = {}): Promise<EnsembleSnapshot[]> {
  const runs = await openEnsembleRuns(experiment, seeds, { gpu: await gpu(), ...options });
  const all: EnsembleSnapshot[] = [];
  try {
    for (let some = await runs.advance(); some.length > 0; some = await runs.advance()) all.push(...some);
    expect(runs.steps).toEqual(all.map(({ step }) => step));
    return all;
  } finally {
    runs.dispose();
  }
}

/** Readout, links and noise are such that every term of a step counts. */
function experimentOf(p: number, k: number, d: number, changes: Record<string, unknown> = {}, training: Record<string, unknown> = {}): Experiment {
  const link = Array.from({ length: k }, (_, i) => `He2(z${i + 1})`).join(' + ');
  return parseExperiment({
    target: { link: `z1 + (${link})/${k}`, directions: k, noise: 0.04 },
    student: { width: p, activation: 'He2(x) + x', readout: Array.from({ length: p }, (_, j) => 1 - 0.1 * j) },
    data: { dimension: d },
    initial: { overlap: 0.3 },
    engine: 'reduced',
    ...changes,
    training: { loss: 'square', constraint: 'projected', batch: 50, learningRate: 0.3, steps: 6, ...training },
  });
}

/** The largest difference of an entry of M or Q from the float64 twin's, over steps and runs. */
function worstAgainstTwin(experiment: Experiment, all: readonly EnsembleSnapshot[], [first, last]: [number, number]): number {
  const { student: { width: p }, target: { directions: k } } = experiment;
  let worst = 0;
  for (let seed = first; seed <= last; seed++) {
    const run = seed - first;
    let now: InitialOverlaps = initialOverlaps({ ...experiment, seed });
    for (const { step, M, Q } of all) {
      if (step > 0) now = twinStep({ ...experiment, seed }, now, step - 1);
      now.M.forEach((m, i) => (worst = Math.max(worst, Math.abs(m - M[run * p * k + i]))));
      now.Q.forEach((q, i) => (worst = Math.max(worst, Math.abs(q - Q[run * p * p + i]))));
    }
  }
  return worst;
}

const gram = { link: 'z1*z2 + z1', directions: 2, gram: [[1, 0.4], [0.4, 1]] };

describe('each run follows the twin that draws the same random words', () => {
  test.each<[string, Experiment, EnsembleOptions['layout']]>([
    ['one neuron, no label noise', experimentOf(1, 1, 100, { target: { link: 'He2(z1)' } }), undefined],
    ['two neurons, spherical', experimentOf(2, 1, 100, {}, { constraint: 'spherical' }), undefined],
    ['directions at an angle, unconstrained, correlation loss', experimentOf(3, 2, 1000, { target: gram }, { constraint: 'none', loss: 'correlation', learningRate: 0.05 }), undefined],
    ['a dimension of a trillion, one sample', experimentOf(2, 1, 1e12, {}, { batch: 1, learningRate: 1e-4 }), undefined],
    ['no dimension to spare', experimentOf(3, 1, 4), undefined],
    ['one dimension to spare, staged', experimentOf(3, 1, 5), { sums: 'staged' }],
    ['many neurons, staged, spherical', experimentOf(9, 3, 1e6, {}, { constraint: 'spherical' }), { sums: 'staged' }],
    ['sixteen neurons, staged', experimentOf(16, 1, 40, {}, { steps: 3 }), { sums: 'staged' }],
    ['eight directions', experimentOf(2, 8, 40, {}, { steps: 3 }), undefined],
    ['a workgroup as on a GPU', experimentOf(3, 2, 100, {}, { batch: 70 }), { workgroup: 32, sums: 'private' }],
    ['a workgroup as on a GPU, staged', experimentOf(6, 1, 100, {}, { batch: 70 }), { workgroup: 32, sums: 'staged' }],
    ['neurons that are one', experimentOf(3, 1, 50, { initial: { M: [[0.3], [0.3], [0.3]], Q: [[1, 1, 1], [1, 1, 1], [1, 1, 1]] }, student: { width: 3, activation: 'He2(x)' } }), undefined],
  ])('%s', async (_, experiment, layout) => {
    const seeds: [number, number] = [5, 8];
    // Rounding: 1.3e-6 was seen, where the overlaps are largest.
    expect(worstAgainstTwin(experiment, await play(experiment, seeds, { layout }), seeds)).toBeLessThan(1e-5);
  });

  test('a small start in a high dimension keeps its digits over hundreds of steps', async () => {
    const training = { batch: 20, learningRate: 2e-4, steps: 400 };
    const experiment = experimentOf(2, 1, 1e6, { initial: { overlap: 1e-3 }, target: { link: 'He2(z1)' } }, training);
    const all = await play(experiment, [1, 2]);
    const spread = Math.abs(all[400].M[0] - all[400].M[2]);
    // What one run differs from another by is 10⁻³; rounding must be nothing beside it.
    expect(spread).toBeGreaterThan(1e-4);
    expect(worstAgainstTwin(experiment, all, [1, 2])).toBeLessThan(2e-6);
  });
});

describe('in law the runs are those of the chain of weights itself', () => {
  // 2 × 6 means, of entries and of their squares, over 800 seeds against as many of engine `reference`, |z| ≤ 4.5: a false alarm in 5000 changes of the bits.
  test.each([4, 5])('in %s dimensions, with three neurons and one direction', async (d) => {
    const experiment = experimentOf(3, 1, d, {}, { batch: 4, steps: 2, learningRate: 0.2 });
    const count = 800;
    const there = (await play(experiment, [0, count - 1]))[2];
    const here: number[][] = [];
    for (let seed = 0; seed < count; seed++) {
      const engine = await openReference({ ...experiment, seed }, {});
      const [{ M, Q }] = await engine.advance(2, (step) => step === 2);
      here.push([...M, ...Q]);
      engine.dispose();
    }
    const rows = here.map((_, run) => [...there.M.subarray(3 * run, 3 * run + 3), ...there.Q.subarray(9 * run, 9 * run + 9)]);
    // Q's diagonal is 1; of the rest the upper triangle is enough.
    for (const entry of [0, 1, 2, 4, 5, 8]) {
      for (const power of [1, 2]) {
        const [a, b] = [rows, here].map((values) => moments(values.map((row) => row[entry] ** power)));
        expect(Math.abs(a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / count), `entry ${entry}, power ${power}`).toBeLessThan(4.5);
      }
    }
  });
});

describe('bits', () => {
  const experiment = experimentOf(2, 1, 500, { record: { every: 1 } }, { steps: 24, learningRate: 0.05 });
  const bits = (all: readonly EnsembleSnapshot[]) => all.map(({ step, M, Q }) => [step, ...M, ...Q]);

  test('are the same whatever the budget', async () => {
    const all = bits(await play(experiment, [0, 39]));
    expect(all).toHaveLength(25);
    for (const budget of [1e-3, 0.3, 1000]) expect(bits(await play(experiment, [0, 39], { budget: () => budget }))).toEqual(all);
  });

  test('of a run do not depend on the others, nor on the steps recorded', async () => {
    const all = await play(experiment, [0, 39]);
    const one = await play({ ...experiment, record: { every: 10 } }, [17, 17]);
    expect(one.map(({ step }) => step)).toEqual([0, 10, 20, 24]);
    for (const { step, M, Q } of one) {
      expect([...M]).toEqual([...all[step].M.subarray(34, 36)]);
      expect([...Q]).toEqual([...all[step].Q.subarray(68, 72)]);
    }
    expect([...all[24].M.subarray(34, 36)]).not.toEqual([...all[24].M.subarray(36, 38)]);
  });
});

describe('what goes wrong', () => {
  test('a run that diverges is named with its step', async () => {
    const wild = experimentOf(2, 1, 500, {}, { constraint: 'none', learningRate: 1e6, steps: 300 });
    const failure: unknown = await play(wild, [3, 6]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Diverged);
    const { step, message } = failure as Diverged;
    expect(message).toMatch(/^step \d+: the overlaps of seed [3-6] ceased to be finite/);
    expect((await play({ ...wild, training: { ...wild.training, steps: step - 1 } }, [3, 6])).length).toBe(step);
  });

  test('all runs that diverge are named to who asks, and the others have the bits that they have anywhere', async () => {
    // A cubic gradient without a constraint: every run ceases to be finite, most of them by step 7 and a few after it.
    const risky = experimentOf(2, 1, 500, {}, { constraint: 'none', learningRate: 0.1, steps: 7 });
    const steps = new Map<number, number>();
    const all = await play(risky, [0, 39], { onDiverged: (seed, step) => steps.set(seed, step) });
    const [lost, kept] = [true, false].map((of) => Array.from({ length: 40 }, (_, seed) => seed).filter((seed) => steps.has(seed) === of));
    expect([lost.length > 0, kept.length > 0]).toEqual([true, true]);
    for (const seed of lost.slice(0, 3)) await expect(play(risky, [seed, seed])).rejects.toThrow(`step ${steps.get(seed)}: the overlaps of seed ${seed} ceased`);
    for (const seed of kept.slice(0, 3)) expect([...(await play(risky, [seed, seed])).at(-1)!.M]).toEqual([...all.at(-1)!.M.subarray(2 * seed, 2 * seed + 2)]);
  });

  test('what the reduction cannot do is refused by its key, before anything is allocated', async () => {
    const device = await gpu();
    const before = bytesHeld(device);
    const base = experimentOf(2, 1, 500);
    const open = (changes: Partial<Experiment['training']>, seeds: [number, number] = [1, 2]) =>
      openEnsembleRuns({ ...base, training: { ...base.training, ...changes } }, seeds, { gpu: device });
    await expect(open({ reuse: 2 })).rejects.toThrow(Unsupported);
    await expect(open({ reuse: 'all' })).rejects.toThrow(/^training\.reuse: found "all"/);
    await expect(open({ loss: 'adaptive' })).rejects.toThrow(/^training\.loss: found "adaptive".*population risk/);
    await expect(open({ dataset: 100 })).rejects.toThrow(/^training\.dataset: found 100/);
    await expect(open({ secondLayer: { learningRate: 0.1 } })).rejects.toThrow(/^training\.secondLayer: found \{"learningRate":0\.1\}/);
    const drawn = { law: 'gaussian' as const, mean: 0, std: 1 };
    await expect(openEnsembleRuns({ ...base, student: { ...base.student, readout: drawn } }, [1, 2], { gpu: device })).rejects.toThrow(/^student\.readout: found \{"law":"gaussian"/);
    await expect(open({}, [0, 2 ** 32 - 1])).rejects.toThrow(/^seeds: found 4294967296 of them.*at most \d+ seeds/);
    await expect(openEnsembleRuns({ ...base, student: { ...base.student, width: 17 } }, [1, 2], { gpu: device })).rejects.toThrow(/^student\.width: found 17/);
    expect(bytesHeld(device)).toBe(before);
  });

  test('an aborted signal stops it, and nothing is held after dispose', async () => {
    const device = await gpu();
    const before = bytesHeld(device);
    const abort = new AbortController();
    const runs = await openEnsembleRuns(experimentOf(2, 1, 500), [1, 4], { gpu: device, signal: abort.signal });
    expect((await runs.advance()).map(({ step }) => step)).toEqual([0]);
    abort.abort(new Error('enough'));
    await expect(runs.advance()).rejects.toThrow('enough');
    runs.dispose();
    expect(() => runs.dispose()).not.toThrow();
    expect(bytesHeld(device)).toBe(before);
  });
});

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}
