// Many seeds of one experiment on one thread: the population risk, whose quadrature costs as much as a short run, is made once.

import type { Experiment } from '../../experiment/experiment.ts';
import { riskFor } from '../risk.ts';
import { Unsupported, type RiskKind, type Snapshot } from '../engine.ts';
import { openMatrixFree } from './matrix-free.ts';
import { unfolds } from './chain.ts';
import { sizeOf } from './size.ts';

interface MatrixFreeRuns {
  readonly riskKind: RiskKind;
  /** The run of one seed: snapshots at the steps of `record`, ascending from 0 on, equal to the last bit to those of the engine with that seed, on the CPU. */
  run(seed: number, record: ArrayLike<number>): Promise<Snapshot[]>;
}

interface RunsOptions {
  /** Hears of each seed's run how far it is to be trusted, where that needs saying. */
  readonly onNotice?: (sentence: string) => void;
  /** Looked at every few milliseconds, also within a step. */
  readonly signal?: AbortSignal;
  /** Bytes of columns that one run may hold, where several run at once; without it what the engine allows. */
  readonly mostBytes?: number;
}

/** Throws `Unsupported`, in words, for runs that do not fit. */
export function openMatrixFreeRuns(experiment: Experiment, { signal, onNotice, mostBytes = Infinity }: RunsOptions = {}): MatrixFreeRuns {
  const bytes = unfolds(experiment) ? sizeOf(experiment).bytes : 0;
  if (bytes > mostBytes)
    throw new Unsupported(`training.batch: found ${experiment.training.batch}; one seed would hold ${Math.ceil(bytes / 1e6)} MB of columns by the end of its run; allowed where several seeds run at once: up to ${Math.floor(mostBytes / 1e6)} MB`);
  const population = riskFor(experiment);
  return {
    riskKind: population ? 'population' : 'batch',
    async run(seed, record) {
      const wanted = new Set(Array.from(record));
      const engine = await openMatrixFree({ ...experiment, seed }, { on: 'cpu', population, signal });
      try {
        if (engine.notice) onNotice?.(engine.notice);
        const first = wanted.has(0) ? [await engine.read()] : [];
        const last = record.length > 0 ? record[record.length - 1] : 0;
        return [...first, ...(await engine.advance(last, (step) => wanted.has(step)))];
      } finally {
        engine.dispose();
      }
    },
  };
}
