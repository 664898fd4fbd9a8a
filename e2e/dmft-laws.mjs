// What engine `theory` with theory.form "dmft" is held to: the reference numbers of an independent implementation, and of
// descent without the data at D = 10⁵. Every entry of M, Q, the risk and the kernels at every time has
// z = (mean − mean_ref)/√(s² + s_ref²) with |z| ≤ 4.5. Sixteen replicas know an entry's standard error to 18 % only, and the
// law of z would have heavy tails; so s is the own error or the reference's, scaled as the errors of the whole table are,
// whichever is larger. Of a change of random bits alone, 1300 entries would trip this in about one of 100 runs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_Z } from './in-law.mjs';

/** Each with its experiment and `compare(result)`: whether the result is as it should be, and what was found. */
export function dmftLaws(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const erf = read('dmft_erf_alpha3_eta0.5');
  return [
    ...[3, 5].flatMap((alpha) => {
      const { dmft, matrix_free_D1e5: large } = read(`dmft_TEST_relu_alpha${alpha}_eta0.2_p2`);
      const Gamma = dmft[Object.keys(dmft).find((key) => key.startsWith('Gamma'))];
      return [{
        name: `dmft relu alpha=${alpha}`, experiment: experimentOf('relu(x)', alpha, 0.2, 7),
        compare: comparison([
          ['M', dmft.M], ['Q', dmft.Q], ['risk', dmft.E], ['M', large.M], ['Q', large.Q], ['risk', large.E],
          ['C', dmft['C[t][s]']], ['Gamma', Gamma],
        ]),
      }];
    }),
    {
      name: 'dmft erf alpha=3', experiment: experimentOf('erf(x/sqrt(2))', 3, 0.5, 6),
      compare: comparison([
        // By regression, by derivatives along paths, and without the data.
        ...[erf.stein, erf.path, erf.mf_D1e5].flatMap(({ M, M_se, Q, Q_se }) => [['M', { mean: M, sem: M_se }], ['Q', { mean: Q, sem: Q_se }]]),
        ['Gamma', { mean: erf.Gamma_path, sem: erf.Gamma_path_se }],
      ]),
    },
  ];
}

/** theory/reuse.md, section 1: γ = η α, and `times` times from 0. */
function experimentOf(activation, alpha, eta, times) {
  return {
    target: { link: 'tanh(z1+He3(z2))', directions: 2 },
    student: { width: 2, activation, readout: 'alternating', scaling: 'sqrt' },
    data: { dimension: 1e5 },
    initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
    training: { constraint: 'none', batch: alpha * 1e5, reuse: 'all', learningRate: eta * alpha, steps: times },
    theory: { form: 'dmft', samples: 1e6 },
    engine: 'theory',
  };
}

const size = (numbers) => Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));

function comparison(laws) {
  return ({ M, Q, risk, sem, kernels }) => {
    const own = { M: [M, sem.M], Q: [Q, sem.Q], risk: [risk, sem.risk], C: [kernels.C, kernels.sem.C], Gamma: [kernels.Gamma, kernels.sem.Gamma] };
    const z = laws.flatMap(([name, law]) => {
      const [values, errors, theirs] = [own[name][0].slice(0, law.mean.length).flat(4), own[name][1].slice(0, law.mean.length).flat(4), law.sem.flat(4)];
      const scale = size(errors) / size(theirs);
      return law.mean.flat(4).flatMap((mean, i) => {
        const error = Math.hypot(Math.max(errors[i], scale * theirs[i]), theirs[i]);
        // Where nothing varies, such as at step 0, a difference is rounding, or of two quadratures.
        return error < 1e-9 ? (Math.abs(values[i] - mean) < 1e-8 ? [] : [{ name, i, value: Infinity }]) : [{ name, i, value: (values[i] - mean) / error }];
      });
    });
    const worst = z.reduce((a, b) => (Math.abs(b.value) <= Math.abs(a.value) ? a : b));
    const rms = Math.sqrt(z.reduce((sum, { value }) => sum + value * value, 0) / z.length);
    return {
      fine: z.every(({ value }) => Math.abs(value) <= LARGEST_Z),
      found: `max |z| ${Math.abs(worst.value).toFixed(2)} of ${LARGEST_Z}, ${worst.name} entry ${worst.i}; rms z ${rms.toFixed(2)} of ${z.length}`,
    };
  };
}
