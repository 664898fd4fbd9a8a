// What becomes of the seeds of an ensemble, wherever they are run: bands, told of now and then, or the reason why there are none.

import { startBands, type Bands } from './ensemble-bands.ts';
import type { FromSeeds } from './ensemble-messages.ts';
import type { ProfileReport } from './profile/totals.ts';

export interface EnsembleEvents {
  /** Five times a second at most, and once more when all seeds are done. */
  onBands?(bands: Bands): void;
  /** A sentence for a person: no seed of this experiment can be run. Nothing comes after it. */
  onError?(message: string): void;
  /** While the ensemble is profiled: the spans of its kernels and seeds, from each worker some ten times a second. */
  onProfile?(report: ProfileReport): void;
}

export interface Gathering {
  take(message: Extract<FromSeeds, { kind: 'trace' | 'failure' }>): void;
  told(report: ProfileReport): void;
  fail(message: string): void;
  /** No event comes after it. */
  stop(): void;
}

const BETWEEN_BANDS = 200;

/** Of `total` seeds of runs in `k` directions at `steps`. `end` is called when the last has come, or none will. */
export function gather(steps: readonly number[], total: number, k: number, events: EnsembleEvents, end: () => void): Gathering {
  const keeper = startBands(steps, total, k);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = -Infinity;
  let left = total;
  let over = false;

  function tell(): void {
    timer = undefined;
    told = performance.now();
    events.onBands?.(keeper.bands());
  }
  function stop(): void {
    over = true;
    clearTimeout(timer);
  }
  function fail(message: string): void {
    if (over) return;
    stop();
    end();
    events.onError?.(message);
  }

  return {
    take(message) {
      if (over) return;
      if (message.kind === 'trace') keeper.add(message);
      else if (message.ofSeed) keeper.fail(message.seed, message.message);
      else return fail(message.message);
      if (--left === 0) {
        stop();
        tell();
        end();
      } else timer ??= setTimeout(tell, Math.max(0, told + BETWEEN_BANDS - performance.now()));
    },
    told: (report) => void (over || events.onProfile?.(report)),
    fail,
    stop,
  };
}
