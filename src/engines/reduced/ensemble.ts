// Engine `reduced` for ensembles: thousands of seeds of one experiment at once on a GPU, exact in law on (M, Q), in float32
// (shaders/reduced_step.wgsl). One workgroup has one run, so below some dozens of runs most of a GPU has nothing to do.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale, readoutIsDrawn, readoutVector, recordedSteps } from '../../experiment/quantities.ts';
import { allocate, release } from '../../gpu/buffer.ts';
import { unlessLost, type Gpu } from '../../gpu/device.ts';
import type { Profiler } from '../../gpu/profiler.ts';
import { execute, Pace, type Command } from '../../gpu/program.ts';
import { stagingRing } from '../../gpu/readback.ts';
import { cholesky } from '../../math/linalg.ts';
import { Diverged, Unsupported } from '../engine.ts';
import { bufferPlans, chooseShape, reducedKernel, SLICE_STRIDE, type Shape } from './gpu-kernel.ts';
import { planSlices, sliceUniforms, stepWeight, stepWork } from './gpu-slices.ts';
import { ensembleUniform, rowsInFrame } from './gpu-state.ts';
import { initialOverlaps } from './initial.ts';

/** All runs of an ensemble, at the same step. */
export interface EnsembleRuns {
  /** Recorded steps covered so far. */
  readonly steps: readonly number[];
  /**
   * The next recorded steps, for all runs: as many as take about a fifth of a second, at least one; none when done. Without
   * `onDiverged`, throws `Diverged` with the first step at which a run ceased to be finite, and that run's seed.
   */
  advance(): Promise<readonly EnsembleSnapshot[]>;
  dispose(): void;
}

export interface EnsembleSnapshot {
  readonly step: number;
  /** runs × p × k */
  readonly M: Float32Array;
  /** runs × p × p */
  readonly Q: Float32Array;
}

export interface EnsembleOptions {
  readonly gpu: Gpu;
  /** Milliseconds a submission should take. Bits do not depend on it. */
  readonly budget?: () => number;
  /** Stops between submissions; the runs are of no use afterwards. */
  readonly signal?: AbortSignal;
  readonly profiler?: Profiler;
  /** Told, before the snapshots, of each seed whose numbers mean nothing from `step` on, again each time; the other runs go on. */
  readonly onDiverged?: (seed: number, step: number) => void;
  /** For tests: threads of a workgroup and where their sums are, where the choice by size is not wanted. */
  readonly layout?: Partial<Pick<Shape, 'workgroup' | 'sums'>>;
}

const NEVER = 0xffffffff;
const BATCH_MILLISECONDS = 200;
/** Read back at a time, at most, if more than one recorded step. */
const HISTORY_BYTES = 4 << 20;
/** Slices that are uploaded at a time. */
const MOST_SLICES = 512;
/** Longest dispatch, whatever the budget: drivers kill long ones, and a page draws between them. */
const DISPATCH_MILLISECONDS = 50;
/** Weight of the first slice, before anything is measured: some 5 ms where a normal takes 25 ns, less than that on a GPU. */
const FIRST_WEIGHT = { fallback: 2e5, gpu: 2e7 };

/**
 * Runs with the seeds `first` … `last`, both included, in place of the experiment's own. Each has the bits that it has in
 * any other ensemble on this adapter. Throws `Unsupported` for what the reduction, or this adapter, cannot do.
 */
