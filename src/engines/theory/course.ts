// A deterministic limit under way, and the overlap process as one.

import type { Experiment } from '../../experiment/experiment.ts';
import type { FieldAverages } from '../../theory/averages.ts';
import type { Overlaps } from '../../theory/overlaps.ts';
import { overlapProcess, type Loss } from '../../theory/process.ts';
import { Diverged, type Checkpoint } from '../engine.ts';

/** A limit under way. */
export interface Course {
  /** Goes on to the next step, or by a part of what that takes: false while it is not there yet. Throws `Diverged`. */
  next(): boolean;
  overlaps(): Overlaps;
  /** The largest error of the averages so far, absolute. */
  readonly error: number;
  /** M, then Q, then what else it takes to go on. */
  state(): Float64Array;
}

/** The process from `start`, or from where a checkpoint left it; `loss` is that of the step to come. */
export function openProcess(
  experiment: Experiment, averages: FieldAverages, readout: Float64Array, start: Overlaps, checkpoint: Checkpoint | undefined, loss: () => Loss,
): Course {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const after = overlapProcess(experiment, averages);
  let step = checkpoint?.step ?? 0;
  let now = checkpoint ? { M: Float64Array.from(checkpoint.state.subarray(0, p * k)), Q: Float64Array.from(checkpoint.state.subarray(p * k)) } : start;
  let error = 0;
  return {
    next() {
      const next = after(now, readout, loss());
      step++;
      error = Math.max(error, next.error);
      if (!next.Q.every(Number.isFinite) || !next.M.every(Number.isFinite)) throw new Diverged(step, 'the overlaps');
      now = next;
      return true;
    },
    overlaps: () => now,
    get error() {
      return error;
    },
    state: () => Float64Array.of(...now.M, ...now.Q),
  };
}
