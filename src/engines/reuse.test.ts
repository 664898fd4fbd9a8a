// The steps on samples used again, with samples written out: what is compared is arithmetic, to rounding.
// reuse-samples.json and the draws of explicit-draws.json are from an independent program in numpy (the reference numbers'
// unit_dense_gd and unit_repetita).

import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { outputScale, readoutVector } from '../experiment/quantities.ts';
import { cholesky, flatten } from '../math/linalg.ts';
import { constrainedStep } from './constraint.ts';
import { initialWeights, overlapMatrix } from './initial.ts';
import { scheduleOf } from './schedule.ts';
import draws from './matrix-free/explicit-draws.json';
import published from './reuse-samples.json';
import { sampleGradient } from './sample-gradient.ts';

/** One step of `experiment` on the samples (x, y), in place. */
function stepOn(experiment: Experiment, rows: readonly Float64Array[], X: readonly Float64Array[], y: readonly number[]): void {
  const { loss, learningRate, constraint, weightDecay } = experiment.training;
  const addSample = sampleGradient(experiment);
  const readout = readoutVector(experiment);
  const gradient = rows.map((row) => new Float64Array(row.length));
  X.forEach((x, i) => addSample({ rows, readout, square: loss === 'square', n: X.length, gradient }, x, y[i]));
  rows.forEach((row, j) => constrainedStep(row, gradient[j], learningRate, constraint, weightDecay));
}

function overlapsOf(rows: readonly Float64Array[], target: Float64Array, k: number): { M: Float64Array; Q: Float64Array } {
  const W = Float64Array.from(rows.flatMap((row) => [...row]));
  const [p, d] = [rows.length, rows[0].length];
  return { M: overlapMatrix(W, target, p, k, d), Q: overlapMatrix(W, W, p, p, d) };
}

const far = (values: Float64Array, expected: readonly number[][]) => Math.max(...expected.flat().map((x, i) => Math.abs(values[i] - x)));

// Its rows have norm √D and its step is on the sum over samples, so γ = eta N / D on rows over √D.
test.each(published.cases)('full-batch descent, samples given: $target', ({ k, D, N, eta, a, X, Wstar_rows, W0_rows, y, M, Q }) => {
  const experiment = parseExperiment({
    target: { link: 'z1', directions: k }, student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' }, data: { dimension: D },
    training: { constraint: 'none', batch: N, reuse: 'all', learningRate: (eta * N) / D, steps: 4 }, engine: 'reference',
  });
  const unit = (rows: number[][]) => rows.map((row) => Float64Array.from(row, (x) => x / Math.sqrt(D)));
  readoutVector(experiment).forEach((sign, j) => expect(outputScale(experiment) * sign).toBeCloseTo(a[j], 15));
  const [rows, target] = [unit(W0_rows), flatten(unit(Wstar_rows).map((row) => [...row]))];
  M.forEach((_, step) => {
    if (step > 0) stepOn(experiment, rows, X.map((x) => Float64Array.from(x)), y);
    const now = overlapsOf(rows, target, k);
    expect(far(now.M, M[step]), `M at step ${step}`).toBeLessThan(1e-12);
    expect(far(now.Q, Q[step]), `Q at step ${step}`).toBeLessThan(1e-12);
  });
});

/** Five orthonormal vectors in 30 dimensions, none of them a coordinate axis. */
const frame = (() => {
  const experiment = parseExperiment({
    target: { link: 'z1', directions: 2 }, student: { width: 3, activation: 'x' }, data: { dimension: 30 }, engine: 'reference',
    initial: { M: [[0, 0], [0, 0], [0, 0]], Q: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] }, training: { batch: 1, learningRate: 0, steps: 0 },
  });
  const { target, weights } = initialWeights(experiment);
  const of = (from: Float64Array, i: number) => from.subarray(30 * i, 30 * (i + 1));
  return [of(target, 0), of(target, 1), of(weights, 0), of(weights, 1), of(weights, 2)];
})();
const targetRows = flatten([[...frame[0]], [...frame[1]]]);

function combined(coordinates: readonly number[]): Float64Array {
  return Float64Array.from({ length: 30 }, (_, i) => coordinates.reduce((sum, c, l) => sum + c * frame[l][i], 0));
}

/** Rows with the overlaps M and Q, and the factor L of Q − M Mᵀ by which they extend into the frame's third and fourth vector. */
function weightsAt(M: readonly number[][], Q: readonly number[][]) {
  const L = cholesky(flatten(Q.map((row, i) => row.map((q, j) => q - M[i][0] * M[j][0] - M[i][1] * M[j][1]))), 2)!;
  return { rows: M.map((row, j) => combined([...row, L[2 * j], L[2 * j + 1]])), L };
}

/** The target's link there. */
const label = ([z1, z2]: readonly number[]) => z1 + z2 ** 3 - 3 * z2;

const sampleOf = ({ z, xi, chi2 }: { z: number[]; xi: number[]; chi2: number }) => combined([...z, ...xi, Math.sqrt(chi2)]);

