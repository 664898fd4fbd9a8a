// Residuals r_j = c a_j σ'(λ_j) e of a block of samples, e = y − f (square loss) or y (correlation loss).

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale } from '../../experiment/quantities.ts';
import { activationVariables, parseLink } from '../../model/link.ts';

/**
 * Turns preactivations into residuals, in place: `fields` holds p arrays (count), `labels` the y (count). Returns the sum
 * of the losses ½ (y − f)². ∇_W of the batch mean of the loss is −rᵀ X / n.
 */
export type Residuals = (fields: readonly Float64Array[], labels: Float64Array, count: number, square: boolean) => number;

export function residualsOf(experiment: Experiment, readout: Float64Array): Residuals {
  const sigma = parseLink(experiment.student.activation, activationVariables());
  const derivative = sigma.derivative('x');
  const scale = outputScale(experiment);
  const point = new Float64Array(1);
  return (fields, labels, count, square) => {
    const p = fields.length;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      let f = 0;
      for (let j = 0; j < p; j++) {
        point[0] = fields[j][i];
        f += readout[j] * sigma.evaluate(point);
      }
      const difference = labels[i] - scale * f;
      const e = square ? difference : labels[i];
      for (let j = 0; j < p; j++) {
        point[0] = fields[j][i];
        fields[j][i] = scale * readout[j] * derivative.evaluate(point) * e;
      }
      sum += 0.5 * difference * difference;
    }
    return sum;
  };
}
