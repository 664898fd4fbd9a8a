// What a run will hold, before anything is allocated: whether it fits, and in which precision.

import type { Experiment } from '../../experiment/experiment.ts';
import { Unsupported } from '../engine.ts';

/** Up to here columns are kept in float64, beyond in float32 at half the memory and the traffic. */
const FLOAT64_BYTES = 1e9;
/** Beyond it arrays are more than common machines and JavaScript engines hold. */
const MOST_BYTES = 4e9;

export interface Size {
  /** Bytes of one entry of a column: 8 or 4. */
  readonly entry: 8 | 4;
  readonly bytes: number;
}

/** Entries of all columns after `steps` steps: of the n-vectors G_j, v_l, one of labels, p of residuals. */
function entries({ training: { batch: n, reuse, dataset, lookAhead }, student: { width: p }, target: { directions: k }, data: { dimension: d } }: Experiment, steps: number): number {
  const moves = p * (lookAhead?.kind === 'two-step' ? 2 : 1);
  const fixed = 1 + p;
  if (dataset === null) {
    const on = reuse === 'all' ? steps : Math.min(steps, reuse);
    return n * (Math.min(d, k + moves * on) + Math.min(n, d, moves * on) + fixed);
  }
  // Each step adds to every batch's columns, and to the directions of its own batch.
  const visits = reuse === 'all' ? steps : Math.ceil(steps / (Math.ceil(dataset / n) * reuse)) * reuse;
  const seen = reuse === 'all' ? n : dataset;
  return seen * (Math.min(d, k + p + moves * steps) + Math.min(n, d, moves * Math.min(steps, visits)) + fixed);
}

/** Throws `Unsupported`, in words, for what does not fit. */
export function sizeOf(experiment: Experiment): Size {
  const { training: { steps, reuse, dataset, batch } } = experiment;
  const count = entries(experiment, steps);
  if (4 * count > MOST_BYTES) {
    const fits = (steps: number) => 4 * entries(experiment, steps) <= MOST_BYTES;
    const need = `the engine "matrix-free" would hold ${((4 * count) / 1e9).toFixed(1)} GB of columns, which grow with each step on the same samples`;
    if (!fits(1)) {
      const [path, found] = dataset === null ? ['training.batch', batch] : ['training.dataset', dataset];
      throw new Unsupported(`${path}: found ${found}; ${need}; allowed here: up to ${Math.floor((found * MOST_BYTES) / (4 * entries(experiment, 1)))} samples, for one step`);
    }
    let [most, tooMany] = [1, steps];
    while (tooMany - most > 1) {
      const middle = Math.floor((most + tooMany) / 2);
      if (fits(middle)) most = middle;
      else tooMany = middle;
    }
    const [path, found] = dataset === null && reuse !== 'all' ? ['training.reuse', reuse] : ['training.steps', steps];
    throw new Unsupported(`${path}: found ${found}; ${need}; allowed here: up to ${most}`);
  }
  const entry = 8 * count <= FLOAT64_BYTES ? 8 : 4;
  return { entry, bytes: entry * count };
}
