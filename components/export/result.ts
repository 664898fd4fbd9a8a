// What a run leaves behind: the result document of the command line, and a table that any tool reads.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { asWritten } from '../../src/experiment/written.ts';
import type { Host, Kernels, Snapshot } from '../../src/run/contract.ts';
import { jsonText, toResult } from '../../src/run/result.ts';

export interface ResultSource {
  readonly experiment: Experiment;
  readonly snapshots: readonly Snapshot[];
  /** Null where the engine has none. */
  readonly kernels: Kernels | null;
  readonly host: Host;
  readonly elapsedSeconds: number;
}

/** The result document of the command line, in pieces for a file; says the engine that ran, should another have been asked for. */
export function jsonOf({ experiment, snapshots, kernels, host, elapsedSeconds }: ResultSource): string[] {
  const record = { snapshots: [...snapshots], riskKind: host.riskKind, adapter: host.adapter, kernels: kernels ?? undefined, elapsedSeconds };
  return [...jsonText({ ...toResult(experiment, record), engine: host.engine }), '\n'];
}

/** Columns step, of a gradient flow time, then risk, M_1_1 …, Q_1_1 … (upper triangle), a_1 …; lines that begin with # say what was run. */
export function csvOf(source: ResultSource): string {
  const { experiment, snapshots, host } = source;
  const [p, k] = [experiment.student.width, experiment.target.directions];
  const M = Array.from({ length: p * k }, (_, i) => `M_${Math.floor(i / k) + 1}_${(i % k) + 1}`);
  const pairs = Array.from({ length: p }, (_, j) => Array.from({ length: p - j }, (_, i) => [j, j + i])).flat();
  const timed = snapshots.some(({ time }) => time !== undefined);
  const head = ['step', ...(timed ? ['time'] : []), 'risk', ...M, ...pairs.map(([j, l]) => `Q_${j + 1}_${l + 1}`), ...Array.from({ length: p }, (_, j) => `a_${j + 1}`)];
  const lines = snapshots.map(({ step, time, risk, M, Q, readout }) => [step, ...(timed ? [time] : []), risk, ...M, ...pairs.map(([j, l]) => Q[j * p + l]), ...readout].join(','));
  return [
    `# experiment: ${JSON.stringify(asWritten(experiment))}`,
    `# engine: ${host.engine}`,
    `# adapter: ${host.adapter ?? 'none'}`,
    `# risk: ${host.riskKind}`,
    head.join(','),
    ...lines,
    '',
  ].join('\n');
}

/** plateau-d256-p4-square-seed1: what a folder full of downloads needs to be told apart. */
export function fileStem({ data, student, training, seed }: Experiment, what = ''): string {
  return ['plateau', what, `d${data.dimension}`, `p${student.width}`, training.loss, `seed${seed}`].filter(Boolean).join('-');
}
