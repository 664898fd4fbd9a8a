// The experiments of presets-timescales.ts, without the words about them.

import type { ExperimentDocument } from './schema.ts';

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

export const timescalesDocuments: Readonly<Record<string, ExperimentDocument>> = {
  'timescales-canonical': flow(phi, sigma, 1e-12, 1),
  'timescales-missing-degree': flow([0.8, 1, 0, 0.6], sigma, 1e-6, 10),
  'timescales-blind': flow(phi, [0.5, 1, 0, 0.6], 1e-6, 10),
  'timescales-stuck': flow([0.8, 0, 0.8, 0.6], sigma, 1e-3, 10),
  'timescales-one-atom': flow(phi, sigma, 1e-4, 10, { law: 'atoms', values: [1] }),
  'timescales-rademacher': flow(phi, sigma, 1e-6, 10, { law: 'atoms', values: [-1, 1] }),
  'timescales-inverted': flow([0, 0.02, 1], [1, 1, 1], 1e-2, 10),
  'timescales-trap': flow([1, 1, 1, 1], [1, 1, 1, -1], 1e-3, 20),
  'timescales-sgd': {
    target: { hermite: phi },
    student: { width, hermite: sigma, readout: gaussian },
    data: { dimension: 100 },
    // η m, and η m/ε (theory/timescales.md, its conventions).
    training: { constraint: 'spherical', batch: 256, learningRate: eta * width, secondLayer: { learningRate: (eta * width) / 0.1 }, steps: 1500 },
    record: { log: 300 },
    engine: 'reduced',
  },
};
