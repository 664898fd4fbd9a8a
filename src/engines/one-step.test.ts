import { expect, test } from 'vitest';
import { parseExperiment } from '../experiment/experiment.ts';
import { flatten } from '../math/linalg.ts';
import { constrainedStep } from './constraint.ts';
import { overlapMatrix } from './initial.ts';
import published from './one-step.json';
import { sampleGradient } from './sample-gradient.ts';

const activations: Record<string, string> = { He2: 'He2(x)', He3: 'He3(x)', erf: 'erf(x/sqrt(2))' };

// Samples and weights are given there: what is compared is the arithmetic of one step and nothing else.
test.each(published.cases)('one step with explicit samples: $activation, $algorithm', ({ activation, algorithm, loss, gamma, Z, y, W_new, M_new, Q_new }) => {
  const { d, n_b: n, a0, W0, Wstar } = published;
  const constraint = algorithm === 'plain' ? 'none' : algorithm;
  const experiment = parseExperiment({
    target: { link: 'z1', directions: 2 },
    student: { width: 2, activation: activations[activation], readout: a0, scaling: 'mean' },
    data: { dimension: d },
    training: { loss: loss === 'mse' ? 'square' : 'correlation', constraint, batch: n, learningRate: gamma, steps: 1 },
    engine: 'reference',
  });
  const rows = W0.map((row) => Float64Array.from(row));
  const gradient = rows.map(() => new Float64Array(d));
  const addSample = sampleGradient(experiment);
  const batch = { rows, readout: Float64Array.from(a0), square: loss === 'mse', n, gradient };
  Z.forEach((z, i) => addSample(batch, Float64Array.from(z), y[i]));
  rows.forEach((row, j) => constrainedStep(row, gradient[j], gamma, experiment.training.constraint));

  const W = flatten(rows.map((row) => [...row]));
  const near = (values: Float64Array, expected: number[][]) =>
    values.forEach((value, i) => expect(Math.abs(value - expected.flat()[i])).toBeLessThan(1e-12));
  near(W, W_new);
  near(overlapMatrix(W, flatten(Wstar), 2, 2, d), M_new);
  near(overlapMatrix(W, W, 2, 2, d), Q_new);
});
