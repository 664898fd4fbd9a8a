// A run from start to end without a person: the command line, an ensemble, a script.

import type { Experiment } from '../experiment/experiment.ts';
import type { Engine, Kernels, RiskKind, Snapshot } from '../engines/engine.ts';
import type { Progress } from './contract.ts';
import { openDriver, type DriverOptions } from './driver.ts';

export interface RunRecord {
  readonly snapshots: Snapshot[];
  readonly riskKind: RiskKind;
  /** Null off the GPU. */
  readonly adapter: string | null;
  /** Of engine `theory` alone: the largest error of its averages over the run. */
  readonly theoryError?: number;
  /** Of engine `theory` with the form "dmft". */
  readonly kernels?: Kernels;
  /** Time spent making steps. */
  readonly elapsedSeconds: number;
}

export interface RunOptions extends DriverOptions {
  onProgress?(progress: Progress): void;
  /** What the engine still holds at the end, before it is disposed. */
  onEnd?(engine: Engine): Promise<void>;
}

/** Milliseconds between two reports of progress, and between two looks at the signal. */
const BLOCK = 100;

export async function runExperiment(experiment: Experiment, options: RunOptions): Promise<RunRecord> {
  const driver = await openDriver(experiment, options);
  try {
    const snapshots: Snapshot[] = [];
    do {
      snapshots.push(...(await driver.next(BLOCK)));
      options.onProgress?.(driver.progress);
    } while (!driver.finished);
    await options.onEnd?.(driver.engine);
    const { riskKind, adapter, theoryError, kernels } = driver.engine;
    return { snapshots, riskKind, adapter, theoryError, kernels, elapsedSeconds: driver.progress.elapsedSeconds };
  } finally {
    driver.dispose();
  }
}
