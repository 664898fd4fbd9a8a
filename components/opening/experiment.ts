// The comparison that the page opens with: one network, one seed, two losses, at the batch exponent 1.75 of the figure
// in arXiv:2406.02157. Where the GPU is a software one, smaller, at the same exponents.

import { parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import { preset } from '../../src/experiment/presets.ts';

export type OpeningLoss = 'correlation' | 'square';
export type OpeningSize = 'paper' | 'small';

export const openingSizes: readonly OpeningSize[] = ['paper', 'small'];

/** Batch exponent μ: n = d^μ. */
export const mu = 1.75;

/** γ = prefactor·n·p·d^(−3/2). */
const p = 4;
// The figure's prefactor is 0.032. At d = 64 a slightly larger one and ten steps more let about as many seeds collapse
// under the square loss as at d = 256 (11 of 16 at some step), and none under the correlation loss.
const small = { dimension: 64, prefactor: 0.036, steps: 60 };

/** A seed whose square-loss run collapses at the small size and stays down, as the published one does at the other. */
export const openingSeed = 16;

/** The dimension of each size, for the sentence that says which one is shown. */
export const openingDimension: Record<OpeningSize, number> = { paper: 256, small: small.dimension };

export function openingExperiment(loss: OpeningLoss, seed: number, size: OpeningSize): Experiment {
  const paper = preset('he3-mu1.75')!.document;
  if (size === 'paper') return parseExperiment({ ...paper, training: { ...paper.training, loss }, seed });
  const { dimension: d, prefactor, steps } = small;
  const batch = Math.round(d ** mu);
  const learningRate = Number((prefactor * batch * p * d ** -1.5).toPrecision(3));
  return parseExperiment({
    ...paper,
    data: { dimension: d },
    initial: { overlap: Number((1 / Math.sqrt(d)).toPrecision(3)) },
    training: { loss, constraint: 'projected', batch, learningRate, steps },
    seed,
  });
}
