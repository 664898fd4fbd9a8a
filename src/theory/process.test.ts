// The process against the exact law of which it is the mean: theory/online.md section 5, drawn here from its formulas.

import { expect, test } from 'vitest';
import { parseExperiment } from '../experiment/experiment.ts';
import { readoutVector } from '../experiment/quantities.ts';
import { cholesky, flatten } from '../math/linalg.ts';
import { fillNormals } from '../math/normal.ts';
import { Stream } from '../math/streams.ts';
import { fieldAverages } from './averages.ts';
import { jointCovariance } from './overlaps.ts';
import { overlapProcess } from './process.ts';

const [p, k, d, n, gamma, seeds] = [2, 2, 2000, 12_000, 1.5, 25];
const M = [[0.4, -0.1], [0.1, 0.3]];
const Q = [[1, 0.25], [0.25, 1]];
const P = [[1, 0.3], [0.3, 1]];

/**
 * One seed's γ(GW + GWᵀ) + γ²E[GG | fields] and γGW* before any normalisation, by section 5, spherical where asked: E A = (d − p − k) RRᵀ/n². The
 * target is (He2(z1) + He2(z2))/2, σ is He2/2 and a = (1, 0.7), so σ' = x.
 */
function drawStep(constraint: string, seed: number): number[] {
  const r = p + k;
  const L = cholesky(jointCovariance({ M: flatten(M), Q: flatten(Q) }, flatten(P), p, k), r)!;
  const x = new Float64Array(r + 1);
  const inFrame = new Float64Array(p * r);
  const second = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    fillNormals(x, r + 1, seed, Stream.data, 0, i);
    const phi = Array.from({ length: r }, (_, a) => L.subarray(a * r, (a + 1) * r).reduce((sum, l, b) => sum + l * x[b], 0));
    const e = 0.5 * (phi[0] ** 2 + phi[1] ** 2) - 1 + 0.3 * x[r] - 0.5 * (phi[2] ** 2 - 1) - 0.35 * (phi[3] ** 2 - 1);
    const R = [phi[2] * e, 0.7 * phi[3] * e];
    for (let j = 0; j < p; j++) {
      for (let b = 0; b < r; b++) inFrame[j * r + b] += (R[j] * x[b]) / n;
      for (let l = 0; l < p; l++) second[j * p + l] += (R[j] * R[l]) / n ** 2;
    }
  }
  const along = (j: number, a: number) => Array.from({ length: r }, (_, b) => inFrame[j * r + b] * L[a * r + b]).reduce((s, v) => s + v, 0);
  let GM = [0, 1].map((j) => [0, 1].map((a) => along(j, a)));
  let GW = [0, 1].map((j) => [0, 1].map((l) => along(j, k + l)));
  let GG = [0, 1].map((j) => [0, 1].map((l) => Array.from({ length: r }, (_, b) => inFrame[j * r + b] * inFrame[l * r + b]).reduce((s, v) => s + v, 0) + (d - r) * second[j * p + l]));
  if (constraint === 'spherical') {
    const c = [0, 1].map((j) => GW[j][j] / Q[j][j]);
    GG = GG.map((row, j) => row.map((value, l) => value - c[j] * GW[l][j] - c[l] * GW[j][l] + c[j] * c[l] * Q[j][l]));
    GM = GM.map((row, j) => row.map((value, a) => value - c[j] * M[j][a]));
    GW = GW.map((row, j) => row.map((value, l) => value - c[j] * Q[j][l]));
  }
  return [...GM.flat().map((v) => gamma * v), ...[0, 1].flatMap((j) => [0, 1].map((l) => gamma * (GW[j][l] + GW[l][j]) + gamma ** 2 * GG[j][l]))];
}

const document = (constraint: string) => ({
  target: { link: '(He2(z1) + He2(z2))/2', directions: 2, noise: 0.09, gram: P },
  student: { width: 2, activation: 'He2(x)/2', readout: [1, 0.7], scaling: 'sum' },
  data: { dimension: d }, initial: { M, Q },
  training: { constraint, batch: n, learningRate: gamma, steps: 1 },
});

// Seeds are fixed; 4.5 standard errors on 8 entries.
test('without a constraint, a step is the mean of the exact law', () => {
  const experiment = parseExperiment(document('none'));
  const next = overlapProcess(experiment, fieldAverages(experiment)!)({ M: flatten(M), Q: flatten(Q) }, readoutVector(experiment), { learningRate: gamma, square: true });
  compare([...next.M.map((m, i) => m - flatten(M)[i]), ...next.Q.map((q, i) => q - flatten(Q)[i])], 'none');
});

test('on the sphere, the step that is normalised is: its tangent gradient, its noise and what a batch has in common', () => {
  // The process normalises; the mean step before that follows from the unit diagonal, M and Q divided by the same roots.
  const experiment = parseExperiment(document('spherical'));
  const next = overlapProcess(experiment, fieldAverages(experiment)!)({ M: flatten(M), Q: flatten(Q) }, readoutVector(experiment), { learningRate: gamma, square: true });
  const runs = Array.from({ length: seeds }, (_, seed) => drawStep('spherical', seed + 1));
  const mean = runs[0].map((_, i) => runs.reduce((sum, run) => sum + run[i], 0) / seeds);
  // Rows of M + ΔM over √(Q + ΔQ)_jj, of the mean step; each run's to first order around it gives the error.
  const normalised = (run: readonly number[]) => {
    const norms = [0, 1].map((j) => Math.sqrt(1 + run[4 + 3 * j]));
    return [...[0, 1, 2, 3].map((i) => (flatten(M)[i] + run[i]) / norms[i >> 1]), (Q[0][1] + run[5]) / (norms[0] * norms[1])];
  };
  const centre = normalised(mean);
  const linear = runs.map((run) => normalised(mean.map((m, i) => m + 1e-4 * (run[i] - m))).map((v, i) => centre[i] + 1e4 * (v - centre[i])));
  [...next.M, next.Q[1]].forEach((value, i) => {
    const variance = linear.reduce((sum, run) => sum + (run[i] - centre[i]) ** 2, 0) / (seeds - 1);
    expect(Math.abs(value - centre[i]) / Math.sqrt(variance / seeds), `entry ${i}`).toBeLessThan(4.5);
  });
});

function compare(expected: readonly number[], constraint: string): void {
  const runs = Array.from({ length: seeds }, (_, seed) => drawStep(constraint, seed + 1));
  expected.forEach((value, i) => {
    const mean = runs.reduce((sum, run) => sum + run[i], 0) / seeds;
    const variance = runs.reduce((sum, run) => sum + (run[i] - mean) ** 2, 0) / (seeds - 1);
    expect(Math.abs(value - mean) / Math.sqrt(variance / seeds), `entry ${i}`).toBeLessThan(4.5);
  });
}
