// The second layer at step 0.

import { openDraws } from '../math/draws.ts';
import { Stream } from '../math/streams.ts';
import type { Experiment } from './schema.ts';

/** a (p) at step 0. A law is drawn from the seed, in a stream of its own; of two widths the narrower has the wider one's first weights. */
export function readoutVector({ student: { readout, width }, seed }: Experiment): Float64Array {
  if (Array.isArray(readout)) return Float64Array.from(readout);
  if (typeof readout === 'string') return Float64Array.from({ length: width }, (_, j) => (readout === 'alternating' && j % 2 === 1 ? -1 : 1));
  const draws = openDraws();
  draws.start(seed, Stream.readout, 0);
  const a = new Float64Array(width);
  switch (readout.law) {
    case 'gaussian':
      draws.normals(a, width);
      return a.map((x) => readout.mean + readout.std * x);
    case 'uniform':
      return a.map(() => readout.low + (readout.high - readout.low) * draws.uniform());
    case 'atoms': {
      const weights = readout.weights ?? readout.values.map(() => 1);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return a.map(() => readout.values[place(weights, total * draws.uniform())]);
    }
  }
}

/** Of weights laid end to end: the one that covers `at`, never one of weight 0. */
function place(weights: readonly number[], at: number): number {
  let [end, last] = [0, 0];
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue;
    end += weight;
    last = i;
    if (at < end) return i;
  }
  return last;
}

/** Whether a differs from seed to seed. */
export const readoutIsDrawn = ({ student: { readout } }: Experiment): boolean => typeof readout === 'object' && !Array.isArray(readout);
