// Where the randomness comes from. Each draw has an address, so that a step made again draws the same numbers, whatever
// was drawn before it.

import { openDraws } from '../../math/draws.ts';
import { Stream } from '../../math/streams.ts';
import { bartlett } from '../reduced/wishart.ts';

export interface Dice {
  /** out[0 … count − 1] ~ N(0, 1): block `block` of column `column` of a batch, before anything is known of it. */
  column(out: Float64Array, count: number, batch: number, column: number, block: number): void;
  /** A q×q triangle T: T Tᵀ has the Wishart law of q standard normal vectors in `freedom` dimensions (../reduced/wishart.ts). For a batch's step `step` (from 0). */
  triangle(out: Float64Array, q: number, freedom: number, batch: number, step: number): void;
}

/** The column of a batch that holds the label noise ξ: no other has this number. */
export const NOISE = 2 ** 32 - 1;

export function seededDice(seed: number): Dice {
  const draws = openDraws();
  return {
    column(out, count, batch, column, block) {
      draws.start(seed, Stream.columns, block, column, batch);
      draws.normals(out, count);
    },
    triangle(out, q, freedom, batch, step) {
      draws.start(seed, Stream.triangles, step, 0, batch);
      bartlett(out, q, freedom, draws);
    },
  };
}
