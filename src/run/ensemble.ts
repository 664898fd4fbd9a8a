// Many seeds of one experiment: mean and spread of every entry at every recorded step, quantiles of the largest
// overlap, and weak recovery.

import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { asWritten } from '../experiment/written.ts';
import type { RiskKind, Snapshot } from '../engines/engine.ts';
import { probabilities, quantile, type QuantileName } from './ensemble-quantile.ts';
import { hasRecovered, recoveryOf, type Recovery } from './ensemble-recovery.ts';
import { rowsOf, timesOf } from './result.ts';
import type { RunRecord } from './run.ts';

/** std with ddof 1, sem = std/√N: NaN, in JSON null, of one seed. */
export interface Spread<T> {
  readonly mean: T;
  readonly std: T;
  readonly sem: T;
}

export interface EnsembleResult {
  /** The document with the first seed, defaults filled in. */
  readonly experiment: Record<string, unknown>;
  /** First and last, both run. */
  readonly seeds: [number, number];
  readonly engine: EngineName;
  readonly adapter: string | null;
  readonly steps: number[];
  /** Of gradient flows alone: the time of each step, the same for all seeds. */
  readonly times?: number[];
  readonly M: Spread<number[][][]>;
  readonly Q: Spread<number[][][]>;
  readonly readout: Spread<number[][]>;
  readonly risk: Spread<number[]>;
  /** Quantiles over seeds of the signed max_jr M_jr, at each step. */
  readonly maxOverlap: Record<QuantileName, number[]>;
  readonly recovery: Recovery;
  readonly riskKind: RiskKind;
  /** Of engine `theory` alone: the largest over the seeds. */
  readonly theoryError?: number;
  readonly elapsedSeconds: number;
}

export interface Ensemble {
  /** Takes the run of one more seed; only its contribution is kept. */
  add(record: RunRecord): void;
  result(experiment: Experiment, seeds: [number, number]): EnsembleResult;
}

export function startEnsemble(): Ensemble {
  let steps: number[] = [];
  let moments: Moments[] = [];
  const largest: Float64Array[] = [];
  const firsts: number[] = [];
  let last: RunRecord | null = null;
  let elapsedSeconds = 0;
  let theoryError: number | undefined;
  return {
    add(record) {
      const { snapshots } = record;
      if (last === null) {
        steps = snapshots.map(({ step }) => step);
        moments = snapshots.map((snapshot) => new Moments(entriesOf(snapshot).length));
      } else if (snapshots.length !== steps.length) throw new Error(`a run recorded ${snapshots.length} steps, the ones before it ${steps.length}`);
      snapshots.forEach((snapshot, i) => moments[i].add(entriesOf(snapshot)));
      largest.push(Float64Array.from(snapshots, ({ M }) => M.reduce((a, b) => Math.max(a, b), -Infinity)));
      firsts.push(snapshots.find(({ M }) => hasRecovered(M))?.step ?? Infinity);
      elapsedSeconds += record.elapsedSeconds;
      if (record.theoryError !== undefined) theoryError = Math.max(theoryError ?? 0, record.theoryError);
      last = record;
    },
    result(experiment, seeds) {
      if (last === null) throw new Error('an ensemble has at least one seed');
      const { student: { width: p }, target: { directions: k } } = experiment;
      const column = <T>(shape: (entries: Float64Array) => T): Spread<T[]> => ({
        mean: moments.map((m) => shape(m.mean)),
        std: moments.map((m) => shape(m.std())),
        sem: moments.map((m) => shape(m.std().map((s) => s / Math.sqrt(m.count)))),
      });
      const sorted = steps.map((_, i) => Float64Array.from(largest, (run) => run[i]).sort());
      const quantiles = Object.entries(probabilities).map(([name, q]) => [name, sorted.map((values) => quantile(values, q))]);
      return {
        experiment: asWritten({ ...experiment, seed: seeds[0] }),
        seeds,
        engine: experiment.engine,
        adapter: last.adapter,
        steps,
        ...timesOf(last.snapshots),
        M: column((entries) => rowsOf(entries, p, k)),
        Q: column((entries) => rowsOf(entries.subarray(p * k), p, p)),
        readout: column((entries) => [...entries.subarray(p * k + p * p, -1)]),
        risk: column((entries) => entries[entries.length - 1]),
        maxOverlap: Object.fromEntries(quantiles) as EnsembleResult['maxOverlap'],
        recovery: recoveryOf(firsts),
        riskKind: last.riskKind,
        ...(theoryError === undefined ? {} : { theoryError }),
        elapsedSeconds,
      };
    },
  };
}

function entriesOf({ M, Q, readout, risk }: Snapshot): Float64Array {
  return Float64Array.of(...M, ...Q, ...readout, risk);
}

/** Welford's running mean and sum of squared deviations, entry by entry: no cancellation where the spread is small. */
class Moments {
  count = 0;
  readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(entries: number) {
    this.mean = new Float64Array(entries);
    this.squares = new Float64Array(entries);
  }

  add(values: Float64Array): void {
    this.count++;
    for (let i = 0; i < values.length; i++) {
      const deviation = values[i] - this.mean[i];
      this.mean[i] += deviation / this.count;
      this.squares[i] += deviation * (values[i] - this.mean[i]);
    }
  }

  std(): Float64Array {
    return this.squares.map((sum) => Math.sqrt(sum / (this.count - 1)));
  }
}
