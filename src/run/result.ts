// What a run leaves behind, as one JSON document: columns over the recorded steps.

import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { asWritten } from '../experiment/written.ts';
import type { Kernels, RiskKind, Snapshot } from '../engines/engine.ts';
import type { RunRecord } from './run.ts';

export interface Result {
  /** The document, defaults filled in. */
  readonly experiment: Record<string, unknown>;
  readonly engine: EngineName;
  /** Null off the GPU. */
  readonly adapter: string | null;
  readonly steps: number[];
  /** Of gradient flows alone: the time t of each step, and res_k = φ_k − σ_k <a s^k> of every degree, steps × (K + 1). */
  readonly times?: number[];
  readonly residuals?: number[][];
  /** steps × p × k. */
  readonly M: number[][][];
  /** steps × p × p. */
  readonly Q: number[][][];
  /** steps × p. */
  readonly readout: number[][];
  readonly risk: number[];
  readonly riskKind: RiskKind;
  /** Of engine `theory` alone: the largest error of its averages over the run, absolute. */
  readonly theoryError?: number;
  /** Of engine `theory` with the form "dmft" alone: standard errors of the columns of the same name, and the theory's kernels. */
  readonly sem?: { readonly M: number[][][]; readonly Q: number[][][]; readonly risk: number[] };
  readonly kernels?: Kernels;
  readonly elapsedSeconds: number;
}

export function toResult(experiment: Experiment, { snapshots, riskKind, adapter, theoryError, kernels, elapsedSeconds }: RunRecord): Result {
  const { student: { width: p }, target: { directions: k } } = experiment;
  return {
    experiment: asWritten(experiment),
    engine: experiment.engine,
    adapter,
    steps: snapshots.map(({ step }) => step),
    ...timesOf(snapshots),
    M: snapshots.map(({ M }) => rowsOf(M, p, k)),
    Q: snapshots.map(({ Q }) => rowsOf(Q, p, p)),
    readout: snapshots.map(({ readout }) => [...readout]),
    risk: snapshots.map(({ risk }) => risk),
    ...residualsOf(snapshots),
    riskKind,
    ...(theoryError === undefined ? {} : { theoryError }),
    ...semOf(snapshots, p, k),
    ...(kernels === undefined ? {} : { kernels }),
    elapsedSeconds,
  };
}

export function timesOf(snapshots: readonly Snapshot[]): Pick<Result, 'times'> {
  const times = snapshots.flatMap(({ time }) => (time === undefined ? [] : [time]));
  return times.length === 0 ? {} : { times };
}

function residualsOf(snapshots: readonly Snapshot[]): Pick<Result, 'residuals'> {
  const residuals = snapshots.flatMap(({ residuals }) => (residuals ? [[...residuals]] : []));
  return residuals.length === 0 ? {} : { residuals };
}

function semOf(snapshots: readonly Snapshot[], p: number, k: number): Pick<Result, 'sem'> {
  const errors = snapshots.flatMap(({ sem }) => (sem ? [sem] : []));
  return errors.length === 0 ? {} : { sem: { M: errors.map(({ M }) => rowsOf(M, p, k)), Q: errors.map(({ Q }) => rowsOf(Q, p, p)), risk: errors.map(({ risk }) => risk) } };
}

/** A row-major matrix as an array of its rows. */
export function rowsOf(flat: ArrayLike<number>, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => flat[i * columns + j]));
}

/** JSON in pieces, one recorded step a line: a long run's text is longer than one string may be. */
export function* jsonText(value: object, indent = ''): Generator<string> {
  const inner = `${indent}  `;
  let before = '{\n';
  for (const [key, entry] of Object.entries(value) as [string, unknown][]) {
    yield `${before}${inner}${JSON.stringify(key)}: `;
    before = ',\n';
    if (Array.isArray(entry) && entry.some(Array.isArray)) {
      for (let i = 0; i < entry.length; i++) yield `${i === 0 ? '[' : ','}\n${inner}  ${JSON.stringify(entry[i])}`;
      yield `\n${inner}]`;
    } else if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) yield* jsonText(entry, inner);
    else yield JSON.stringify(entry);
  }
  yield `\n${indent}}`;
}
