// The reference engine: the same chain as `dense` from the same random bits, in float64 and in the plainest way, sample
// by sample. It is what the kernels are measured against, and what runs where there is no WebGPU.

import type { Experiment } from '../experiment/experiment.ts';
import { readoutVector } from '../experiment/quantities.ts';
import { fillNormals, labelNoise } from '../math/normal.ts';
import { Stream } from '../math/streams.ts';
import { parseLink, targetVariables } from '../model/link.ts';
import { adapt, initialLoss } from './adaptive.ts';
import { constrainedStep } from './constraint.ts';
import { Diverged, Unsupported, type Checkpoint, type Engine, type Snapshot } from './engine.ts';
import { dot, initialWeights, overlapMatrix } from './initial.ts';
import { initialRisk } from './initial-risk.ts';
import { riskFor } from './risk.ts';
import { scheduleOf } from './schedule.ts';
import { sampleGradient } from './sample-gradient.ts';
import { secondLayerStep } from './second-layer.ts';

export interface ReferenceOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** Milliseconds of arithmetic before the thread is given back, so that a worker hears its messages. */
const SLICE_MILLISECONDS = 12;

export async function openReference(experiment: Experiment, options: ReferenceOptions = {}): Promise<Engine> {
  checkReference(experiment);
  const { target, student, training, data, seed } = experiment;
  const [p, k, d, n] = [student.width, target.directions, data.dimension, training.batch];
  const link = parseLink(target.link, targetVariables(k));
  const addSample = sampleGradient(experiment);
  const { batchOf } = scheduleOf(experiment);
  const noise = Math.sqrt(target.noise);
  const population = riskFor(experiment);

  const start = initialWeights(experiment);
  const targetRows = Array.from({ length: k }, (_, r) => start.target.subarray(r * d, (r + 1) * d));
  const weights = options.checkpoint ? Float64Array.from(options.checkpoint.state) : start.weights;
  const rows = Array.from({ length: p }, (_, j) => weights.subarray(j * d, (j + 1) * d));
  const readout = options.checkpoint ? Float64Array.from(options.checkpoint.readout) : readoutVector(experiment);
  let step = options.checkpoint?.step ?? 0;
  let loss = options.checkpoint?.adaptive ? { ...options.checkpoint.adaptive } : initialLoss(experiment);
  const riskAtStart = initialRisk(experiment, start, population);

  const z = new Float64Array(d);
  const fields = new Float64Array(k);
  const gradient = new Float64Array(p * d);
  const gradientRows = rows.map((_, j) => gradient.subarray(j * d, (j + 1) * d));
  const readoutGradient = training.secondLayer === 'fixed' ? null : new Float64Array(p);
  let yielded = performance.now();

  /** The batch's mean loss at the current weights; with `learn`, G = rᵀ Z / n too. */
  async function visitBatch(learn: boolean): Promise<number> {
    // Fresh batches have counters of their own; a data set is batch 0, and its samples are visited in order.
    const fresh = training.dataset === null;
    const batch = fresh ? batchOf(step) : 0;
    const first = fresh ? 0 : n * batchOf(step);
    const size = fresh ? n : Math.min(n, training.dataset! - first);
    const samples = { rows, readout, square: loss.square, n: size, gradient: learn ? gradientRows : null, readoutGradient };
    let sum = 0;
    if (learn) {
      gradient.fill(0);
      readoutGradient?.fill(0);
    }
    for (let sample = first; sample < first + size; sample++) {
      if (performance.now() - yielded > SLICE_MILLISECONDS) {
        await new Promise((resolve) => setTimeout(resolve));
        options.signal?.throwIfAborted();
        yielded = performance.now();
      }
      fillNormals(z, d, seed, Stream.data, batch, sample);
      for (let r = 0; r < k; r++) fields[r] = dot(targetRows[r], z);
      const y = link.evaluate(fields) + (noise > 0 ? noise * labelNoise(seed, batch, sample) : 0);
      sum += addSample(samples, z, y);
    }
    return sum / size;
  }

  async function advanceOne(): Promise<void> {
    await visitBatch(true);
    for (let j = 0; j < p; j++) constrainedStep(rows[j], gradientRows[j], loss.learningRate, training.constraint, training.weightDecay);
    secondLayerStep(readout, readoutGradient, training);
    step++;
    if (!rows.every((row) => Number.isFinite(dot(row, row)))) throw new Diverged(step, 'the weights');
    if (!readout.every(Number.isFinite)) throw new Diverged(step, 'the readout');
  }

  async function read(): Promise<Snapshot> {
    const M = overlapMatrix(weights, start.target, p, k, d);
    const Q = overlapMatrix(weights, weights, p, p, d);
    const risk = population ? population.risk(M, Q, readout) : await visitBatch(false);
    if (!Number.isFinite(risk)) throw new Diverged(step, 'the risk');
    return { step, M, Q, readout: Float64Array.from(readout), risk };
  }

  return {
    get step() {
      return step;
    },
    riskKind: population ? 'population' : 'batch',
    adapter: null,
    bytes: 8 * ((2 * p + k + 1) * d + 3 * p + k),
    async advance(steps, record = () => false) {
      const snapshots: Snapshot[] = [];
      for (let i = 0; i < steps; i++) {
        await advanceOne();
        const kept = record(step);
        const now = kept || training.loss === 'adaptive' ? await read() : null;
        if (kept) snapshots.push(now!);
        if (training.loss === 'adaptive') loss = adapt(loss, now!.risk, riskAtStart, training.adaptive);
      }
      return snapshots;
    },
    read,
    async save() {
      return { step, state: Float64Array.from(weights), readout: Float64Array.from(readout), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
    dispose() {},
  };
}

/** Beyond it an array of float64 weights is more than common machines and JavaScript engines hold. */
const MOST_BYTES = 4e9;

/** Throws `Unsupported` where the weights would not fit; allocates nothing. */
export function checkReference({ data: { dimension: d }, student: { width: p }, target: { directions: k } }: Experiment): void {
  const rows = 3 * p + 2 * k + 1;
  if (8 * rows * d > MOST_BYTES)
    throw new Unsupported(`data.dimension: found ${d}; at width ${p} and ${k} direction(s) the reference engine would hold ${(8e-9 * rows * d).toFixed(1)} GB of weights; allowed here: up to ${Math.floor(MOST_BYTES / (8 * rows))}`);
}
