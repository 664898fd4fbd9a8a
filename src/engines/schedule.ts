// Which samples a step uses: fresh batches, batches used again, and a fixed set visited in order. Shared by every engine that
// draws samples, so that they agree.

import type { Experiment } from '../experiment/experiment.ts';

/** Which batch a step uses, and whether it is kept for later once the next step uses another. */
export interface Schedule {
  batchOf(step: number): number;
  readonly kept: boolean;
  /** Consecutive steps made on a batch: Infinity with `reuse` "all". */
  readonly held: number;
}

/** The look-ahead "two-step" (2405.15459; theory/reuse.md, section 2) counts its gradient steps one by one: it is `reuse` doubled. */
export function scheduleOf({ training: { reuse, dataset, batch, lookAhead } }: Experiment): Schedule {
  const count = dataset === null ? Infinity : Math.ceil(dataset / batch);
  const held = (reuse === 'all' ? Infinity : reuse) * (lookAhead?.kind === 'two-step' ? 2 : 1);
  return { batchOf: (step) => Math.floor(step / held) % count, kept: dataset !== null, held };
}
