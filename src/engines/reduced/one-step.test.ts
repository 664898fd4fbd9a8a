import { expect, test } from 'vitest';
import { parseExperiment } from '../../experiment/experiment.ts';
import type { Draws } from '../../math/draws.ts';
import { cholesky, flatten } from '../../math/linalg.ts';
import { parseLink } from '../../model/link.ts';
import published from './one-step.json';
import { frameOf, overlapStep } from './overlaps.ts';
import { batchSums } from './sums.ts';

const functions: Record<string, (x: string) => string> = {
  He2: (x) => `He2(${x})`, He3: (x) => `He3(${x})`, He4: (x) => `He4(${x})`, erf: (x) => `erf(${x}/sqrt(2))`,
};

/** Gives numbers out in the order in which they are listed. */
function scripted(numbers: number[]): Draws {
  return {
    start() {},
    normals: (out, count) => out.set(numbers.splice(0, count)),
    normal: () => numbers.shift()!,
    uniform: () => NaN,
  };
}

// The samples are given, in coordinates of a frame of span(W*, W), and with them what the gradient has outside: all that
// is left is the arithmetic of one step.
test.each(published.cases)('one step with given samples: $activation, $algorithm', ({ activation, algorithm, gamma, R, y, A, M_new, Q_new }) => {
  const { d, n_b: n, a0, P, M0, Q0, X, noise } = published;
  const of = functions[activation];
  const target = { link: `(${of('z1')} + ${of('z2')})/2`, directions: 2, gram: P, noise };
  const experiment = parseExperiment({
    target,
    student: { width: 2, activation: of('x'), readout: a0, scaling: 'mean' },
    data: { dimension: d },
    training: { loss: 'square', constraint: algorithm === 'plain' ? 'none' : algorithm, batch: n, learningRate: gamma, steps: 1 },
    engine: 'reduced',
  });
  const overlaps = { M: flatten(M0), Q: flatten(Q0) };
  const [L, omega] = [new Float64Array(16), new Float64Array(16)];
  cholesky(flatten(P), 2)!.forEach((x, i) => (L[4 * Math.floor(i / 2) + (i % 2)] = x));
  frameOf(overlaps, L, omega, 2, 2);
  // The labels are given with their noise: this is the noise.
  const link = parseLink(target.link, ['z1', 'z2']);
  const xi = X.map((x, i) => (y[i] - link.evaluate([x[0], P[1][0] * x[0] + Math.sqrt(1 - P[1][0] ** 2) * x[1]])) / Math.sqrt(noise));

  const sums = batchSums(experiment);
  const draws = scripted([...[0, 1, 2, 3].flatMap((l) => X.map((x) => x[l])), ...xi]);
  sums.begin({ L, readout: flatten([a0]), square: true, learn: true, draws });
  expect(sums.more()).toBe(true);
  sums.scatter.forEach((value, i) => expect(Math.abs(value - R.reduce((sum, r) => sum + r[i >> 1] * r[i & 1], 0) / n ** 2)).toBeLessThan(1e-12));
  overlapStep(overlaps, L, sums.gradient, flatten(A), gamma, experiment.training.constraint, 2, 2);

  overlaps.M.forEach((value, i) => expect(Math.abs(value - M_new.flat()[i])).toBeLessThan(1e-12));
  overlaps.Q.forEach((value, i) => expect(Math.abs(value - Q_new.flat()[i])).toBeLessThan(1e-12));
});
