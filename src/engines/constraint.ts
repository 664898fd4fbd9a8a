// One step of SGD on a row under its constraint (2406.02157, section 2).

import type { Experiment } from '../experiment/experiment.ts';
import { dot } from './initial.ts';

/**
 * w ← w + γg, where g is minus the gradient; `projected` divides by the new norm, `spherical` takes g's part along w
 * away before.
 */
export function constrainedStep(w: Float64Array, g: Float64Array, gamma: number, constraint: Experiment['training']['constraint']): void {
  const along = constraint === 'spherical' ? dot(g, w) / dot(w, w) : 0;
  for (let i = 0; i < w.length; i++) w[i] += gamma * (g[i] - along * w[i]);
  if (constraint === 'none') return;
  const norm = Math.sqrt(dot(w, w));
  for (let i = 0; i < w.length; i++) w[i] /= norm;
}
