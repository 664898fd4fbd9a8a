// The theory with its normals given, number by number, and where it is exact without any.

import { expect, test } from 'vitest';
import { parseExperiment } from '../../experiment/experiment.ts';
import { openDmft } from './dmft.ts';
import explicit from './explicit-draws.json';
import { openKernels } from './kernels.ts';
import type { Size } from './size.ts';

const start = { M: new Float64Array(4), Q: Float64Array.of(1, 0, 0, 1) };

// Of references/reuse/unit_dmft_explicit_draws.json, its first case: α = 3, η = 0.2.
const experiment = parseExperiment({
  target: { link: 'tanh(z1+He3(z2))', directions: 2 },
  student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' },
  data: { dimension: 1000 },
  initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
  training: { constraint: 'none', batch: 3000, reuse: 'all', learningRate: 0.6, steps: 4 },
  theory: { form: 'dmft' },
  engine: 'theory',
});

function distance(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  return expected.reduce((worst, x, i) => Math.max(worst, Math.abs(values[i] - x) / scale), 0);
}

function explicitRun(entry: 4 | 8) {
  const size: Size = { replicas: 1, copies: 48, times: 4, withLoss: false, entry, bytes: 0 };
  const rows = [explicit.z, ...explicit.xi];
  const limit = openDmft(experiment, start, size, () => {
    let left: number[][] = [];
    return {
      start: (time) => void (left = [...rows[time + 1]]),
      normals: (out) => out.set(left.shift()!),
    };
  });
  const seen: { M: Float64Array; Q: Float64Array }[] = [];
  for (let t = 0; t <= 4; t++) {
    const { M, Q } = limit.overlaps();
    seen.push({ M: M.mean, Q: Q.mean });
    if (t < 4) while (!limit.work());
  }
  return { seen, tables: limit.tables().mean };
}

test.each([[8, 1e-12], [4, 3e-5]] as const)('48 copies with explicit draws: overlaps and kernels, numbers of %i bytes', (entry, most) => {
  const { seen, tables } = explicitRun(entry);
  [...explicit.M, explicit.M_next].forEach((M, t) => expect(distance(seen[t].M, M.flat()), `M at ${t}`).toBeLessThan(most));
  [...explicit.Q, explicit.Q_next].forEach((Q, t) => expect(distance(seen[t].Q, Q.flat()), `Q at ${t}`).toBeLessThan(most));
  // Relative to the largest entry: 16 in Γ, which ten coefficients of a regression on 48 copies give.
  for (const name of ['C', 'Gamma', 'K'] as const) expect(distance(tables[name].flat(3), explicit[name].flat(3)), name).toBeLessThan(most);
});

/** references/reuse/unit_exact_constants.json: by quadrature, without copies. */
const exact = [
  { alpha: 3, eta: 0.2, M1: [0.07587157891679013, -0.06330440161764106], Gamma: [0.5112675853621569, -0.375], C: [0.8055210456051942, -0.3771443154836756], Q1: [0.8535585331845215, 0.10981225606829399] },
  { alpha: 5, eta: 0.2, M1: [0.12645263152798353, -0.10550733602940175], Gamma: [0.8521126422702616, -0.625], C: [1.3425350760086572, -0.6285738591394594], Q1: [0.784647250313287, 0.15512934754453545] },
];

test.each(exact)('one step from exact averages: α = $alpha, η = $eta', ({ eta, M1, Gamma, C, Q1 }) => {
  const kernels = openKernels({ p: 2, k: 2, steps: 1, eta, decay: 0, constraint: 'none' }, start);
  const symmetric = ([a, b]: number[]) => Float64Array.of(a, b, b, a);
  const M = [...M1, ...M1.map((x) => -x)];
  kernels.advance({ drift: Float64Array.from(M, (x) => -x / eta), response: symmetric(Gamma), C: symmetric(C), along: new Float64Array(2) });
  expect(distance(kernels.overlaps.M, M)).toBeLessThan(1e-14);
  expect(distance(kernels.overlaps.Q, [...symmetric(Q1)])).toBeLessThan(1e-14);
});

test('what F seems to have of a direction that no neuron has is chance, and left out', () => {
  // Two neurons that coincide: ω_0 has one direction.
  const kernels = openKernels({ p: 2, k: 1, steps: 1, eta: 0.1, decay: 0, constraint: 'none' }, { M: new Float64Array(2), Q: new Float64Array(4).fill(1) });
  expect([...kernels.L.subarray(0, 2), ...kernels.L.subarray(kernels.stride, kernels.stride + 2)]).toEqual([1, 0, 1, 0]);
  kernels.advance({ drift: new Float64Array(2), response: Float64Array.of(1, 0.01, 2, -0.01), C: Float64Array.of(4, 0, 0, 9), along: new Float64Array(2) });
  // W_1 = (0.9, 0.8) ω_0 and, of the forces, 0.1 times 2 and 3.
  expect(distance(kernels.overlaps.Q, [0.81 + 0.04, 0.72, 0.72, 0.64 + 0.09])).toBeLessThan(1e-15);
});

test('after thirty steps of a smooth activation, when F hardly changes from one to the next, rounding still stays what it is', () => {
  // In f32 the history is rounded to 6·10⁻⁸, in f64 it is not; else the draws are the same. Recursions in K and Γ differ by 0.5 here.
  const smooth = { ...experiment, student: { ...experiment.student, activation: 'erf(x/sqrt(2))' }, training: { ...experiment.training, learningRate: 1.5, steps: 30 } };
  const [exact, rounded] = ([8, 4] as const).map((entry) => {
    const limit = openDmft(smooth, start, { replicas: 2, copies: 2000, times: 30, withLoss: false, entry, bytes: 0 });
    while (limit.time < 30) limit.work();
    return limit.overlaps();
  });
  expect(distance(rounded.M.mean, [...exact.M.mean])).toBeLessThan(1e-5);
  expect(distance(rounded.Q.mean, [...exact.Q.mean])).toBeLessThan(1e-5);
});
