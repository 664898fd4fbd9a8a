// The semi-reduced chain: the whole W (p×d), exact in law, from p·d + n·(p + k) normals a step in place of n·d. The
// preactivations of a batch are N(0, Ω), as in `reduced`; given them, what the gradient has outside of the span of W* and
// W is a Gaussian with the covariance R Rᵀ / n² between its rows, the same in each direction.

import type { Experiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { factorSemidefinite } from '../../math/factor.ts';
import { Stream } from '../../math/streams.ts';
import { adapt, initialLoss } from '../adaptive.ts';
import { constrainedStep } from '../constraint.ts';
import { Diverged, Unsupported, type Engine, type Snapshot } from '../engine.ts';
import { dot, initialWeights, overlapMatrix } from '../initial.ts';
import { initialRisk } from '../initial-risk.ts';
import { riskFor } from '../risk.ts';
import { secondLayerStep } from '../second-layer.ts';
import { advanceBy, lookAt, pauseOfTask, type Pieces } from './advance.ts';
import { extendFrame, leaveFrame } from './frame.ts';
import { addScaled } from '../../math/products.ts';
import type { ReducedOptions } from './reduced.ts';
import { batchSums } from './sums.ts';

/** Starts from the weights of `dense` and `reference` with this seed; a checkpoint's state is W (p×d). */
export async function openSemiReduced(experiment: Experiment, options: ReducedOptions = {}): Promise<Engine> {
  refuseTooLarge(experiment);
  const { target: { directions: k }, student: { width: p }, data: { dimension: d }, training, seed } = experiment;
  const r = k + p;
  const sums = batchSums(experiment);
  const population = riskFor(experiment);
  const draws = openDraws();

  const start = initialWeights(experiment);
  const riskAtStart = initialRisk(experiment, start, population);
  const weights = options.checkpoint ? Float64Array.from(options.checkpoint.state) : start.weights;
  const rows = Array.from({ length: p }, (_, j) => weights.subarray(j * d, (j + 1) * d));
  const readout = options.checkpoint ? Float64Array.from(options.checkpoint.readout) : readoutVector(experiment);
  let step = options.checkpoint?.step ?? 0;
  let loss = options.checkpoint?.adaptive ? { ...options.checkpoint.adaptive } : initialLoss(experiment);

  const L = new Float64Array(r * r);
  const T = new Float64Array(p * p);
  const vector = () => new Float64Array(d);
  const frame = Array.from({ length: r }, vector);
  const gradient = Array.from({ length: p }, vector);
  const noise = vector();
  for (let s = 0; s < k; s++) extendFrame(frame, L, s, start.target.subarray(s * d, (s + 1) * d));

  /** Between two yields no more than a pass or so over d for each vector of the frame. */
  function* visit(learn: boolean): Generator<void, void> {
    for (let j = 0; j < p; j++) {
      extendFrame(frame, L, k + j, rows[j]);
      yield;
    }
    draws.start(seed, Stream.steps, step);
    sums.begin({ L, readout, square: loss.square, learn, draws });
    while (!sums.more()) yield;
  }

  function* makeStep(): Generator<void, void> {
    yield* visit(true);
    for (const row of gradient) row.fill(0);
    factorSemidefinite(sums.scatter, T, p);
    for (let j = 0; j < p; j++) {
      if (T[j * p + j] === 0) continue;
      draws.normals(noise, d);
      leaveFrame(noise, frame);
      yield;
      for (let i = j; i < p; i++) addScaled(gradient[i], T[i * p + j], noise, d);
      yield;
    }
    for (let j = 0; j < p; j++) {
      for (let l = 0; l < r; l++) addScaled(gradient[j], sums.gradient[j * r + l], frame[l], d);
      constrainedStep(rows[j], gradient[j], loss.learningRate, training.constraint);
      yield;
    }
    secondLayerStep(readout, sums.readoutGradient, training);
  }

  let stepping: Generator<void, void> | null = null;
  let looking: Generator<void, void> | null = null;
  const pieces: Pieces = {
    get step() {
      return step;
    },
    work() {
      if (!(stepping ??= makeStep()).next().done) return false;
      stepping = null;
      step++;
      if (!rows.every((row) => Number.isFinite(dot(row, row)))) throw new Diverged(step, 'the weights');
      if (!readout.every(Number.isFinite)) throw new Diverged(step, 'the readout');
      return true;
    },
    look() {
      if (!population && !(looking ??= visit(false)).next().done) return null;
      looking = null;
      const M = overlapMatrix(weights, start.target, p, k, d);
      const Q = overlapMatrix(weights, weights, p, p, d);
      const risk = population ? population.risk(M, Q, readout) : sums.loss;
      if (!Number.isFinite(risk)) throw new Diverged(step, 'the risk');
      return { step, M, Q, readout: readout.slice(), risk };
    },
    adaptTo: training.loss === 'adaptive' ? (now: Snapshot) => void (loss = adapt(loss, now.risk, riskAtStart, training.adaptive)) : undefined,
  };
  const pause = pauseOfTask(options.signal);
  return {
    get step() {
      return step;
    },
    riskKind: population ? 'population' : 'batch',
    adapter: null,
    bytes: sums.bytes + 8 * (vectors(p, k) * d + r * r + p * p),
    advance: (steps, record = () => false) => advanceBy(pieces, steps, record, pause),
    read: () => lookAt(pieces, pause),
    async save() {
      return { step, state: weights.slice(), readout: readout.slice(), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
    dispose() {},
  };
}

/** Vectors of length d that are held: W, G and the frame, W*, and one of noise. */
const vectors = (p: number, k: number): number => 3 * p + 2 * k + 1;

/** More than common machines and JavaScript engines hold. */
const MOST_BYTES = 4e9;

function refuseTooLarge({ data: { dimension: d }, student: { width: p }, target: { directions: k } }: Experiment): void {
  const held = vectors(p, k);
  if (8 * held * d > MOST_BYTES)
    throw new Unsupported(`data.dimension: found ${d}; at width ${p} and ${k} direction(s) the weights and what a step needs beside them would take ${(8e-9 * held * d).toFixed(1)} GB; allowed here, where the weights are kept: up to ${Math.floor(MOST_BYTES / (8 * held))}`);
}
