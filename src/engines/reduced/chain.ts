// The chain of the overlaps, in law the one that weights in d dimensions follow (theory/online.md section 5): (M, Q) is
// Markov, and a step costs n (p + k)² whatever d. Links, scratch and the risk's tables are made once and serve any seed.

import type { Experiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { Stream } from '../../math/streams.ts';
import type { PopulationRisk } from '../../theory/quadratic-risk.ts';
import { adapt, initialLoss, type LossState } from '../adaptive.ts';
import { Diverged, type Checkpoint, type RiskKind, type Snapshot } from '../engine.ts';
import { secondLayerStep } from '../second-layer.ts';
import { initialOverlaps } from './initial.ts';
import { frameOf, overlapStep, targetFrame } from './overlaps.ts';
import { batchSums, type BatchSums } from './sums.ts';
import { wishart } from './wishart.ts';

export interface ReducedChain {
  readonly step: number;
  readonly riskKind: RiskKind;
  readonly bytes: number;
  /** The initial condition of `seed`, or a checkpoint of its run. */
  start(seed: number, checkpoint?: Checkpoint): void;
  /** Does a bounded part of the next step; true once the step is made. Throws `Diverged`. */
  work(): boolean;
  /** Does a bounded part of what the state's risk takes; null while there is more to do. */
  look(): Snapshot | null;
  /** Where the loss is adaptive: to be called after each step with what `look` then gives. */
  readonly adaptTo?: (now: Snapshot) => void;
  save(): Checkpoint;
}

/** `population`: its risk, null for the batch's. `sums`: what a step needs of its batch, drawn sample by sample unless another law of it is given. */
export function reducedChain(experiment: Experiment, population: PopulationRisk | null, sums: BatchSums = batchSums(experiment)): ReducedChain {
  const { target: { directions: k }, student: { width: p }, data: { dimension: d }, training } = experiment;
  const r = k + p;
  const orthogonal = wishart(p, d - r);
  const draws = openDraws();

  const [M, Q] = [new Float64Array(p * k), new Float64Array(p * p)];
  const [L, omega] = [targetFrame(experiment), new Float64Array(r * r)];
  let readout = readoutVector(experiment);
  let loss: LossState = initialLoss(experiment);
  let riskAtStart = NaN;
  let seed = experiment.seed;
  let step = 0;
  let visiting = false;

  /** One of the two things that visit the next step's batch: nothing of it is kept between them. */
  function visit(learn: boolean): boolean {
    if (!visiting) {
      frameOf({ M, Q }, L, omega, p, k);
      draws.start(seed, Stream.steps, step);
      sums.begin({ L, readout, square: loss.square, learn, draws });
    }
    visiting = !sums.more();
    return !visiting;
  }

  return {
    get step() {
      return step;
    },
    riskKind: population ? 'population' : 'batch',
    bytes: sums.bytes + 8 * (p * k + 5 * p * p + 2 * r * r),
    start(next, checkpoint) {
      seed = next;
      visiting = false;
      const start = checkpoint && training.loss !== 'adaptive' ? null : initialOverlaps({ ...experiment, seed });
      M.set(checkpoint ? checkpoint.state.subarray(0, p * k) : start!.M);
      Q.set(checkpoint ? checkpoint.state.subarray(p * k) : start!.Q);
      readout = checkpoint ? Float64Array.from(checkpoint.readout) : readoutVector({ ...experiment, seed });
      step = checkpoint?.step ?? 0;
      loss = checkpoint?.adaptive ? { ...checkpoint.adaptive } : initialLoss(experiment);
      riskAtStart = training.loss === 'adaptive' ? population!.risk(start!.M, start!.Q, readoutVector({ ...experiment, seed })) : NaN;
    },
    work() {
      if (!visit(true)) return false;
      overlapStep({ M, Q }, L, sums.gradient, orthogonal(sums.scatter, draws), loss.learningRate, training.constraint, p, k);
      // Both layers from the old values of both.
      secondLayerStep(readout, sums.readoutGradient, training);
      step++;
      if (!M.every(Number.isFinite) || !Q.every(Number.isFinite)) throw new Diverged(step, 'the overlaps');
      if (!readout.every(Number.isFinite)) throw new Diverged(step, 'the readout');
      return true;
    },
    look() {
      if (!population && !visit(false)) return null;
      const risk = population ? population.risk(M, Q, readout) : sums.loss;
      if (!Number.isFinite(risk)) throw new Diverged(step, 'the risk');
      return { step, M: M.slice(), Q: Q.slice(), readout: readout.slice(), risk };
    },
    adaptTo: training.loss === 'adaptive' ? (now) => void (loss = adapt(loss, now.risk, riskAtStart, training.adaptive)) : undefined,
    save() {
      return { step, state: Float64Array.of(...M, ...Q), readout: readout.slice(), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
  };
}
