// The gradient flows of both layers (2303.00055) as experiments: which they are, and what time it is at a step of one.

import { isPlainObject } from './issues.ts';
import type { Experiment } from './schema.ts';

/** The forms that follow both layers in continuous time (2303.00055), for the engine "theory". */
export const flowForms: readonly string[] = ['flow', 'mean-field-flow'];

/** Whether a document, complete or not, is a run of a flow. */
export function isFlow(document: { readonly engine?: unknown; readonly theory?: unknown }): boolean {
  const { engine, theory } = document;
  return engine === 'theory' && isPlainObject(theory) && flowForms.includes(theory.form as string);
}

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

/** NaN where nothing says it. */
export function epsilonOf({ theory, training: { learningRate, secondLayer } }: Experiment): number {
  if (theory?.epsilon !== undefined) return theory.epsilon;
  return secondLayer !== 'fixed' && learningRate > 0 && secondLayer.learningRate > 0 ? learningRate / secondLayer.learningRate : NaN;
}
