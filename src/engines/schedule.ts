// Which samples a step uses: fresh batches, batches used again, and a fixed set visited in order. Shared by every engine that
// draws samples, so that they agree.

import type { Experiment } from '../experiment/experiment.ts';

/** Which batch a step uses, and whether it is kept for later once the next step uses another. */
export interface Schedule {
  batchOf(step: number): number;
  readonly kept: boolean;
  /** Gradient steps made of each step: 2 with the look-ahead "two-step". */
  readonly moves: number;
}

export function scheduleOf({ training: { reuse, dataset, batch, lookAhead } }: Experiment): Schedule {
  const count = dataset === null ? Infinity : Math.ceil(dataset / batch);
  return {
    batchOf: (step) => (reuse === 'all' ? 0 : Math.floor(step / reuse) % count),
    kept: dataset !== null,
    moves: lookAhead?.kind === 'two-step' ? 2 : 1,
  };
}
