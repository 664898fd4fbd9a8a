// What the engine `matrix-free` is held to: the reference numbers for reused batches, each as an experiment and a law.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of each of `laws`, `law` as in-law.mjs takes it; `risk` is the law of the population risk in the shape of one entry, or null. */
export function reuseLaws(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const { simulation, matrix_free_same_setting: exact } = read('shipped_alpha3_D5000');
  const { dmft, matrix_free_D1e5: large } = read('dmft_TEST_relu_alpha3_eta0.2_p2');
  return [
    {
      name: 'reuse-tanh D=5000', seeds: '0..99', experiment: experimentOf(5000),
      laws: [
        lawOf(exact.magnetisation, exact.norm, exact.gen_error_population, exact.seeds),
        // The authors' own simulation. Its risk is on one test set of N samples for each seed: unbiased, with a spread of its own.
        lawOf(simulation['magnetisation[t][j][r]'], simulation['norm[t][j][l]'], null, simulation['norm[t][j][l]'].n),
      ],
    },
    {
      name: 'reuse-tanh D=1e5', seeds: '0..7', experiment: experimentOf(1e5),
      laws: [lawOf(large.M, large.Q, large.E, large.seeds), lawOf(dmft.M, dmft.Q, dmft.E, dmft.runs)],
    },
  ];
}

/** theory/reuse.md, section 1: alpha = 3, eta = 0.2, so γ = eta·alpha. */
function experimentOf(D) {
  return {
    target: { link: 'tanh(z1+He3(z2))', directions: 2 },
    student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' },
    data: { dimension: D },
    initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
    training: { constraint: 'none', batch: 3 * D, reuse: 'all', learningRate: 0.6, steps: 6 },
    engine: 'matrix-free',
  };
}

function lawOf(M, Q, E, seeds) {
  const steps = M.mean.map((_, step) => step);
  const risk = E && asEntry(E);
  return { law: { steps, seeds, M, Q }, risk: risk && { steps, seeds, M: risk, Q: risk } };
}

/** A column of numbers in the shape of a 1×1 matrix at each step. */
export function asEntry(column) {
  return Object.fromEntries(Object.entries(column).filter(([, numbers]) => Array.isArray(numbers)).map(([key, numbers]) => [key, numbers.map((x) => [[x]])]));
}
