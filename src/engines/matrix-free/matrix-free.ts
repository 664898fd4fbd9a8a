// The engine `matrix-free`: samples in law, at any dimension. What does not fit in a step's own samples, the data matrix, is
// never made; it unfolds as the dynamics asks for it.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { Profiler } from '../../gpu/profiler.ts';
import { cholesky } from '../../math/linalg.ts';
import type { PopulationRisk } from '../../theory/risk.ts';
import { adapt, initialLoss, type LossState } from '../adaptive.ts';
import { Diverged, type Checkpoint, type Engine, type Snapshot } from '../engine.ts';
import { dot } from '../initial.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { pauseOfTask } from '../reduced/advance.ts';
import { riskFor } from '../risk.ts';
import { openChain } from './chain.ts';
import { framed, overlapsOf } from './frame.ts';
import type { GpuBatches } from './gpu-batches.ts';
import { scheduleOf } from '../schedule.ts';

export interface MatrixFreeOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
  /** Opens the device on which the columns of samples may be kept; gpu-batches.ts says when they are. */
  readonly gpu?: () => Promise<Gpu>;
  /** Milliseconds a submission to it should take. Bits do not depend on it. */
  readonly budget?: () => number;
  readonly profiler?: Profiler;
  /** Where they are to be, in place of the choice by size and adapter. A checkpoint knows where they were. */
  readonly on?: 'gpu' | 'cpu';
  /** Of this experiment, where it is known from another seed. */
  readonly population?: PopulationRisk | null;
}

/**
 * In place of data a checkpoint holds W at the step where the batch in hand was new (p rows of coordinates in an orthonormal
 * frame whose first k vectors span W*), and γ and the loss then: from there the same draws are made again. On fresh batches
 * at every step that is the step itself; with `reuse` "all" or a data set it is step 0, and to resume is to run again. The GPU
 * has draws of its own, so what began there goes on there.
 */
export async function openMatrixFree(experiment: Experiment, options: MatrixFreeOptions = {}): Promise<Engine> {
  const { target, student: { width: p }, training } = experiment;
  const k = target.directions;
  const readout = options.checkpoint ? Float64Array.from(options.checkpoint.readout) : readoutVector(experiment);
  const population = options.population === undefined ? riskFor(experiment) : options.population;
  const L = cholesky(gramMatrix(experiment), k)!;
  const schedule = scheduleOf(experiment);

  /** The last step, not after `step`, at which everything was new. */
  const freshAt = (step: number) => (schedule.kept ? 0 : step - (step % schedule.held));
  const origin = framed(initialOverlaps(experiment), L, p, k);
  let fresh: Fresh = { rows: origin, loss: initialLoss(experiment) };
  let on = options.on;
  if (options.checkpoint) ({ fresh, on } = unpacked(options.checkpoint.state, p));
  let step = freshAt(options.checkpoint?.step ?? 0);
  let loss: LossState = { ...fresh.loss };
  const startOverlaps = overlapsOf(origin, L, k);
  const riskAtStart = training.loss === 'adaptive' && population ? population.risk(startOverlaps.M, startOverlaps.Q, readoutVector(experiment)) : NaN;
  const batches = await gpuBatches(experiment, readout, options, on);
  const { chain, bytes, notice } = openChain(experiment, fresh.rows, { readout, pause: pauseOfTask(options.signal), batches: batches ?? undefined });

  async function read(): Promise<Snapshot> {
    const { M, Q } = overlapsOf(chain.rows, L, k);
    const risk = population ? population.risk(M, Q, readout) : await chain.batchLoss(step);
    if (!Number.isFinite(risk)) throw new Diverged(step, 'the risk');
    return { step, M, Q, readout: Float64Array.from(readout), risk };
  }

  async function advance(steps: number, record: (step: number) => boolean = () => false): Promise<Snapshot[]> {
    const snapshots: Snapshot[] = [];
    for (let i = 0; i < steps; i++) {
      await chain.advance(step, loss);
      step++;
      if (!chain.rows.every((row) => Number.isFinite(dot(row, row)))) throw new Diverged(step, 'the weights');
      const kept = record(step);
      const now = kept || training.loss === 'adaptive' ? await read() : null;
      if (kept) snapshots.push(now!);
      if (training.loss === 'adaptive') loss = adapt(loss, now!.risk, riskAtStart, training.adaptive);
      if (freshAt(step) === step) fresh = { rows: chain.rows.map((row) => row.slice()), loss: { ...loss } };
    }
    return snapshots;
  }

  if (options.checkpoint) await advance(options.checkpoint.step - step);
  return {
    get step() {
      return step;
    },
    riskKind: population ? 'population' : 'batch',
    adapter: batches?.adapter ?? null,
    bytes,
    notice,
    advance,
    read,
    async save() {
      return { step, state: packed(fresh, batches !== null), readout: Float64Array.from(readout), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
    dispose() {
      chain.dispose();
      batches?.dispose();
    },
  };
}

/** Null where the CPU does it; the code for the GPU is loaded where there may be one. */
async function gpuBatches(experiment: Experiment, readout: Float64Array, { gpu: open, signal, budget, profiler }: MatrixFreeOptions, on: 'gpu' | 'cpu' | undefined): Promise<GpuBatches | null> {
  if (on === 'cpu' || (!open && on !== 'gpu')) return null;
  const { deviceFor, openGpuBatches } = await import('./gpu-batches.ts');
  const gpu = await deviceFor(experiment, open, on);
  return gpu && openGpuBatches(gpu, experiment, readout, { signal, budget, profiler });
}

interface Fresh {
  readonly rows: readonly Float64Array[];
  readonly loss: LossState;
}

function packed({ rows, loss }: Fresh, onGpu: boolean): Float64Array {
  return Float64Array.from([...rows.flatMap((row) => [...row]), loss.learningRate, loss.square ? 1 : 0, onGpu ? 1 : 0]);
}

function unpacked(state: ArrayLike<number>, p: number): { fresh: Fresh; on: 'gpu' | 'cpu' } {
  const J = (state.length - 3) / p;
  const rows = Array.from({ length: p }, (_, j) => Float64Array.from({ length: J }, (_, i) => state[j * J + i]));
  const fresh = { rows, loss: { learningRate: state[p * J], square: state[p * J + 1] === 1 } };
  return { fresh, on: state[p * J + 2] === 1 ? 'gpu' : 'cpu' };
}
