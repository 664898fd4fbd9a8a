// Dynamical mean-field theory as an engine: the limit of full-batch descent, with the standard errors of its Monte Carlo.

import type { Experiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { openDmft as openLimit } from '../../theory/dmft/dmft.ts';
import { sizeOf, Unfit } from '../../theory/dmft/size.ts';
import { spreadOf } from '../../theory/dmft/spread.ts';
import type { Overlaps } from '../../theory/overlaps.ts';
import { riskFor } from '../risk.ts';
import { Diverged, Unsupported, type Checkpoint, type Engine, type Snapshot } from '../engine.ts';
import { advanceBy, lookAt, pauseOfTask } from '../reduced/advance.ts';

export interface DmftOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** A checkpoint holds M and Q alone: going on makes the steps since the start again, from the same draws. */
export async function openDmft(experiment: Experiment, start: Overlaps, { checkpoint, signal }: DmftOptions = {}): Promise<Engine> {
  refuse(experiment);
  const readout = readoutVector(experiment);
  const population = riskFor(experiment);
  const size = sizeFor(experiment, population === null);
  const limit = openLimit(experiment, start, size);
  const pause = pauseOfTask(signal);

  function risk(): { mean: number; sem: number } {
    if (!population) {
      const { mean, sem } = limit.loss();
      return { mean: mean[0], sem: sem[0] };
    }
    const { M, Q } = limit.overlaps();
    const of = (overlaps: Overlaps) => population.risk(overlaps.M, overlaps.Q, readout);
    const mean = of({ M: M.mean, Q: Q.mean });
    return { mean, sem: limit.time === 0 ? 0 : spreadOf(limit.replicas().map((overlaps) => [of(overlaps)])).sem[0] };
  }

  function look(): Snapshot | null {
    if (!population && !limit.see()) return null;
    const { M, Q } = limit.overlaps();
    const { mean, sem } = risk();
    if (!Number.isFinite(mean)) throw new Diverged(limit.time, 'the risk');
    return { step: limit.time, M: M.mean, Q: Q.mean, readout: Float64Array.from(readout), risk: mean, sem: { M: M.sem, Q: Q.sem, risk: sem } };
  }

  const pieces = {
    get step() {
      return limit.time;
    },
    work() {
      if (!limit.work()) return false;
      if (!limit.replicas().every(({ M, Q }) => M.every(Number.isFinite) && Q.every(Number.isFinite))) throw new Diverged(limit.time, 'the overlaps');
      return true;
    },
    look,
  };

  if (checkpoint) await advanceBy(pieces, checkpoint.step, () => false, pause);
  return {
    get step() {
      return limit.time;
    },
    riskKind: population ? 'population' : 'batch',
    adapter: null,
    bytes: size.bytes,
    notice: size.notice,
    advance: (steps, record = () => false) => advanceBy(pieces, steps, record, pause),
    read: () => lookAt(pieces, pause),
    get kernels() {
      const { mean, sem } = limit.tables();
      return { ...mean, sem };
    },
    async save() {
      const { M, Q } = limit.overlaps();
      return { step: limit.time, state: Float64Array.of(...M.mean, ...Q.mean), readout: Float64Array.from(readout), adaptive: null };
    },
    dispose() {},
  };
}

function sizeFor(experiment: Experiment, withLoss: boolean) {
  try {
    return sizeOf(experiment, withLoss);
  } catch (error) {
    throw error instanceof Unfit ? new Unsupported(error.message) : error;
  }
}

function refuse({ training: { reuse, steps, loss }, student: { width: p }, theory }: Experiment): void {
  const limit = 'the theory.form "dmft"';
  if (reuse !== 'all' && reuse < steps) throw new Unsupported(`training.reuse: found ${reuse}; ${limit} is the limit of descent on one and the same batch; allowed here: "all"`);
  if (loss === 'adaptive') throw new Unsupported(`training.loss: found "adaptive"; ${limit} follows one loss all the way; allowed here: "square", "correlation"`);
  if (p > MOST_NEURONS) throw new Unsupported(`student.width: found ${p}; ${limit} relates all neurons at all times; allowed here: up to ${MOST_NEURONS}`);
  for (const term of ['signal', 'noise', 'intraBatch'] as const)
    if (theory && theory[term] !== true) throw new Unsupported(`theory.${term}: found ${theory[term]}; ${limit} has no such term to leave out or to weigh; allowed here: true`);
}

const MOST_NEURONS = 16;
