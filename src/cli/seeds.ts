// The runs of many seeds, where to open the engine for each would often take longer than to run it: `reduced` and `matrix-free`.

import { openMatrixFreeRuns } from '../engines/matrix-free/runs.ts';
import { openReducedRuns } from '../engines/reduced/runs.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { recordedSteps } from '../experiment/quantities.ts';
import type { RiskKind, Snapshot } from '../run/contract.ts';
import type { RunRecord } from '../run/run.ts';
import type { Profiling } from './profile.ts';
import type { Terminal } from './terminal.ts';

interface Runs {
  readonly riskKind: RiskKind;
  run(seed: number, record: readonly number[]): Promise<Snapshot[]>;
}

/** Null for the engines that are opened for each seed. */
export function openRuns(experiment: Experiment, { signal, say }: Terminal): Runs | null {
  if (experiment.engine === 'matrix-free') return openMatrixFreeRuns(experiment, { signal, onNotice: (message) => say(`plateau: ${message}`) });
  if (experiment.engine !== 'reduced') return null;
  const { riskKind, run } = openReducedRuns(experiment);
  return { riskKind, run: (seed, record) => run(seed, record, () => hear(signal)) };
}

/** Lets a Ctrl-C come through, and throws if one has. */
async function hear(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/** The run of the experiment's own seed. */
export async function runAnother({ riskKind, run }: Runs, experiment: Experiment, { signal, status }: Terminal, prefix: string, profiling: Profiling | null): Promise<RunRecord> {
  const began = performance.now();
  status(`${prefix}${experiment.training.steps} steps`);
  try {
    // Runs too short to be looked at within are many.
    await hear(signal);
    const snapshots = await run(experiment.seed, recordedSteps(experiment));
    profiling?.profiler.note(`${experiment.engine}/run`, began, performance.now(), experiment.training.steps);
    profiling?.collect();
    return { snapshots, riskKind, adapter: null, elapsedSeconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (signal.aborted) throw new Error(`cancelled: ${prefix}nothing was written`, { cause: error });
    throw error;
  }
}

/** A terminal that says each thing once: most of what is to be said of one seed's run holds for all. */
export function sayingOnce(terminal: Terminal): Terminal {
  const said = new Set<string>();
  return {
    ...terminal,
    say(line) {
      if (!said.has(line)) terminal.say(line);
      said.add(line);
    },
  };
}
