// Seeds become bands: quantiles over the seeds done so far, at each step, kept ready while more come in. Pure, and cheap
// enough for a page's main thread: a seed is placed into sorted columns, so nothing is ever sorted again.

import { momentsOf, type OverlapMoments } from './ensemble-moments.ts';
import { probabilities, quantile, type QuantileName } from './ensemble-quantile.ts';
import { hasRecovered, recoveryOf, type Recovery } from './ensemble-recovery.ts';

/** One seed's run at the steps of its ensemble. */
export interface Trace {
  readonly seed: number;
  /** steps × p × k. */
  readonly M: Float64Array;
  /** ½ E(f − h*)² + ½ noise (steps). */
  readonly risk: Float64Array;
}

/** Of each quantile its value at every step (linear between order statistics). */
export type Quantiles = Readonly<Record<QuantileName, Float64Array>>;

export interface Bands {
  readonly steps: readonly number[];
  /** Seeds that the quantiles are over, and seeds in all. */
  readonly done: number;
  readonly total: number;
  /** Over seeds, of the signed max_jr M_jr. */
  readonly maxOverlap: Quantiles;
  readonly risk: Quantiles;
  /** Mean and covariance over seeds of each neuron's overlaps. */
  readonly overlaps: OverlapMoments;
  /** The signed max_jr M_jr at step T, ascending over the seeds done: what quantiles hide when there are two humps. */
  readonly finalOverlap: Float64Array;
  readonly recovery: Recovery;
  /** Seeds whose run ended with an error, which are in no band, and what the first of them said. */
  readonly failed: { readonly count: number; readonly first: string } | null;
}

interface BandKeeper {
  add(trace: Trace): void;
  /** A seed that has no run to show: its numbers ceased to be finite. */
  fail(seed: number, message: string): void;
  /** Of what has come so far; the arrays are fresh. */
  bands(): Bands;
}

/** Numbers that the columns of one ensemble may hold: 200 MB of them. */
const MOST_NUMBERS = 2.5e7;

/** Seeds in all that an ensemble recorded at `steps` steps may have. */
export const mostSeeds = (steps: number): number => Math.floor(MOST_NUMBERS / (2 * Math.max(1, steps)));

/** Bands of `total` seeds of runs in `k` directions at `steps`. */
export function startBands(steps: readonly number[], total: number, k = 1): BandKeeper {
  const columns = (): Float64Array[] => steps.map(() => new Float64Array(total));
  const [largest, risks] = [columns(), columns()];
  const overlaps = momentsOf(k);
  const firsts: number[] = [];
  let done = 0;
  const failures: string[] = [];

  function quantiles(sorted: readonly Float64Array[]): Quantiles {
    const filled = sorted.map((column) => column.subarray(0, done));
    const of = (q: number): Float64Array => Float64Array.from(done > 0 ? filled : [], (column) => quantile(column, q));
    return Object.fromEntries(Object.entries(probabilities).map(([name, q]) => [name, of(q)])) as Record<QuantileName, Float64Array>;
  }

  return {
    add({ M, risk }) {
      const entries = M.length / steps.length;
      let first = Infinity;
      steps.forEach((step, i) => {
        const now = M.subarray(i * entries, (i + 1) * entries);
        insert(largest[i], done, now.reduce((a, b) => Math.max(a, b), -Infinity));
        insert(risks[i], done, risk[i]);
        if (first === Infinity && hasRecovered(now)) first = step;
      });
      overlaps.add(M);
      firsts.push(first);
      done++;
    },
    fail(seed, message) {
      failures.push(`seed ${seed}: ${message}`);
    },
    bands() {
      return {
        steps, done, total,
        maxOverlap: quantiles(largest),
        risk: quantiles(risks),
        overlaps: overlaps.moments(),
        finalOverlap: largest[steps.length - 1].slice(0, done),
        recovery: recoveryOf(firsts),
        failed: failures.length > 0 ? { count: failures.length, first: failures[0] } : null,
      };
    },
  };
}

/** Places `value` among the first `count` of an ascending column. */
function insert(column: Float64Array, count: number, value: number): void {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] <= value) low = middle + 1;
    else high = middle;
  }
  column.copyWithin(low + 1, low, count);
  column[low] = value;
}

/** Points that a band is drawn with. */
const MOST_POINTS = 200;

/**
 * Of the steps a run records, those that bands are made at: at most about 200, half of them spread evenly and half
 * geometrically, so that a band looks right on either axis. The first and the last are always among them.
 */
export function bandSteps(recorded: readonly number[]): number[] {
  const last = recorded.length - 1;
  if (last < MOST_POINTS) return [...recorded];
  const kept = new Set<number>([0, last]);
  const half = MOST_POINTS / 2;
  for (let i = 1; i < half; i++) {
    kept.add(Math.round((i * last) / half));
    kept.add(Math.round(last ** (i / half)));
  }
  return [...kept].sort((a, b) => a - b).map((index) => recorded[index]);
}
