// What a run will hold, before anything is allocated: whether it fits, and in which precision.

import type { Experiment } from '../../experiment/experiment.ts';
import { Unsupported } from '../engine.ts';
import { scheduleOf } from '../schedule.ts';

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
function entries(experiment: Experiment, steps: number): number {
  const { training: { batch: n, dataset }, student: { width: p }, target: { directions: k }, data: { dimension: d } } = experiment;
  const { held } = scheduleOf(experiment);
  const fixed = 1 + p;
  if (dataset === null) {
    const on = Math.min(steps, held);
    return n * (Math.min(d, k + p * on) + Math.min(n, d, p * on) + fixed);
  }
  // Each step adds to every batch's columns, and to the directions of its own batch.
  const [seen, visits] = held === Infinity ? [n, steps] : [dataset, Math.ceil(steps / (Math.ceil(dataset / n) * held)) * held];
  return seen * (Math.min(d, k + p + p * steps) + Math.min(n, d, p * Math.min(steps, visits)) + fixed);
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
