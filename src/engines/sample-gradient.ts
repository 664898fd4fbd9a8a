// One sample's part in a step, in float64: the residuals r_j = c a_j σ'(λ_j) e (theory: 2406.02157, section 2), with the
// look-ahead "sample" taken at its own displaced preactivations λ_j + ρ r_j |z|² (2405.15459; theory/reuse.md, section 2).

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
  /** c Σ e σ(λ_j) / n (p), minus the gradient of the readout, to be added to; where the readout learns. */
  readonly readoutGradient?: Float64Array | null;
}

/** For a student: adds what the sample (z, y) contributes to G, and returns its loss ½ (y − f)² at W, displaced or not. */
export function sampleGradient(experiment: Experiment): (batch: Batch, z: Float64Array, y: number) => number {
  const sigma = parseLink(experiment.student.activation, activationVariables());
  const derivative = sigma.derivative('x');
  const scale = outputScale(experiment);
  const lambda = new Float64Array(experiment.student.width);
  const r = new Float64Array(experiment.student.width);
  const outputs = new Float64Array(experiment.student.width);
  let e = 0;
  const { lookAhead } = experiment.training;
  const rho = lookAhead?.kind === 'sample' ? lookAhead.rho : null;
  const point = [0];

  /** r, e and σ(λ_j) at the λ given; returns y − f. */
  function respond(readout: Float64Array, square: boolean, y: number): number {
    let f = 0;
    for (let j = 0; j < lambda.length; j++) {
      point[0] = lambda[j];
      outputs[j] = sigma.evaluate(point);
      f += readout[j] * outputs[j];
    }
    const difference = y - scale * f;
    e = square ? difference : y;
    for (let j = 0; j < lambda.length; j++) {
      point[0] = lambda[j];
      r[j] = scale * readout[j] * derivative.evaluate(point) * e;
    }
    return difference;
  }

  return ({ rows, readout, square, n, gradient, readoutGradient }, z, y) => {
    for (let j = 0; j < rows.length; j++) lambda[j] = dot(rows[j], z);
    const difference = respond(readout, square, y);
    if (gradient) {
      if (rho !== null) {
        const reach = rho * dot(z, z);
        for (let j = 0; j < rows.length; j++) lambda[j] += reach * r[j];
        respond(readout, square, y);
      }
      for (let j = 0; j < rows.length; j++) {
        const share = r[j] / n;
        const row = gradient[j];
        for (let i = 0; i < row.length; i++) row[i] += share * z[i];
        if (readoutGradient) readoutGradient[j] += (scale * e * outputs[j]) / n;
      }
    }
    return 0.5 * difference * difference;
  };
}
