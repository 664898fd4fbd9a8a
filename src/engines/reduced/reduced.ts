// The engine `reduced`: one-pass SGD on the overlaps alone, exact in law at any dimension.

import type { Experiment } from '../../experiment/experiment.ts';
import { polynomialRisk } from '../../theory/polynomial-risk.ts';
import type { Checkpoint, Engine } from '../engine.ts';
import { advanceBy, lookAt, pauseOfTask } from './advance.ts';
import { reducedChain, type ReducedChain } from './chain.ts';

export interface ReducedOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
}

export async function openReduced(experiment: Experiment, options: ReducedOptions = {}): Promise<Engine> {
  // Quadrature is loaded where algebra does not give the risk.
  const population = polynomialRisk(experiment) ?? (await import('../risk.ts')).riskFor(experiment);
  return openChain(reducedChain(experiment, population), experiment.seed, options);
}

/** The engine that a chain of overlaps is. */
export function openChain(chain: ReducedChain, seed: number, options: ReducedOptions, notice?: string): Engine {
  chain.start(seed, options.checkpoint);
  const pause = pauseOfTask(options.signal);
  return {
    get step() {
      return chain.step;
    },
    riskKind: chain.riskKind,
    adapter: null,
    bytes: chain.bytes,
    notice,
    advance: (steps, record = () => false) => advanceBy(chain, steps, record, pause),
    read: () => lookAt(chain, pause),
    save: async () => chain.save(),
    dispose() {},
  };
}
