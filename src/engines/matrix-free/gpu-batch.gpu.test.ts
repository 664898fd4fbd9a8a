// The samples' part of the engine on a GPU: against the CPU's float32 columns on the same draws, and in law on its own.

import { afterAll, describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import { DeviceLost, openGpu, type Gpu } from '../../gpu/device.ts';
import { execute, Pace } from '../../gpu/program.ts';
import { stagingRing } from '../../gpu/readback.ts';
import { cholesky } from '../../math/linalg.ts';
import { fillNormals } from '../../math/normal.ts';
import { Stream } from '../../math/streams.ts';
import { small } from '../conformance.ts';
import type { Checkpoint, Engine, Snapshot } from '../engine.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { openChain, type ChainOptions } from './chain.ts';
import { BLOCK } from './columns.ts';
import { seededDice, type Dice } from './dice.ts';
import { framed, overlapsOf } from './frame.ts';
import type { GpuBatch } from './gpu-batch.ts';
import { openGpuBatches } from './gpu-batches.ts';
import { columnShape } from './gpu-kernels.ts';
import { openMatrixFree } from './matrix-free.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

const relu = { activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt', width: 2 };
const erf = { activation: 'erf(x/sqrt(2))', readout: [1, -0.7, 0.4], scaling: 'sum', width: 3 };
const tanh = { link: 'tanh(z1+He3(z2))', directions: 2 };
const oblique = { link: 'z1*z2+z1+0.5', directions: 2, gram: [[1, 0.4], [0.4, 1]], noise: 0.5 };

function experimentOf(target: object, student: object, d: number, training: object): Experiment {
  return parseExperiment({
    target, student, data: { dimension: d }, initial: { overlap: 0.3 }, engine: 'matrix-free',
    training: { constraint: 'none', learningRate: 0.5, steps: 6, ...training },
  });
}

/** M and Q after each step. */
async function play(experiment: Experiment, options: Pick<ChainOptions, 'entry' | 'batches'>, atEnd?: () => Promise<void>): Promise<number[][]> {
  const [p, k] = [experiment.student.width, experiment.target.directions];
  const L = cholesky(gramMatrix(experiment), k)!;
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), L, p, k), { readout: readoutVector(experiment), pause: null, ...options });
  const seen: number[][] = [];
  for (let step = 0; step < experiment.training.steps; step++) {
    await chain.advance(step, { learningRate: experiment.training.learningRate, square: experiment.training.loss === 'square' });
    const { M, Q } = overlapsOf(chain.rows, L, k);
    seen.push([...M, ...Q, await chain.batchLoss(step)]);
  }
  await atEnd?.();
  chain.dispose();
  return seen;
}

async function playOnGpu(experiment: Experiment, dice?: Pick<Dice, 'column'>, budget?: () => number, device?: Gpu): Promise<number[][]> {
  const batches = await openGpuBatches(device ?? (await gpu()), experiment, readoutVector(experiment), { dice, budget });
  try {
    return await play(experiment, { batches });
  } finally {
    batches.dispose();
  }
}

function farthest(mine: number[][], theirs: number[][]): number {
  expect(mine.map((row) => row.length)).toEqual(theirs.map((row) => row.length));
  return Math.max(...mine.flatMap((row, step) => row.map((x, i) => Math.abs(x - theirs[step][i]))));
}

