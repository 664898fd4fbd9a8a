// Figures of the papers, as experiments. Each document is what a person would write: defaults are left out where they
// carry no information about the figure.

import { presetDocuments } from './preset-documents.ts';
import { timescalesPresets } from './presets-timescales.ts';
import type { ExperimentDocument } from './schema.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What one sees, for a reader of the lab. */
  readonly description: string;
  /** Where the figure, or what it rests on, was published. */
  readonly paper: string;
  readonly document: ExperimentDocument;
}

const online = 'arXiv:2406.02157';
const reusing = 'arXiv:2402.03220';

export const presets: readonly Preset[] = [
  {
    id: 'he3-mu1.75',
    title: 'He₃ with large batches, n = d^1.75',
    description: 'Four neurons look for one direction in d = 256 through a cubic Hermite target, with 16384 samples a step: the plateau ends within ten steps. '
      + 'Run several seeds: on some the overlap collapses again later, and one curve is not the law.',
    paper: online,
    document: presetDocuments['he3-mu1.75'],
  },
  {
    id: 'he3-mu1',
    title: 'He₃ with small batches, n = d',
    description: 'The same search with 256 samples a step and a learning rate 400 times smaller, as so noisy a gradient asks for: the plateau now lasts some 1500 of the 3000 steps, and the neurons leave it one by one.',
    paper: online,
    document: presetDocuments['he3-mu1'],
  },
  {
    id: 'erf-noise',
    title: 'erf, a learning rate that noise dominates',
    description: 'Ten samples a step and γ = 0.3·d^(−1/8) in d = 10⁴: the noise of the gradient drives the weights. The two neurons become one, and the risk settles above where it began.',
    paper: online,
    document: presetDocuments['erf-noise'],
  },
  {
    id: 'erf-saad-solla',
    title: 'erf, signal and noise in balance',
    description: 'A hundred samples a step and γ = 8/√d: drift and noise are of one size, the regime of the classical one-pass equations. '
      + 'The risk falls to a plateau on which both neurons share both directions, and falls again when each takes one.',
    paper: online,
    document: presetDocuments['erf-saad-solla'],
  },
  {
    id: 'erf-population',
    title: 'erf, gradient flow on the population risk',
    description: 'A hundred samples a step and γ = 10/d: steps so small that the noise averages out. All four overlaps grow together along the gradient flow of the population risk; telling the directions apart would take longer.',
    paper: online,
    document: presetDocuments['erf-population'],
  },
  {
    id: 'square',
    title: 'Square neurons, He₂ target',
    description: 'Neurons x² and the target He₂: from overlaps of order 1/√d each neuron finds the direction in a few dozen steps, up to its sign, which the square does not see. '
      + 'The risk stays above ½: the target has mean zero, a mean of squares cannot.',
    paper: online,
    document: presetDocuments['square'],
  },
  {
    id: 'square-he4',
    title: 'Square neurons, He₂ in one direction, He₄ in another',
    description: 'x² has no fourth Hermite coefficient, so its neurons find z1 through He₂ and never z2: He₄(z2) reaches them as label noise, and the risk keeps all of it.',
    paper: online,
    document: presetDocuments['square-he4'],
  },
  {
    id: 'reuse-tanh',
    title: 'One batch for ever, tanh(z1 + He₃(z2)), N = 3d',
    description: 'Full-batch descent on N = 3d samples, starting without any overlap. Along e = E[y z]/|E[y z]| both neurons move at once, in opposite senses; '
      + 'along e⊥ they hardly do. Points are seeds at d = 5000, dashed is the limit d → ∞ (dynamical mean-field theory).',
    paper: reusing,
    document: presetDocuments['reuse-tanh'],
  },
  {
    id: 'reuse-tanh-alpha5',
    title: 'One batch for ever, tanh(z1 + He₃(z2)), N = 5d',
    description: 'The same descent on N = 5d samples: both neurons go further along e within the same six steps.',
    paper: reusing,
    document: presetDocuments['reuse-tanh-alpha5'],
  },
  {
    id: 'reuse-he2he3',
    title: 'Two steps on one batch, He₂ + He₃',
    description: 'The label’s mean knows nothing of z1, information exponent 2; functions of the label do, generative exponent 1. The second step on the same samples finds z1 at any d; '
      + 'on fresh ones the overlap is of order 1/√d. Made for `plateau scaling`.',
    paper: reusing,
    document: presetDocuments['reuse-he2he3'],
  },
  {
    id: 'reuse-z1-he3z2',
    title: 'Two steps on one batch, z1 + He₃(z2)',
    description: 'Fresh samples show z1 at the first step and z2 not in any number of steps that does not grow with d; the second step on the same samples shows both. '
      + 'The shifted tanh has all Hermite coefficients.',
    paper: reusing,
    document: presetDocuments['reuse-z1-he3z2'],
  },
  {
    id: 'reuse-z1z2',
    title: 'Two steps on one batch, z1 z2',
    description: 'No function of the label has a mean with z1 or z2, generative exponent 2: to use samples again does not help, and the overlap is of order 1/√d either way.',
    paper: reusing,
    document: presetDocuments['reuse-z1z2'],
  },
  ...timescalesPresets,
];

export function preset(id: string): Preset | undefined {
  return presets.find((candidate) => candidate.id === id);
}
