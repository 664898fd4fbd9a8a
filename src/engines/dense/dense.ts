// The dense engine: the chain itself on d-dimensional samples, in float32 on the GPU (DESIGN: preactivations, residuals,
// gradient, update, overlaps). Samples are functions of their counters, so nothing goes up at a step and only overlaps
// come down, all those of a call in one read.

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale, readoutVector } from '../../experiment/quantities.ts';
import { allocate, bytesHeld, checkPlans, release, TooLarge } from '../../gpu/buffer.ts';
import { unlessLost, type Gpu } from '../../gpu/device.ts';
import { execute, Pace, type Command } from '../../gpu/program.ts';
import type { Profiler } from '../../gpu/profiler.ts';
import { stagingRing } from '../../gpu/readback.ts';
import { adapt, initialLoss, type LossState } from '../adaptive.ts';
import { Diverged, type Checkpoint, type Engine, type Snapshot } from '../engine.ts';
import { initialWeights } from '../initial.ts';
import { initialRisk } from '../initial-risk.ts';
import { riskFor } from '../risk.ts';
import { scheduleOf } from '../schedule.ts';
import { bufferPlans, fromBlocks, runUniform, SLICE_STRIDE, toBlocks, type BufferName } from './buffers.ts';
import { denseKernels } from './kernels.ts';
import { chooseLayout, normalsPerStep, type Layout } from './layout.ts';
import { allSliceStarts, stepProgram } from './step.ts';

export interface DenseOptions {
  readonly gpu: Gpu;
  /** Goes on from here instead of from the initial condition. */
  readonly checkpoint?: Checkpoint;
  /** Stops between submissions; the engine is of no use afterwards. */
  readonly signal?: AbortSignal;
  /** Runs even where a step is estimated to take minutes. */
  readonly insist?: boolean;
  /** Milliseconds a submission should take. Bits do not depend on it. */
  readonly budget?: () => number;
  readonly profiler?: Profiler;
  /** For tests and the benchmark: the layout, where the choice by size is not wanted. */
  readonly layout?: Layout['kind'];
}

/** A step would take minutes on this adapter; `insist` runs it all the same. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** Nanoseconds a normal takes on SwiftShader with two cores, drawn and used (docs/performance.md). */
const FALLBACK_NANOSECONDS = 25;
const LONGEST_STEP_SECONDS = 60;
/** Normals in one dispatch: about 100 ms on a software adapter, and far from any watchdog on a GPU. */
const SLICE_NORMALS = { fallback: 4e6, gpu: 1e9 };
/** Snapshots read back at a time hold at most so many bytes. */
const READBACK_BYTES = 4 << 20;

// What a unit of work takes belongs to the device, not to one engine: an ensemble learns it once.
const paces = new WeakMap<Gpu, Pace>();