// theory/reuse.md, section 6.2: float32 with sums in float32 moves M by 5e-8 and Q by 1.2e-7 in such runs.
test.each<[string, Experiment]>([
  ['a full batch', experimentOf(tanh, relu, 700, { batch: 2001, reuse: 'all' })],
  ['forty directions', experimentOf(tanh, { ...relu, activation: 'erf(x/sqrt(2))' }, 700, { batch: 2100, reuse: 'all', steps: 20 })],
  ['oblique directions and noise, projected', experimentOf(oblique, erf, 400, { batch: 1003, reuse: 3, constraint: 'projected' })],
  ['fresh batches, correlation loss, weight decay', experimentOf(oblique, erf, 400, { batch: 500, loss: 'correlation', weightDecay: 0.2 })],
  ['a data set, the last batch short', experimentOf(oblique, erf, 300, { batch: 400, dataset: 1030, lookAhead: { kind: 'two-step', rho: 0 } })],
  ['more steps than samples and dimensions have directions', experimentOf(oblique, relu, 9, { batch: 7, reuse: 'all', learningRate: 0.1 })],
  ['several dispatches a column', experimentOf({ link: 'He2(z1)+z1' }, relu, 1e5, { batch: 270_001, reuse: 'all', steps: 2 })],
])('on the same draws it has the overlaps and losses of the CPU’s float32 columns: %s', async (_, experiment) => {
  const mine = await playOnGpu(experiment, seededDice(experiment.seed));
  expect(farthest(mine, await play(experiment, { entry: 4 }))).toBeLessThan(1e-6);
});

test('columns are cut otherwise on a card than on a software adapter, to the same numbers', async () => {
  const experiment = experimentOf({ link: 'He2(z1)+z1' }, relu, 1e5, { batch: 270_001, reuse: 'all', steps: 1 });
  const [here, card] = [await gpu(), { ...(await gpu()), fallback: false }];
  expect(columnShape(experiment, true).chunks.length).toBeGreaterThan(columnShape(experiment, false).chunks.length);
  expect(farthest(await playOnGpu(experiment, undefined, undefined, card), await playOnGpu(experiment, undefined, undefined, here))).toBeLessThan(1e-6);
});

test('its own draws are Threefry’s, by the address (quad, column, batch), and any budget gives the same bits', async () => {
  const experiment = experimentOf(oblique, erf, 400, { batch: 1003, reuse: 3 });
  const column = (out: Float64Array, count: number, batch: number, column: number, block: number) =>
    fillNormals(out, count, experiment.seed, Stream.columnsGpu, batch, column, (block * BLOCK) / 4);
  const own = await playOnGpu(experiment);
  expect(farthest(own, await playOnGpu(experiment, { column }))).toBeLessThan(1e-6);
  for (const budget of [0.01, 1000]) expect(await playOnGpu(experiment, undefined, () => budget)).toEqual(own);
});

test('directions stay orthonormal', async () => {
  const experiment = experimentOf(tanh, { ...relu, activation: 'erf(x/sqrt(2))' }, 2000, { batch: 6000, reuse: 'all', steps: 20, learningRate: 0.05 });
  const batches = await openGpuBatches(await gpu(), experiment, readoutVector(experiment));
  const met: GpuBatch[] = [];
  const V: Float32Array[] = [];
  await play(experiment, { batches: { open: (index, size) => (met[met.length] = batches.open(index, size)) } }, async () => {
    for (const v of met[0].V) V.push(await contentOf(v));
  });
  batches.dispose();
  expect(met.length).toBe(1);
  expect(V.length).toBeGreaterThan(30);
  let far = 0;
  V.forEach((v, i) => V.slice(0, i + 1).forEach((w, j) => (far = Math.max(far, Math.abs(v.reduce((sum, x, at) => sum + x * w[at], i === j ? -1 : 0))))));
  expect(far).toBeLessThan(1e-6);
});

async function contentOf(source: GPUBuffer): Promise<Float32Array> {
  const device = await gpu();
  const ring = stagingRing(device, 'test/staging');
  const destination = ring.take(source.size);
  await execute(device, [{ kind: 'copy', label: 'test/read', source, destination, destinationOffset: 0, bytes: source.size }], new Pace(), { budget: 7 });
  const content = new Float32Array(await ring.read(destination, source.size));
  ring.dispose();
  return content;
}

