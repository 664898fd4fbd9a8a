// What a copy of the sample does with its fields, a block of copies at a time: labels, outputs, and F.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale, readoutVector } from '../../experiment/quantities.ts';
import { cholesky } from '../../math/linalg.ts';
import { addScaled, combine } from '../../math/products.ts';
import { BLOCK } from '../../model/block.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';

type Rows = readonly Float64Array[];

export interface Neurons {
  /** y without noise, of orthonormal coordinates z (k rows). */
  label(z: Rows, y: Float64Array, count: number): void;
  /** F (p rows) of fields H (p rows) and labels: F_j = c a_j σ'(H_j) (f − y), or −y in place of f − y for the correlation loss. */
  respond(H: Rows, y: Float64Array, F: Rows, count: number): void;
  /** Σ ½ (y − f)². */
  loss(H: Rows, y: Float64Array, count: number): number;
}

export function openNeurons(experiment: Experiment): Neurons {
  const { target, student: { activation, width: p }, training } = experiment;
  const k = target.directions;
  const link = parseLink(target.link, targetVariables(k));
  const sigma = parseLink(activation, activationVariables());
  const derivative = sigma.derivative('x');
  const weights = readoutVector(experiment).map((a) => outputScale(experiment) * a);
  // λ* = L z with L Lᵀ = P.
  const L = cholesky(gramMatrix(experiment), k)!;
  const oblique = Array.from({ length: k }, () => new Float64Array(BLOCK));
  const [error, scratch] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  const inputs = Array.from({ length: p }, (): Float64Array[] => []);
  const square = training.loss === 'square';

  /** error ← −y, or f − y. */
  function subtract(H: Rows, y: Float64Array, count: number, withOutput: boolean): void {
    for (let i = 0; i < count; i++) error[i] = -y[i];
    if (!withOutput) return;
    for (let j = 0; j < p; j++) {
      inputs[j][0] = H[j];
      sigma.evaluateBlock(inputs[j], scratch, count);
      addScaled(error, weights[j], scratch, count);
    }
  }

  return {
    label(z, y, count) {
      if (target.gram === null) return link.evaluateBlock(z, y, count);
      for (let r = 0; r < k; r++) combine(oblique[r], L, r * k, z, r + 1, count);
      link.evaluateBlock(oblique, y, count);
    },
    respond(H, y, F, count) {
      subtract(H, y, count, square);
      for (let j = 0; j < p; j++) {
        inputs[j][0] = H[j];
        derivative.evaluateBlock(inputs[j], F[j], count);
        const out = F[j];
        for (let i = 0; i < count; i++) out[i] *= weights[j] * error[i];
      }
    },
    loss(H, y, count) {
      subtract(H, y, count, true);
      let sum = 0;
      for (let i = 0; i < count; i++) sum += 0.5 * error[i] * error[i];
      return sum;
    },
  };
}
