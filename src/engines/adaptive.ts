// The adaptive loss of 2406.02157: correlation until the population risk is below a share of its initial value, then
// square at a smaller rate that decays at each step at which the risk is still below (theory/online.md, section 2:
// tested after each step, in every engine; the switch is never undone, and the decay applies at the switch too).

import type { Experiment } from '../experiment/experiment.ts';

export interface LossState {
  /** γ of the next step. */
  learningRate: number;
  /** Whether the next step's residual is y − f rather than y. */
  square: boolean;
}

export function initialLoss({ training }: Experiment): LossState {
  return { learningRate: training.learningRate, square: training.loss === 'square' };
}

/** The state after a step that left the risk at `risk`. */
export function adapt(state: LossState, risk: number, initialRisk: number, { share, drop, decay }: Experiment['training']['adaptive']): LossState {
  if (!(risk < share * initialRisk)) return state;
  const switched = state.square ? state.learningRate : state.learningRate * drop;
  return { learningRate: switched * decay, square: true };
}