function repetita(a: number[], gamma: number, training: object, activation = 'relu(x)'): Experiment {
  return parseExperiment({
    target: { link: 'z1+He3(z2)', directions: 2 }, student: { width: 2, activation, readout: a }, data: { dimension: 30 },
    training: { constraint: 'none', batch: 1, learningRate: gamma, steps: 1, ...training }, engine: 'reference',
  });
}

// Its numbers are those after all steps on a sample: two of proxy_sam, which is "two-step" here.
test.each(draws.repetita)('the steps on one sample: $algo, spherical $spherical', ({ algo, spherical, a, gamma, rho, M0, Q0, steps }) => {
  const lookAhead = algo === 'proxy_sam' ? { kind: 'two-step', rho } : null;
  const experiment = repetita(a, gamma, { lookAhead, constraint: spherical ? 'spherical' : 'none' });
  steps.forEach((step, i) => {
    const { rows } = weightsAt(i > 0 ? steps[i - 1].M : M0, i > 0 ? steps[i - 1].Q : Q0);
    for (let made = 0; made < scheduleOf(experiment).held; made++) stepOn(experiment, rows, [sampleOf(step)], [label(step.z)]);
    const now = overlapsOf(rows, targetRows, 2);
    expect(far(now.M, step.M), `M after sample ${i + 1}`).toBeLessThan(1e-12);
    expect(far(now.Q, step.Q), `Q after sample ${i + 1}`).toBeLessThan(1e-12);
  });
});

// theory/reuse.md, section 6.3: c = γ F(h + ρ F(h) |x|²), then M + c zᵀ and Q + c hᵀ + h cᵀ + c cᵀ |x|², here of the mean over samples.
describe.each([0.4 / 15, -0.1 / 15])('each sample looks ahead by its own, ρ = %d', (rho) => {
  test.each(['square', 'correlation'] as const)('%s loss', (loss) => {
    const { a, gamma, M0, Q0, steps } = draws.repetita[0];
    const experiment = repetita(a, gamma, { loss, batch: steps.length, lookAhead: { kind: 'sample', rho } }, 'tanh(x)');
    const { rows, L } = weightsAt(M0, Q0);
    const F = (h: number[], y: number) => {
      const e = loss === 'square' ? y - 0.5 * (a[0] * Math.tanh(h[0]) + a[1] * Math.tanh(h[1])) : y;
      return h.map((x, j) => 0.5 * a[j] * (1 - Math.tanh(x) ** 2) * e);
    };
    const samples = steps.map(({ z, xi, chi2 }) => {
      const y = label(z);
      const h = [0, 1].map((j) => M0[j][0] * z[0] + M0[j][1] * z[1] + L[2 * j] * xi[0] + L[2 * j + 1] * xi[1]);
      const length = z[0] ** 2 + z[1] ** 2 + xi[0] ** 2 + xi[1] ** 2 + chi2;
      const here = F(h, y);
      const c = F(h.map((x, j) => x + rho * here[j] * length), y).map((value) => (gamma / steps.length) * value);
      return { z, h, c, x: sampleOf({ z, xi, chi2 }) };
    });
    stepOn(experiment, rows, samples.map(({ x }) => x), steps.map(({ z }) => label(z)));
    const inner = (u: Float64Array, v: Float64Array) => u.reduce((sum, x, i) => sum + x * v[i], 0);
    const M = [0, 1].map((j) => [0, 1].map((r) => M0[j][r] + samples.reduce((sum, { c, z }) => sum + c[j] * z[r], 0)));
    const Q = [0, 1].map((i) => [0, 1].map((j) =>
      samples.reduce((sum, s) => sum + s.c[i] * s.h[j] + s.h[i] * s.c[j] + samples.reduce((both, t) => both + s.c[i] * t.c[j] * inner(s.x, t.x), 0), Q0[i][j])));
    const now = overlapsOf(rows, targetRows, 2);
    expect(far(now.M, M)).toBeLessThan(1e-12);
    expect(far(now.Q, Q)).toBeLessThan(1e-12);
  });
});

test('weight decay shrinks before the constraint, and is nothing along a sphere', () => {
  const [gamma, lambda] = [0.5, 0.3];
  const g = Float64Array.of(0.2, -0.4, 0.1);
  const stepped = (constraint: 'none' | 'projected' | 'spherical', decay: number) => {
    const w = Float64Array.of(0.6, 0, 0.8);
    constrainedStep(w, g, gamma, constraint, decay);
    return [...w];
  };
  const shrunk = [0.85 * 0.6 + 0.1, -0.2, 0.85 * 0.8 + 0.05];
  const near = (values: number[], expected: number[]) => expected.forEach((x, i) => expect(values[i]).toBeCloseTo(x, 14));
  near(stepped('none', lambda), shrunk);
  near(stepped('projected', lambda), shrunk.map((x) => x / Math.hypot(...shrunk)));
  near(stepped('spherical', lambda), stepped('spherical', 0));
});
