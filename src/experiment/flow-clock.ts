// What time it is at a step of a gradient flow of both layers.

import { epsilonOf } from './flow.ts';
import type { Experiment } from './schema.ts';

export interface FlowClock {
  /** ε: the first layer's rate over the second's. */
  readonly epsilon: number;
  /** t at a step; 0 at step 0. */
  timeOf(step: number): number;
}

/** First time of a geometric grid, in units of ε: before it nothing happens. */
const FIRST = 0.01;

/**
 * Steps of a flow are the points at which it is looked at. With a horizon T they are, as `record` says, `log` times in geometric
 * progression from ε/100 to T, or T in `training.steps` equal parts. Without, they are those of descent at the training's rates, η = γ/p apart
 * (theory/timescales.md, section 6), so that a flow can be laid beside it.
 */
export function flowClock(experiment: Experiment): FlowClock {
  const { theory, record, training: { learningRate, steps }, student: { width: p } } = experiment;
  const epsilon = epsilonOf(experiment);
  const T = theory?.horizon;
  if (T === undefined) return { epsilon, timeOf: (step) => (learningRate / p) * step };
  if ('every' in record) return { epsilon, timeOf: (step) => (step === steps ? T : (T * step) / steps) };
  const first = Math.min(FIRST * epsilon, T);
  return { epsilon, timeOf: (step) => (step === 0 ? 0 : step === steps ? T : first * (T / first) ** ((step - 1) / (steps - 1))) };
}
