// One step of SGD on a row under its constraint (2406.02157, section 2).

import type { Experiment } from '../experiment/experiment.ts';
import { dot } from './initial.ts';

/**
 * w ← w + γ (g − λw), where g is minus the gradient and λ the weight decay; `projected` divides by the new norm, `spherical`
 * takes the part along w of g − λw away before, and with it the decay.
 */
export function constrainedStep(w: Float64Array, g: Float64Array, gamma: number, constraint: Experiment['training']['constraint'], weightDecay = 0): void {
  const along = constraint === 'spherical' ? dot(g, w) / dot(w, w) : weightDecay;
  for (let i = 0; i < w.length; i++) w[i] += gamma * (g[i] - along * w[i]);
  if (constraint === 'none') return;
  const norm = Math.sqrt(dot(w, w));
  for (let i = 0; i < w.length; i++) w[i] /= norm;
}