export async function openEnsembleRuns(experiment: Experiment, [first, last]: readonly [number, number], options: EnsembleOptions): Promise<EnsembleRuns> {
  const { gpu, signal } = options;
  const { student: { width: p }, target: { directions: k } } = experiment;
  const [runs, entries] = [last - first + 1, p * (k + p)];
  refuse(experiment);
  refuseTooMany(gpu, runs, entries);
  const records = recordedSteps(experiment);
  const slots = Math.max(1, Math.min(records.length, Math.floor(HISTORY_BYTES / (4 * runs * entries))));
  const shape = chooseShape(experiment, runs, gpu, options.layout);
  const plans = bufferPlans(shape, slots, records.length, MOST_SLICES);
  const kernel = await unlessLost(gpu, reducedKernel(gpu, experiment, shape));
  signal?.throwIfAborted();

  const start = Array.from({ length: 'M' in Object(experiment.initial) ? 1 : runs }, (_, i) => initialOverlaps({ ...experiment, seed: first + i }));
  const startOf = (run: number) => start[Math.min(run, start.length - 1)];
  const buffers = Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name, allocate(gpu, plan)])) as Record<keyof typeof plans, GPUBuffer>;
  const ring = stagingRing(gpu, 'reduced/staging');
  const pace = new Pace();
  const firstWeight = gpu.fallback ? FIRST_WEIGHT.fallback : FIRST_WEIGHT.gpu;
  const { queue } = gpu.device;
  const scale = outputScale(experiment);
  queue.writeBuffer(buffers.ensemble, 0, ensembleUniform(experiment, [first, last]));
  queue.writeBuffer(buffers.fixed, 0, Float32Array.of(...readoutVector(experiment).map((a) => scale * a), ...cholesky(gramMatrix(experiment), k)!));
  const recordedAndEnd = new Uint32Array(records.length + 1).fill(0xffffffff);
  recordedAndEnd.set(records);
  queue.writeBuffer(buffers.recorded, 0, recordedAndEnd);
  queue.writeBuffer(buffers.failed, 0, new Uint32Array(runs).fill(NEVER));
  const rows = new Float32Array(runs * entries);
  const factors = start.map((overlaps) => rowsInFrame(experiment, overlaps));
  for (let run = 0; run < runs; run++) rows.set(factors[Math.min(run, factors.length - 1)], run * entries);
  queue.writeBuffer(buffers.rows, 0, rows);

  const { slices, ...bound } = buffers;
  const groups = Array.from({ length: MOST_SLICES }, (_, i) => kernel.bind({ ...bound, slice: { buffer: slices, offset: i * SLICE_STRIDE, size: 32 } }));
  /** Recorded steps delivered. */
  let done = 0;

  /** The steps of all runs that take so long, at least one; few before anything is measured. */
  const stepsIn = (milliseconds: number) => Math.max(1, Math.floor(pace.weightFor(milliseconds, firstWeight) / (runs * stepWeight(shape))));

  /** Makes the steps up to recorded step `until` and reads all that is recorded on the way. */
  async function play(until: number): Promise<EnsembleSnapshot[]> {
    const from = done;
    const bytes = 4 * runs * (1 + entries * (until - from));
    const staging = ring.take(bytes);
    for (let step = records[from - 1], next = step; step < records[until - 1]; step = next) {
      next = Math.min(records[until - 1], step + stepsIn(BATCH_MILLISECONDS));
      const budget = Math.min(options.budget?.() ?? 7, DISPATCH_MILLISECONDS);
      const planned = planSlices(shape, records, from, [step, next], pace.weightFor(budget, firstWeight), gpu.fallback);
      for (let at = 0; at < planned.length; at += MOST_SLICES) {
        const now = planned.slice(at, at + MOST_SLICES);
        queue.writeBuffer(slices, 0, sliceUniforms(now, from));
        const commands = now.map(({ runs: count, steps }, i): Command => ({
          kind: 'dispatch', kernel, group: groups[i], workgroups: [count, 1, 1], weight: count * steps * stepWeight(shape), work: stepWork(shape, count, steps),
        }));
        await execute(gpu, commands, pace, { budget, signal }, options.profiler);
      }
    }
    const copies: Command[] = [
      { kind: 'copy', label: 'reduced/failed.read', source: buffers.failed, destination: staging, destinationOffset: 0, bytes: 4 * runs },
      { kind: 'copy', label: 'reduced/history.read', source: buffers.history, destination: staging, destinationOffset: 4 * runs, bytes: bytes - 4 * runs },
    ];
    await execute(gpu, copies, pace, { budget: 7, signal });
    const content = await ring.read(staging, bytes);
    tellFailed(new Uint32Array(content, 0, runs), first, options.onDiverged);
    return Array.from({ length: until - from }, (_, i) => {
      const values = new Float32Array(content, 4 * runs * (1 + entries * i), runs * entries);
      return { step: records[from + i], M: values.slice(0, runs * p * k), Q: values.slice(runs * p * k) };
    });
  }

  function atStart(): EnsembleSnapshot {
    const [M, Q] = [new Float32Array(runs * p * k), new Float32Array(runs * p * p)];
    for (let run = 0; run < runs; run++) {
      M.set(startOf(run).M, run * p * k);
      Q.set(startOf(run).Q, run * p * p);
    }
    return { step: 0, M, Q };
  }

  return {
    get steps() {
      return records.slice(0, done);
    },
    async advance() {
      signal?.throwIfAborted();
      if (done === records.length) return [];
      if (done === 0) {
        done = 1;
        return [atStart()];
      }
      const last = records[done - 1] + stepsIn(BATCH_MILLISECONDS);
      let until = done + 1;
      while (until < records.length && until - done < slots && records[until] <= last) until++;
      const snapshots = await play(until);
      done = until;
      return snapshots;
    },
    dispose() {
      ring.dispose();
      release(gpu, Object.values(buffers));
    },
  };
}

function refuse(experiment: Experiment): void {
  const { student: { width, readout }, training } = experiment;
  const { loss, reuse, dataset, weightDecay, lookAhead, secondLayer } = training;
  const only = (path: string, found: unknown, allowed: string) => {
    throw new Unsupported(`${path}: found ${JSON.stringify(found)}; an ensemble of reduced runs on the GPU takes ${allowed}`);
  };
  if (width > 16) only('student.width', width, 'at most 16');
  if (loss === 'adaptive') only('training.loss', loss, '"square" or "correlation": the population risk, which "adaptive" tests after each step, is not worked out on the GPU');
  if (reuse !== 1) only('training.reuse', reuse, '1: a batch seen twice depends on more than the overlaps');
  if (dataset !== null) only('training.dataset', dataset, 'null: samples seen twice depend on more than the overlaps');
  if (lookAhead !== null) only('training.lookAhead', lookAhead, 'null');
  if (weightDecay !== 0) only('training.weightDecay', weightDecay, '0');
  if (secondLayer !== 'fixed') only('training.secondLayer', secondLayer, '"fixed"');
  if (readoutIsDrawn(experiment)) only('student.readout', readout, 'one readout for all seeds: a word or numbers');
}

/** The largest buffer has p (k + p) numbers of each run: the rows, and one recorded step. */
function refuseTooMany({ device: { limits } }: Gpu, runs: number, entries: number): void {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const most = Math.floor(limit / (4 * (entries + 1)));
  if (runs > most)
    throw new Unsupported(`seeds: found ${runs} of them, at ${4 * entries} bytes each; the adapter holds ${limit} bytes in one buffer, which takes at most ${most} seeds of this experiment`);
}

function tellFailed(failed: Uint32Array, firstSeed: number, onDiverged: EnsembleOptions['onDiverged']): void {
  const step = failed.reduce((a, b) => Math.min(a, b));
  if (step !== NEVER && !onDiverged) throw new Diverged(step, `the overlaps of seed ${firstSeed + failed.indexOf(step)}`);
  for (const [run, at] of failed.entries()) if (at !== NEVER) onDiverged?.(firstSeed + run, at);
}
