// Figures of the papers, as experiments. Each document is what a person would write: defaults are left out where they
// carry no information about the figure.

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

// M and Q at step 0 of the published He3 figure: M0 and Q0 of references/online/time_complexity_mu1.75.json, which are
// the authors' draw with m = 1/16 and all signs turned positive. Both batch sizes start from it.
const he3Initial = {
  M: [[0.06249999999999998], [0.06249999999999993], [0.06250000000000001], [0.06250000000000001]],
  Q: [
    [0.9999999999999999, -0.006009448794838712, 0.13111599979562222, 0.04622446021816627],
    [-0.006009448794838712, 0.9999999999999993, 0.03819305113857428, -0.07185608339172835],
    [0.13111599979562222, 0.03819305113857428, 0.9999999999999999, 0.06881447470362802],
    [0.04622446021816627, -0.07185608339172835, 0.06881447470362802, 0.9999999999999993],
  ],
};

function he3(training: { batch: number; learningRate: number; steps: number }, every: number): ExperimentDocument {
  return {
    target: { link: 'He3(z1)', directions: 1, noise: 1e-6, gram: null },
    student: { width: 4, activation: 'He3(x)', readout: 'ones', scaling: 'mean' },
    data: { dimension: 256, distribution: 'gaussian' },
    initial: he3Initial,
    training: { loss: 'square', constraint: 'projected', reuse: 1, ...training },
    record: { every },
    seed: 1,
    engine: 'dense',
  };
}

function erf(training: { batch: number; learningRate: number }): ExperimentDocument {
  return {
    target: { link: '(erf(z1/sqrt(2)) + erf(z2/sqrt(2)))/2', directions: 2, noise: 0.01 },
    student: { width: 2, activation: 'erf(x/sqrt(2))' },
    data: { dimension: 10000 },
    // The published curves start without overlap: their M0 is zero to rounding. Q0 of references/online/erf_regime_0.json.
    initial: {
      M: [[0, 0], [0, 0]],
      Q: [[0.9999999999999994, 0.003053184733772035], [0.003053184733772035, 0.9999999999999983]],
    },
    training: { ...training, steps: 10000 },
    record: { log: 300 },
  };
}

function square(target: ExperimentDocument['target'], training: { batch: number; learningRate: number; steps: number }): ExperimentDocument {
  return { target, student: { width: 4, activation: 'x^2' }, data: { dimension: 256 }, training };
}

/** The figure's setting: d = 5000, measurements at t = 0 … 6, η = 0.2; M = 0 and Q = 1 at t = 0. */
function reuse(alpha: number): ExperimentDocument {
  const d = 5000;
  return {
    target: { link: 'tanh(z1 + He3(z2))', directions: 2 },
    student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' },
    data: { dimension: d },
    initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
    // η on the sum over N = α·d samples of rows of norm √d is γ = η·α on their mean.
    training: { constraint: 'none', batch: alpha * d, reuse: 'all', learningRate: (2 * alpha) / 10, steps: 6 },
    engine: 'matrix-free',
  };
}

/** Two steps on one batch of N = 4d samples, four neurons that start orthonormal and without overlap; targets of variance 1. */
function twoSteps(target: ExperimentDocument['target'], activation: string, learningRate: number): ExperimentDocument {
  const neurons = [0, 1, 2, 3];
  const d = 4000;
  return {
    target,
    student: { width: 4, activation, readout: 'alternating', scaling: 'sqrt' },
    data: { dimension: d },
    initial: { M: neurons.map(() => Array.from({ length: target.directions ?? 1 }, () => 0)), Q: neurons.map((i) => neurons.map((j) => (i === j ? 1 : 0))) },
    training: { constraint: 'none', batch: 4 * d, reuse: 'all', learningRate, steps: 2 },
    engine: 'matrix-free',
  };
}

