// The learning time scales of 2303.00055 as experiments: the canonical staircase, and one case for each way out of it. Functions
// are given by their coefficients of normalised Hermite polynomials h_k.

import type { Preset } from './presets.ts';
import type { ExperimentDocument } from './schema.ts';

const paper = 'arXiv:2303.00055';
const gaussian = { law: 'gaussian' } as const;

/** A flow of twenty neurons in infinite dimension. */
function flow(phi: readonly number[], sigma: readonly number[], epsilon: number, horizon: number, readout: NonNullable<ExperimentDocument['student']['readout']> = gaussian): ExperimentDocument {
  return {
    target: { hermite: [...phi] },
    student: { width: 20, hermite: [...sigma], readout },
    data: { dimension: 'infinity' },
    theory: { form: 'mean-field-flow', epsilon, horizon },
    engine: 'theory',
  };
}

const phi = [0.8, 1, 0.8, 0.6];
const sigma = [0.5, 1, 0.8, 0.6];
const eta = 0.002;
const width = 16;

export const timescalesPresets: readonly Preset[] = [
  {
    id: 'timescales-canonical',
    title: 'One degree after the other, ε = 10⁻⁶',
    description: 'The second layer learns a million times faster than the first. Degrees 0, 1, 2 and 3 of the target are learned one at a time, at times of order ε, √ε ln(1/ε), ε^(1/4) and ε^(1/6). The last two are still close: plateaus part slowly as ε falls.',
    paper,
    document: flow(phi, sigma, 1e-6, 1),
  },
  {
    id: 'timescales-missing-degree',
    title: 'A missing degree holds the next one up',
    description: 'The target has no degree 2. After degree 1 nothing makes the overlaps grow but degree 3 itself, which then takes a time of order one, however small ε is.',
    paper,
    document: flow([0.8, 1, 0, 0.6], sigma, 1e-6, 10),
  },
  {
    id: 'timescales-blind',
    title: 'An activation that does not feel degree 2',
    description: 'σ₂ = 0 and φ₂ = 0.8: no arrangement of the neurons has a second degree, and the risk stays above 0.8²/2 = 0.32 for ever; degree 3 is held up as if 2 were missing.',
    paper,
    document: flow(phi, [0.5, 1, 0, 0.6], 1e-6, 10),
  },
  {
    id: 'timescales-stuck',
    title: 'No degree 1, stuck for ever',
    description: 'In infinite dimension the neurons start without overlap, and only degree 1 of the target moves them. Without it degree 0 is learned and nothing else; in a finite dimension it is a matter of ln(εd).',
    paper,
    document: flow([0.8, 0, 0.8, 0.6], sigma, 1e-3, 10),
  },
  {
    id: 'timescales-one-atom',
    title: 'All readouts start alike',
    description: 'Twenty neurons with one and the same readout remain one neuron. What makes degree 1 fast is that readouts differ: here it takes a time of order one.',
    paper,
    document: flow(phi, sigma, 1e-4, 10, { law: 'atoms', values: [1] }),
  },
  {
    id: 'timescales-rademacher',
    title: 'Readouts that start from two values',
    description: 'Readouts ±1 make two kinds of neurons: degree 1 is as fast as ever, degree 2 takes a time of order one, whatever ε.',
    paper,
    document: flow(phi, sigma, 1e-6, 10, { law: 'atoms', values: [-1, 1] }),
  },
  {
    id: 'timescales-inverted',
    title: 'A small degree 1 comes after degree 2',
    description: 'φ₁ = 0.02 is small beside √ε = 0.1: degree 1 only sets off what degree 2 then does faster, and is itself learned later.',
    paper,
    document: flow([0, 0.02, 1], [1, 1, 1], 1e-2, 10),
  },
  {
    id: 'timescales-trap',
    title: 'A sign that traps the flow',
    description: 'φ₃σ₃ < 0 and the others above 0: at ε = 10⁻³ the neurons gather at a few overlaps and the risk stays where it is. The order of learning is a statement about ε → 0: below some 10⁻⁵ the staircase is back.',
    paper,
    document: flow([1, 1, 1, 1], [1, 1, 1, -1], 1e-3, 20),
  },
  {
    id: 'timescales-sgd',
    title: 'Both layers by descent, ε = 0.1',
    description: 'One-pass descent of both layers in d = 100, the second ten times faster. With steps η = 0.002 on 256 samples it keeps within a few hundredths of the gradient flow; the distance grows like ηd/n.',
    paper,
    document: {
      target: { hermite: phi },
      student: { width, hermite: sigma, readout: gaussian },
      data: { dimension: 100 },
      // η m, and η m/ε (theory/timescales.md, its conventions).
      training: { constraint: 'spherical', batch: 256, learningRate: eta * width, secondLayer: { learningRate: (eta * width) / 0.1 }, steps: 1500 },
      record: { log: 300 },
      engine: 'reduced',
    },
  },
];
