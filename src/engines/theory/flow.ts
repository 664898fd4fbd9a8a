// The differential equation of the overlaps as a course of steps: the integrator takes its own, longer or shorter, and its
// interpolant gives the whole ones.

import type { Experiment } from '../../experiment/experiment.ts';
import { dormandPrince, StepVanished, type Beginning } from '../../math/dormand-prince.ts';
import type { FieldAverages } from '../../theory/averages.ts';
import { overlapFlow } from '../../theory/ode.ts';
import type { Overlaps } from '../../theory/overlaps.ts';
import { Diverged, Unsupported, type Checkpoint } from '../engine.ts';
import type { Course } from './course.ts';

/** Relative error of a step where the averages are exact; where they are not, their own error bounds what steps can tell. */
const TOLERANCE = 1e-9;

export function openFlow(experiment: Experiment, averages: FieldAverages, readout: Float64Array, start: Overlaps, checkpoint: Checkpoint | undefined): Course {
  if (experiment.training.loss === 'adaptive')
    throw new Unsupported('training.loss: found "adaptive"; it switches between two steps, which theory.form "ode" does not have; allowed here: "square", "correlation"');
  const flow = overlapFlow(experiment, averages, readout);
  let step = checkpoint?.step ?? 0;
  let error = 0;
  const derivative = (y: Float64Array, out: Float64Array): void => {
    error = Math.max(error, flow.derivative(y, out));
  };
  const first = flow.state(start);
  derivative(first, new Float64Array(first.length));
  const size = first.length;
  const tolerance = Math.min(1e-4, Math.max(TOLERANCE, error));
  const resumed = checkpoint && checkpoint.state.length > size ? unpack(checkpoint.state, size) : null;
  const solution = dormandPrince(derivative, resumed ?? first, { relative: tolerance, absolute: 1e-4 * tolerance });
  // The checkpoint's step lies inside the integrator's.
  if (resumed) solution.step();
  return {
    next() {
      if (solution.end >= step + 1) {
        step++;
        return true;
      }
      try {
        solution.step();
      } catch (cause) {
        if (cause instanceof StepVanished) throw new Diverged(Math.floor(cause.time) + 1, 'the overlaps');
        throw cause;
      }
      return false;
    },
    // Step 0 is as given, also where the constraint does not hold there yet.
    overlaps: () => (step === 0 ? start : flow.overlaps(solution.at(step))),
    get error() {
      return error;
    },
    state() {
      const { M, Q } = step === 0 ? start : flow.overlaps(solution.at(step));
      const { time, y, size, error } = solution.save();
      return step === 0 ? Float64Array.of(...M, ...Q) : Float64Array.of(...M, ...Q, time, size, error, ...y);
    },
  };
}

function unpack(state: Float32Array | Float64Array, size: number): Beginning {
  const [time, first, error] = state.subarray(size);
  return { time, size: first, error, y: Float64Array.from(state.subarray(size + 3)) };
}
