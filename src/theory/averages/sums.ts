// One pass over nodes in the frame of the fields, φ = L x: everything that is averaged, at each node.

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale } from '../../experiment/quantities.ts';
import type { Link } from '../../model/link.ts';

export interface Frame {
  /** φ_a = Σ_b L[a·rank + b] x_b, (k+p)×rank; x_b beyond the field's own column has no part in it. */
  readonly L: Float64Array;
  readonly rank: number;
}

/** E[R_j φ_a], p×(k+p), then E[R_j R_l], p×p, both triangles. */
export type Sums = Float64Array;

export interface Integrand {
  /** What the following visits are for. */
  prepare(frame: Frame, readout: Float64Array, square: boolean): void;
  /** Adds the weighted values at x to `sums`. */
  visit(x: Float64Array, weight: number, sums: Sums): void;
  readonly size: number;
}

export function integrandOf(experiment: Experiment, activation: Link, target: Link): Integrand {
  const { student: { width: p }, target: { directions: k, noise } } = experiment;
  const c = outputScale(experiment);
  const slope = activation.derivative('x');
  const r = k + p;
  const fields = new Float64Array(r);
  const slopes = new Float64Array(p);
  const scales = new Float64Array(p);
  const point = new Float64Array(1);
  const offset = p * r;
  let [L, rank, square]: [Float64Array, number, boolean] = [new Float64Array(0), 0, true];
  return {
    size: p * r + p * p,
    prepare(frame, readout, isSquare) {
      [L, rank, square] = [frame.L, frame.rank, isSquare];
      for (let j = 0; j < p; j++) scales[j] = c * readout[j];
    },
    visit(x, weight, sums) {
      const [factor, width] = [L, rank];
      for (let a = 0, at = 0; a < r; a++) {
        let sum = 0;
        for (let b = 0; b < width; b++) sum += factor[at++] * x[b];
        fields[a] = sum;
      }
      let e = target.evaluate(fields);
      for (let j = 0; j < p; j++) {
        point[0] = fields[k + j];
        if (square) e -= scales[j] * activation.evaluate(point);
        slopes[j] = scales[j] * slope.evaluate(point);
      }
      const second = weight * (e * e + noise);
      const first = weight * e;
      for (let j = 0, at = 0; j < p; j++) {
        const own = slopes[j];
        // Half of a ReLU's nodes.
        if (own === 0) {
          at += r;
          continue;
        }
        for (let a = 0; a < r; a++) sums[at++] += first * own * fields[a];
        for (let l = 0; l <= j; l++) sums[offset + j * p + l] += second * own * slopes[l];
      }
    },
  };
}
