// The experiments of the presets, without the words about them: a figure on a page needs no more.

import { timescalesDocuments } from './preset-documents-timescales.ts';
import type { ExperimentDocument } from './schema.ts';

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

export const presetDocuments: Readonly<Record<string, ExperimentDocument>> = {
  'he3-mu1.75': he3({ batch: 16384, learningRate: 0.512, steps: 50 }, 1),
  'he3-mu1': he3({ batch: 256, learningRate: 0.00125, steps: 3000 }, 10),
  'erf-noise': erf({ batch: 10, learningRate: 0.3 * 10000 ** (-1 / 8) }),
  'erf-saad-solla': erf({ batch: 100, learningRate: 0.08 }),
  'erf-population': erf({ batch: 100, learningRate: 0.001 }),
  'square': square({ link: 'He2(z1)' }, { batch: 1024, learningRate: 0.2, steps: 100 }),
  'square-he4': square({ link: 'He2(z1) + He4(z2)', directions: 2 }, { batch: 2048, learningRate: 0.1, steps: 200 }),
  'reuse-tanh': reuse(3),
  'reuse-tanh-alpha5': reuse(5),
  'reuse-he2he3': twoSteps({ link: '(He2(z1) + He3(z1))/sqrt(8)' }, 'relu(x)', 4),
  'reuse-z1-he3z2': twoSteps({ link: '(z1 + He3(z2))/sqrt(7)', directions: 2 }, 'tanh(x + 0.5)', 8),
  'reuse-z1z2': twoSteps({ link: 'z1*z2', directions: 2 }, 'relu(x)', 4),
  ...timescalesDocuments,
};