export async function openDense(experiment: Experiment, options: DenseOptions): Promise<Engine> {
  const { gpu } = options;
  const { target, student, training, data } = experiment;
  const [p, k, d] = [student.width, target.directions, data.dimension];
  const layout = layoutFor(experiment, gpu, options.layout);
  // Before the slices are listed: of a dimension that no adapter holds there are too many to list.
  refuseTooLarge(gpu, bufferPlans(layout, 1), layout);
  const most = gpu.fallback ? SLICE_NORMALS.fallback : SLICE_NORMALS.gpu;
  const starts = allSliceStarts(layout, most);
  const plans = bufferPlans(layout, starts.length);
  refuseTooLarge(gpu, plans, layout);
  if (!options.insist) refuseTooSlow(gpu, layout);
  const population = riskFor(experiment);

  const kernels = await unlessLost(gpu, denseKernels(gpu, experiment, layout));
  const buffers = Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name, allocate(gpu, plan)])) as Record<BufferName, GPUBuffer>;
  const ring = stagingRing(gpu, 'dense/staging');
  const program = stepProgram(kernels, buffers, layout, starts, most);
  const pace = paces.get(gpu) ?? new Pace();
  paces.set(gpu, pace);
  const { queue } = gpu.device;

  const readout = options.checkpoint ? Float64Array.from(options.checkpoint.readout) : readoutVector(experiment);
  const start = initialWeights(experiment);
  const riskAtStart = initialRisk(experiment, start, population);
  let step = options.checkpoint?.step ?? 0;
  let loss: LossState = options.checkpoint?.adaptive ? { ...options.checkpoint.adaptive } : initialLoss(experiment);
  /** Whether the partial gradients and losses belong to the weights as they are. */
  let batchDone = false;

  const { held } = scheduleOf(experiment);
  const learns = training.secondLayer !== 'fixed';
  const readoutRate = training.secondLayer === 'fixed' ? 0 : (training.secondLayer.learningRate * outputScale(experiment)) / training.batch;
  const writeRun = () => {
    const { constraint, weightDecay, lookAhead } = training;
    // No run has 2³² − 1 steps.
    const reuse = held === Infinity ? 0 : Math.min(held, 0xffffffff);
    const rho = lookAhead?.kind === 'sample' ? lookAhead.rho : 0;
    const constants = { seed: experiment.seed, reuse, constraint, weightDecay, rho, scale: outputScale(experiment), noise: Math.sqrt(target.noise), readoutRate, ...loss };
    queue.writeBuffer(buffers.run, 0, runUniform(d, constants));
  };
  writeRun();
  const offsets = new Uint32Array((SLICE_STRIDE / 4) * starts.length);
  starts.forEach((first, i) => (offsets[(i * SLICE_STRIDE) / 4] = first));
  queue.writeBuffer(buffers.slices, 0, offsets);
  queue.writeBuffer(buffers.state, 0, Uint32Array.of(step, 0xffffffff, 0, 0));
  queue.writeBuffer(buffers.readout, 0, Float32Array.from(readout));
  const weights = options.checkpoint?.state ?? start.weights;
  const rows = [
    ...Array.from({ length: k }, (_, r) => start.target.subarray(r * d, (r + 1) * d)),
    ...Array.from({ length: p }, (_, j) => weights.subarray(j * d, (j + 1) * d)),
  ];
  queue.writeBuffer(buffers.rows, 0, toBlocks(rows, layout.quads));

  const overlapBytes = 4 * (p * k + p * p + 1);
  const recordBytes = overlapBytes + (learns ? 4 * p : 0);
  const mostRecords = Math.max(1, Math.floor(READBACK_BYTES / recordBytes));

  /** Makes the steps and snapshots of `wanted` in one program; the step at which it begins may be among them. */
  async function play(steps: number, wanted: readonly number[]): Promise<Snapshot[]> {
    const bytes = 16 + recordBytes * wanted.length;
    const staging = ring.take(bytes);
    const first = step;
    const carried = batchDone;
    const needsBatch = population === null;
    function* commands(): Generator<Command> {
      let done = carried;
      let slot = 0;
      for (let s = first; s <= first + steps; s++) {
        if (wanted[slot] === s) {
          if (needsBatch && !done) yield* program.batch;
          done ||= needsBatch;
          yield program.overlaps;
          yield { kind: 'copy', label: 'dense/overlaps.read', source: buffers.overlaps, destination: staging, destinationOffset: 16 + recordBytes * slot, bytes: overlapBytes };
          if (learns)
            yield { kind: 'copy', label: 'dense/readout.read', source: buffers.readout, destination: staging, destinationOffset: 16 + recordBytes * slot + overlapBytes, bytes: 4 * p };
          slot++;
        }
        if (s === first + steps) break;
        if (!done) yield* program.batch;
        yield* program.update;
        done = false;
      }
      batchDone = done;
      yield { kind: 'copy', label: 'dense/state.read', source: buffers.state, destination: staging, destinationOffset: 0, bytes: 16 };
    }
    await execute(gpu, commands(), pace, { budget: options.budget?.() ?? 7, signal: options.signal }, options.profiler);
    step = first + steps;
    const content = await ring.read(staging, bytes);
    const failed = new Uint32Array(content, 0, 4)[1];
    if (failed !== 0xffffffff) throw new Diverged(failed, 'the weights');
    return wanted.map((at, slot) => snapshot(at, new Float32Array(content, 16 + recordBytes * slot, recordBytes / 4)));
  }

  function snapshot(at: number, values: Float32Array): Snapshot {
    const M = Float64Array.from(values.subarray(0, p * k));
    const Q = Float64Array.from(values.subarray(p * k, p * k + p * p));
    const a = Float64Array.from(learns ? values.subarray(p * k + p * p + 1) : readout);
    const risk = population ? population.risk(M, Q, a) : values[p * k + p * p];
    if (![...M, ...Q, ...a, risk].every(Number.isFinite)) throw new Diverged(at, 'an overlap, the readout or the risk');
    return { step: at, M, Q, readout: a, risk };
  }

  async function advanceAdaptive(steps: number, record: (step: number) => boolean): Promise<Snapshot[]> {
    const snapshots: Snapshot[] = [];
    for (let i = 0; i < steps; i++) {
      const [now] = await play(1, [step + 1]);
      if (record(now.step)) snapshots.push(now);
      const next = adapt(loss, now.risk, riskAtStart, training.adaptive);
      if (next !== loss) {
        loss = next;
        writeRun();
      }
    }
    return snapshots;
  }

  return {
    get step() {
      return step;
    },
    riskKind: population ? 'population' : 'batch',
    adapter: gpu.adapterName,
    get bytes() {
      return bytesHeld(gpu);
    },
    async advance(steps, record = () => false) {
      if (training.loss === 'adaptive') return advanceAdaptive(steps, record);
      const snapshots: Snapshot[] = [];
      const last = step + steps;
      while (step < last) {
        const wanted: number[] = [];
        let s = step;
        while (s < last && wanted.length < mostRecords) if (record(++s)) wanted.push(s);
        snapshots.push(...(await play(s - step, wanted)));
      }
      return snapshots;
    },
    async read() {
      const [now] = await play(0, [step]);
      return now;
    },
    async save() {
      const bytes = 64 * layout.fieldBlocks * layout.quads;
      const staging = ring.take(bytes + 4 * p);
      const copies: Command[] = [
        { kind: 'copy', label: 'dense/rows.read', source: buffers.rows, destination: staging, destinationOffset: 0, bytes },
        { kind: 'copy', label: 'dense/readout.read', source: buffers.readout, destination: staging, destinationOffset: bytes, bytes: 4 * p },
      ];
      await execute(gpu, copies, pace, { budget: 7 });
      const content = await ring.read(staging, bytes + 4 * p);
      const state = fromBlocks(new Float32Array(content, 0, bytes / 4), k, k + p, d, layout.quads);
      // What does not learn is kept as it was given, in float64.
      return { step, state, readout: Float64Array.from(learns ? new Float32Array(content, bytes, p) : readout), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
    dispose() {
      ring.dispose();
      release(gpu, Object.values(buffers));
    },
  };
}

function layoutFor({ target, student, training, data }: Experiment, gpu: Gpu, kind?: Layout['kind']): Layout {
  return chooseLayout(
    { d: data.dimension, n: training.batch, p: student.width, k: target.directions, lengths: training.lookAhead?.kind === 'sample', readout: training.secondLayer !== 'fixed' },
    { fallback: gpu.fallback, subgroupSize: gpu.subgroupSize, maxInvocations: gpu.device.limits.maxComputeInvocationsPerWorkgroup },
    kind,
  );
}

/** Throws `TooLarge` where the adapter cannot hold the experiment; allocates nothing. */
export function checkDense(experiment: Experiment, gpu: Gpu): void {
  const layout = layoutFor(experiment, gpu);
  refuseTooLarge(gpu, bufferPlans(layout, 1), layout);
}

function refuseTooLarge(gpu: Gpu, plans: ReturnType<typeof bufferPlans>, { p, k, fieldBlocks }: Layout): void {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const words = Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4);
  const fits = `At width ${p} and ${k} direction(s) it takes data.dimension up to ${4 * Math.floor(words / (16 * fieldBlocks))} and training.batch up to ${Math.floor(words / (4 * fieldBlocks))}.`;
  checkPlans(gpu, Object.values(plans), fits);
  const total = Object.values(plans).reduce((sum, { bytes }) => sum + bytes, 0);
  if (!Number.isSafeInteger(total)) throw new TooLarge(`The experiment needs ${total} bytes. ${fits}`);
}

function refuseTooSlow(gpu: Gpu, layout: Layout): void {
  if (!gpu.fallback) return;
  const normals = normalsPerStep(layout);
  const seconds = normals * FALLBACK_NANOSECONDS * 1e-9;
  if (seconds > LONGEST_STEP_SECONDS)
    throw new TooSlow(
      `A step draws ${normals.toExponential(1)} normals, about ${Math.round(seconds)} s on ${gpu.adapterName}, a software adapter. ` +
        'Take a smaller data.dimension or training.batch, or insist (--insist on the command line).',
    );
}