test('memory that is full ends the run with the size that fits, not with numbers', async () => {
  const experiment = experimentOf(tanh, relu, 700, { batch: 2001, reuse: 'all' });
  const real = await gpu();
  const columns = () => [...real.allocations.values()].filter(({ label }) => label === 'matrix-free/column').length;
  const device = new Proxy(real.device, {
    get(target, name) {
      if (name === 'popErrorScope') return async () => (await target.popErrorScope()) ?? (columns() > 8 ? new GPUOutOfMemoryError('full') : null);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const batches = await openGpuBatches({ ...real, device }, experiment, readoutVector(experiment));
  // Two columns of each step's two directions, of the two at first, and three more: 29 in all.
  await expect(play(experiment, { batches })).rejects.toThrow(/^training\.batch: found 2001; .* full after 56\.\d kB of the 232\.1 kB of columns; allowed there, for as many steps: up to about 48\d$/);
  batches.dispose();
  expect(columns()).toBe(0);
});

const every = () => true;
const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, M, Q, readout, risk }) => [step, ...M, ...Q, ...readout, risk]);

describe('the engine', () => {
  const open = (experiment: Experiment, checkpoint?: Checkpoint) => openMatrixFree(experiment, { gpu, on: 'gpu', checkpoint });

  test.each([['a full batch', { reuse: 'all' }], ['a batch in use', { reuse: 4 }]])('goes on from a checkpoint on a new device, to the same bits, when its own is lost: %s', async (_, training) => {
    const experiment = small({ engine: 'matrix-free' }, { steps: 6, ...training });
    const whole = numbers(await (await open(experiment)).advance(6, every));
    const doomed = await openGpu(navigator.gpu);
    const engine: Engine = await openMatrixFree(experiment, { gpu: async () => doomed, on: 'gpu' });
    expect(engine.adapter).toBe(doomed.adapterName);
    await engine.advance(3);
    const checkpoint = await engine.save();
    doomed.device.destroy();
    await expect(engine.advance(3)).rejects.toThrow(DeviceLost);
    engine.dispose();
    // The choice by size would be the CPU.
    const again = await openMatrixFree(experiment, { gpu, checkpoint });
    expect(again.adapter).not.toBeNull();
    expect(numbers([await again.read()])).toEqual(whole.slice(2, 3));
    expect(numbers(await again.advance(3, every))).toEqual(whole.slice(3));
    await expect(openMatrixFree(experiment, { checkpoint })).rejects.toThrow('there is none here');
  });

  test('has the law of the engine on the CPU in 200 dimensions', async () => {
    const experiment = experimentOf({ link: 'He2(z1)', noise: 0.05 }, { ...relu, activation: 'x+x^2/3', readout: [1, -0.7] }, 200, { batch: 40, reuse: 'all', learningRate: 0.2, steps: 3 });
    const [mine, theirs] = [new Moments(), new Moments()];
    for (let seed = 0; seed < 60; seed++) mine.add(numbers(await (await open({ ...experiment, seed })).advance(3, every)));
    for (let seed = 1000; seed < 1400; seed++) theirs.add(numbers(await (await openMatrixFree({ ...experiment, seed })).advance(3, every)));
    // 3 × 7 means and as many variances at |z| ≤ 4.5: a false alarm in some 3000 changes of the bits.
    expect(mine.differences(theirs, 4.5)).toEqual([]);
  });
});

/** Mean and variance of each entry, with their standard errors. */
class Moments {
  private readonly runs: number[][] = [];

  add(run: number[][]): void {
    this.runs.push(run.flat());
  }

  private of(entry: number, power: 1 | 2): { mean: number; error: number } {
    const plain = this.runs.map((run) => run[entry]);
    const centre = plain.reduce((a, b) => a + b, 0) / plain.length;
    const values = power === 1 ? plain : plain.map((x) => (x - centre) ** 2);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return { mean, error: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1) / values.length) };
  }

  differences(other: Moments, largest: number): string[] {
    return this.runs[0].flatMap((_, entry) => ([1, 2] as const).flatMap((power) => {
      const [a, b] = [this.of(entry, power), other.of(entry, power)];
      const [difference, error] = [Math.abs(a.mean - b.mean), Math.hypot(a.error, b.error)];
      const fine = error < 1e-9 ? difference < 1e-9 : difference <= largest * error;
      return fine ? [] : [`moment ${power} of entry ${entry}: ${a.mean} and ${b.mean}, z ${(difference / error).toFixed(1)}`];
    }));
  }
}
