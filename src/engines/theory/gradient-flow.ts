// The gradient flows of both layers (arXiv 2303.00055; theory/timescales.md) as an engine. A step is a point at which the flow is
// looked at, at the time `flowClock` gives; between two of them the integrator takes its own steps, in slices.

import type { Experiment } from '../../experiment/experiment.ts';
import { flowClock, type FlowClock } from '../../experiment/flow-clock.ts';
import { hermiteOf } from '../../experiment/hermite.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { FlowStopped, type GradientFlow } from '../../theory/flow/flow.ts';
import { fullFlow } from '../../theory/flow/full.ts';
import { meanFieldFlow } from '../../theory/flow/mean-field.ts';
import type { Checkpoint, Engine, Snapshot } from '../engine.ts';
import { advanceBy, pauseOfTask } from '../reduced/advance.ts';
import { startOf } from './start.ts';

export interface GradientFlowOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** The flow of a flow's experiment, from its start or from what `save` gave. */
export function flowOf(experiment: Experiment, resume?: Float64Array): GradientFlow {
  const { target, student } = hermiteOf(experiment)!;
  const { M, Q } = startOf(experiment);
  // Rules leave room for rounding: a unit vector's overlaps may be written a little above 1.
  const within = (x: number): number => Math.max(-1, Math.min(1, x));
  const { epsilon, timeOf } = flowClock(experiment);
  const problem = { target, student, readout: readoutVector(experiment), epsilon, overlaps: M.map(within), resume };
  return experiment.theory!.form === 'flow' ? fullFlow({ ...problem, gram: Q.map(within), horizon: timeOf(experiment.training.steps) }) : meanFieldFlow(problem);
}

/** Throws FlowStopped, in `advance`, where the flow cannot be followed. */
export function openGradientFlow(experiment: Experiment, { checkpoint, signal }: GradientFlowOptions = {}): Engine {
  const { student: { width: p }, target: { noise } } = experiment;
  const clock: FlowClock = flowClock(experiment);
  // M and Q, which any checkpoint begins with, are read off the flow again.
  const flow = flowOf(experiment, checkpoint && Float64Array.from(checkpoint.state.subarray(p + p * p)));
  const pause = pauseOfTask(signal);
  let step = checkpoint?.step ?? 0;

  function overlaps(): { M: Float64Array; Q: Float64Array; readout: Float64Array } {
    const { overlaps: M, gram, readout } = flow.state();
    // r_ij = s_i s_j between two neurons of the mean field.
    return { M, Q: gram ?? Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : M[Math.floor(i / p)] * M[i % p])), readout };
  }

  function look(): Snapshot {
    return { step, ...overlaps(), risk: flow.risk() + noise / 2, time: flow.time, residuals: flow.residuals() };
  }

  const pieces = {
    get step() {
      return step;
    },
    work() {
      try {
        if (!flow.work(clock.timeOf(step + 1))) return false;
      } catch (cause) {
        if (cause instanceof FlowStopped) throw new Error(`step ${step + 1}: ${cause.message}; a larger theory.epsilon or smaller coefficients may help`, { cause });
        throw cause;
      }
      step++;
      return true;
    },
    look,
  };

  return {
    get step() {
      return step;
    },
    riskKind: 'population',
    adapter: null,
    bytes: 8 * flow.save().length,
    advance: (steps, record = () => false) => advanceBy(pieces, steps, record, pause),
    async read() {
      return look();
    },
    async save() {
      const { M, Q, readout } = overlaps();
      return { step, state: Float64Array.of(...M, ...Q, ...flow.save()), readout, adaptive: null };
    },
    dispose() {},
  };
}
