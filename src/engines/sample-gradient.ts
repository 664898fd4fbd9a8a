// One sample's part in a step, in float64: the residuals r_j = c a_j σ'(λ_j) e (theory: 2406.02157, section 2).

import type { Experiment } from '../experiment/experiment.ts';
import { outputScale } from '../experiment/quantities.ts';
import { activationVariables, parseLink } from '../model/link.ts';
import { dot } from './initial.ts';

export interface Batch {
  /** W, row by row. */
  readonly rows: readonly Float64Array[];
  readonly readout: Float64Array;
  /** Whether e = y − f (square loss) or y (correlation loss). */
  readonly square: boolean;
  /** Samples in the batch. */
  readonly n: number;
  /** G = rᵀ Z / n, minus the gradient, to be added to row by row; null where only the loss is asked for. */
  readonly gradient: readonly Float64Array[] | null;
}

/** For a student: adds what the sample (z, y) contributes to G, and returns its loss ½ (y − f)². */
export function sampleGradient(experiment: Experiment): (batch: Batch, z: Float64Array, y: number) => number {
  const sigma = parseLink(experiment.student.activation, activationVariables());
  const derivative = sigma.derivative('x');
  const scale = outputScale(experiment);
  const lambda = new Float64Array(experiment.student.width);
  const point = [0];
  return ({ rows, readout, square, n, gradient }, z, y) => {
    let f = 0;
    for (let j = 0; j < rows.length; j++) {
      point[0] = lambda[j] = dot(rows[j], z);
      f += readout[j] * sigma.evaluate(point);
    }
    const difference = y - scale * f;
    if (gradient) {
      const e = square ? difference : y;
      for (let j = 0; j < rows.length; j++) {
        point[0] = lambda[j];
        const r = (scale * readout[j] * derivative.evaluate(point) * e) / n;
        const row = gradient[j];
        for (let i = 0; i < row.length; i++) row[i] += r * z[i];
      }
    }
    return 0.5 * difference * difference;
  };
}