export const presets: readonly Preset[] = [
  {
    id: 'he3-mu1.75',
    title: 'He₃ with large batches, n = d^1.75',
    description: 'Four neurons look for one direction in d = 256 through a cubic Hermite target, with 16384 samples a step: the plateau ends within ten steps. '
      + 'Run several seeds: on some the overlap collapses again later, and one curve is not the law.',
    paper: online,
    document: he3({ batch: 16384, learningRate: 0.512, steps: 50 }, 1),
  },
  {
    id: 'he3-mu1',
    title: 'He₃ with small batches, n = d',
    description: 'The same search with 256 samples a step and a learning rate 400 times smaller, as so noisy a gradient asks for: the plateau now lasts some 1500 of the 3000 steps, and the neurons leave it one by one.',
    paper: online,
    document: he3({ batch: 256, learningRate: 0.00125, steps: 3000 }, 10),
  },
  {
    id: 'erf-noise',
    title: 'erf, a learning rate that noise dominates',
    description: 'Ten samples a step and γ = 0.3·d^(−1/8) in d = 10⁴: the noise of the gradient drives the weights. The two neurons become one, and the risk settles above where it began.',
    paper: online,
    document: erf({ batch: 10, learningRate: 0.3 * 10000 ** (-1 / 8) }),
  },
  {
    id: 'erf-saad-solla',
    title: 'erf, signal and noise in balance',
    description: 'A hundred samples a step and γ = 8/√d: drift and noise are of one size, the regime of the classical one-pass equations. '
      + 'The risk falls to a plateau on which both neurons share both directions, and falls again when each takes one.',
    paper: online,
    document: erf({ batch: 100, learningRate: 0.08 }),
  },
  {
    id: 'erf-population',
    title: 'erf, gradient flow on the population risk',
    description: 'A hundred samples a step and γ = 10/d: steps so small that the noise averages out. All four overlaps grow together along the gradient flow of the population risk; telling the directions apart would take longer.',
    paper: online,
    document: erf({ batch: 100, learningRate: 0.001 }),
  },
  {
    id: 'square',
    title: 'Square neurons, He₂ target',
    description: 'Neurons x² and the target He₂: from overlaps of order 1/√d each neuron finds the direction in a few dozen steps, up to its sign, which the square does not see. '
      + 'The risk stays above ½: the target has mean zero, a mean of squares cannot.',
    paper: online,
    document: square({ link: 'He2(z1)' }, { batch: 1024, learningRate: 0.2, steps: 100 }),
  },
  {
    id: 'square-he4',
    title: 'Square neurons, He₂ in one direction, He₄ in another',
    description: 'x² has no fourth Hermite coefficient, so its neurons find z1 through He₂ and never z2: He₄(z2) reaches them as label noise, and the risk keeps all of it.',
    paper: online,
    document: square({ link: 'He2(z1) + He4(z2)', directions: 2 }, { batch: 2048, learningRate: 0.1, steps: 200 }),
  },
  {
    id: 'reuse-tanh',
    title: 'One batch for ever, tanh(z1 + He₃(z2)), N = 3d',
    description: 'Full-batch descent on N = 3d samples, starting without any overlap. Along e = E[y z]/|E[y z]| both neurons move at once, in opposite senses; '
      + 'along e⊥ they hardly do. Points are seeds at d = 5000, dashed is the limit d → ∞ (dynamical mean-field theory).',
    paper: reusing,
    document: reuse(3),
  },
  {
    id: 'reuse-tanh-alpha5',
    title: 'One batch for ever, tanh(z1 + He₃(z2)), N = 5d',
    description: 'The same descent on N = 5d samples: both neurons go further along e within the same six steps.',
    paper: reusing,
    document: reuse(5),
  },
  {
    id: 'reuse-he2he3',
    title: 'Two steps on one batch, He₂ + He₃',
    description: 'The label’s mean knows nothing of z1, information exponent 2; functions of the label do, generative exponent 1. The second step on the same samples finds z1 at any d; '
      + 'on fresh ones the overlap is of order 1/√d. Made for `plateau scaling`.',
    paper: reusing,
    document: twoSteps({ link: '(He2(z1) + He3(z1))/sqrt(8)' }, 'relu(x)', 4),
  },
  {
    id: 'reuse-z1-he3z2',
    title: 'Two steps on one batch, z1 + He₃(z2)',
    description: 'Fresh samples show z1 at the first step and z2 not in any number of steps that does not grow with d; the second step on the same samples shows both. '
      + 'The shifted tanh has all Hermite coefficients.',
    paper: reusing,
    document: twoSteps({ link: '(z1 + He3(z2))/sqrt(7)', directions: 2 }, 'tanh(x + 0.5)', 8),
  },
  {
    id: 'reuse-z1z2',
    title: 'Two steps on one batch, z1 z2',
    description: 'No function of the label has a mean with z1 or z2, generative exponent 2: to use samples again does not help, and the overlap is of order 1/√d either way.',
    paper: reusing,
    document: twoSteps({ link: 'z1*z2', directions: 2 }, 'relu(x)', 4),
  },
  ...timescalesPresets,
];

export function preset(id: string): Preset | undefined {
  return presets.find((candidate) => candidate.id === id);
}
