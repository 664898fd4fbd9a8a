// An orthonormal frame of the span of W* and W in d dimensions, for the semi-reduced chain.

import { dot } from '../initial.ts';
import { addScaled } from '../../math/products.ts';

/** Below this share of its squared norm, what is left of a row is rounding: the row lies in the span of those before it. */
const SPANNED = 1e-22;

/**
 * frame[j] becomes the unit vector along what rows[j] has outside of frame[0 … j − 1], or zero if it has nothing there;
 * row j of L (n×n, n the number of vectors in the frame) gets the coordinates, so that rows = L frame. Two sweeps keep
 * the frame orthonormal to rounding.
 */
export function extendFrame(frame: readonly Float64Array[], L: Float64Array, j: number, row: Float64Array): void {
  const [n, d] = [frame.length, row.length];
  const unit = frame[j];
  unit.set(row);
  L.fill(0, j * n, (j + 1) * n);
  for (let sweep = 0; sweep < 2; sweep++)
    for (let l = 0; l < j; l++) {
      const along = dot(unit, frame[l]);
      L[j * n + l] += along;
      addScaled(unit, -along, frame[l], d);
    }
  const rest = dot(unit, unit);
  if (rest <= SPANNED * dot(row, row)) return void unit.fill(0);
  const norm = Math.sqrt(rest);
  L[j * n + j] = norm;
  for (let i = 0; i < d; i++) unit[i] /= norm;
}

/** Takes away what the row has along the first `count` vectors of the frame. */
export function leaveFrame(row: Float64Array, frame: readonly Float64Array[], count = frame.length): void {
  for (let l = 0; l < count; l++) addScaled(row, -dot(row, frame[l]), frame[l], row.length);
}
