// Many seeds of one experiment on one thread: what all seeds share is made once.

import type { Experiment } from '../../experiment/experiment.ts';
import type { RiskKind, Snapshot } from '../engine.ts';
import { riskFor } from '../risk.ts';
import { advanceBy, lookAt, pauseEvery } from './advance.ts';
import { reducedChain } from './chain.ts';

export interface ReducedRuns {
  readonly riskKind: RiskKind;
  /**
   * The run of one seed: snapshots at the steps of `record`, ascending from 0 on, equal to the last bit to those of the
   * engine with that seed. `yieldNow` is awaited every few milliseconds and may throw to stop the run. One run at a time.
   */
  run(seed: number, record: ArrayLike<number>, yieldNow?: () => Promise<void>): Promise<Snapshot[]>;
}

const YIELD_MILLISECONDS = 4;

export function openReducedRuns(experiment: Experiment): ReducedRuns {
  const chain = reducedChain(experiment, riskFor(experiment));
  return {
    riskKind: chain.riskKind,
    async run(seed, record, yieldNow) {
      const pause = yieldNow ? pauseEvery(YIELD_MILLISECONDS, yieldNow) : null;
      const wanted = new Set(Array.from(record));
      chain.start(seed);
      const first = wanted.has(0) ? [await lookAt(chain, pause)] : [];
      const rest = await advanceBy(chain, record.length > 0 ? record[record.length - 1] : 0, (step) => wanted.has(step), pause);
      return [...first, ...rest];
    },
  };
}
