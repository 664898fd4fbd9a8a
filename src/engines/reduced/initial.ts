// The initial condition without weights: (M, Q) of the law that ../initial.ts draws in d dimensions, at a cost that does
// not depend on d.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { cholesky, flatten, multiply, transpose } from '../../math/linalg.ts';
import { Stream } from '../../math/streams.ts';
import { bartlett } from './wishart.ts';

export interface InitialOverlaps {
  /** W W*ᵀ, p×k row-major. */
  readonly M: Float64Array;
  /** W Wᵀ, p×p row-major. */
  readonly Q: Float64Array;
}

/** The overlaps at step 0 of the experiment's seed, for any dimension d ≥ p + k. */
export function initialOverlaps(experiment: Experiment): InitialOverlaps {
  const { seed, initial, student: { width: p }, target: { directions: k }, data: { dimension: d } } = experiment;
  if (typeof initial !== 'string' && 'M' in initial) return { M: flatten(initial.M), Q: flatten(initial.Q) };

  const draws = openDraws();
  draws.start(seed, Stream.overlaps, 0);
  // Each row of W in an orthonormal frame whose first k vectors span W* and whose next p span what the rows have outside.
  const inside = new Float64Array(p * k);
  const outside = new Float64Array(p * p);
  draws.normals(inside, p * k);
  bartlett(outside, p, d - k, draws);
  for (let j = 0; j < p; j++) {
    const [row, rest] = [inside.subarray(j * k, (j + 1) * k), outside.subarray(j * p, (j + 1) * p)];
    if (initial === 'random') {
      const norm = Math.hypot(...row, ...rest);
      scale(row, 1 / norm);
      scale(rest, 1 / norm);
    } else {
      const m = initial.overlap;
      // With one direction the part inside is +m w*, else uniform on its sphere.
      if (k === 1) row[0] = m;
      else scale(row, m / Math.hypot(...row));
      scale(rest, Math.sqrt(1 - m * m) / Math.hypot(...rest));
    }
  }
  // W* is P's Cholesky factor in the frame.
  const L = cholesky(gramMatrix(experiment), k)!;
  const M = multiply(inside, transpose(L, k, k), p, k, k);
  const Q = multiply(inside, transpose(inside, p, k), p, k, p);
  const beyond = multiply(outside, transpose(outside, p, p), p, p, p);
  for (let i = 0; i < p * p; i++) Q[i] += beyond[i];
  for (let j = 0; j < p; j++) Q[j * (p + 1)] = 1;
  return { M, Q };
}

function scale(row: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i] *= factor;
}
