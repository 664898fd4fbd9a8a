// What a run leaves behind: the result document of the command line, and a table that any tool reads.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Host, Kernels, Snapshot } from '../../src/run/contract.ts';
import { csvText } from '../../src/run/csv.ts';
import { jsonText, toResult, type Result } from '../../src/run/result.ts';
import { stemOf } from './figure.ts';

export interface ResultSource {
  readonly experiment: Experiment;
  readonly snapshots: readonly Snapshot[];
  /** Null where the engine has none. */
  readonly kernels: Kernels | null;
  readonly host: Host;
  readonly elapsedSeconds: number;
}

/** The result document of the command line; says the engine that ran, should another have been asked for. */
export function resultOf({ experiment, snapshots, kernels, host, elapsedSeconds }: ResultSource): Result {
  const record = { snapshots: [...snapshots], riskKind: host.riskKind, adapter: host.adapter, kernels: kernels ?? undefined, elapsedSeconds };
  return { ...toResult(experiment, record), engine: host.engine };
}

/** In pieces for a file. */
export const jsonOf = (source: ResultSource): string[] => [...jsonText(resultOf(source)), '\n'];

/** Columns step, of a gradient flow time, then risk, M_1_1 …, Q_1_1 … (upper triangle), a_1 …; lines that begin with # say what was run. */
export const csvOf = (source: ResultSource): string => [...csvText(resultOf(source))].join('');

/** plateau-d256-p4-square-seed1: what a folder full of downloads needs to be told apart. */
export function fileStem({ data, student, training, seed }: Experiment, what = ''): string {
  return stemOf(what, `d${data.dimension}`, `p${student.width}`, training.loss, `seed${seed}`);
}
