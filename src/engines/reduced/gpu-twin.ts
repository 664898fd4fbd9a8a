// The ensemble kernel's step in float64, from the same random words, by the formulas of 2406.02157's exact reduction on
// (M, Q) themselves (Ω = L Lᵀ, a Wishart draw) in place of the kernel's turned frame. Tests alone import this file.

// oxlint-disable-next-line no-restricted-imports -- tests alone import this file
import { gramMatrix, outputScale, readoutVector } from '../../experiment/quantities.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { cholesky, multiply, transpose } from '../../math/linalg.ts';
import { fillNormals } from '../../math/normal.ts';
import { Stream } from '../../math/streams.ts';
import { threefry13 } from '../../math/threefry.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';
import type { InitialOverlaps } from './initial.ts';

/** (M, Q) after step `step` + 1 of the run with this experiment's seed, from (M, Q) before it. */
export function twinStep(experiment: Experiment, { M, Q }: InitialOverlaps, step: number): InitialOverlaps {
  const { target, student, training, data: { dimension: d }, seed } = experiment;
  const [p, k, n] = [student.width, target.directions, training.batch];
  const r = k + p;
  const P = gramMatrix(experiment);
  const omega = new Float64Array(r * r);
  for (let i = 0; i < r; i++)
    for (let j = 0; j < r; j++)
      omega[i * r + j] = i < k ? (j < k ? P[i * k + j] : M[(j - k) * k + i]) : j < k ? M[(i - k) * k + j] : Q[(i - k) * p + j - k];
  const L = cholesky(omega, r, 1e-8)!;

  const sigma = parseLink(student.activation, activationVariables());
  const derivative = sigma.derivative('x');
  const link = parseLink(target.link, targetVariables(k));
  const a = readoutVector(experiment).map((x) => outputScale(experiment) * x);
  const x = new Float64Array(r + 1);
  const G = new Float64Array(p * r);
  const products = new Float64Array(p * p);
  for (let sample = 0; sample < n; sample++) {
    fillNormals(x, r + 1, seed, Stream.ensembleFields, step, sample);
    const fields = multiply(L, x, r, r, 1);
    const lambda = fields.subarray(k);
    const y = link.evaluate(fields) + Math.sqrt(target.noise) * x[r];
    const f = lambda.reduce((sum, field, j) => sum + a[j] * sigma.evaluate([field]), 0);
    const e = training.loss === 'square' ? y - f : y;
    const R = lambda.map((field, j) => a[j] * derivative.evaluate([field]) * e);
    for (let j = 0; j < p; j++) {
      for (let c = 0; c < r; c++) G[j * r + c] += (R[j] * x[c]) / n;
      for (let l = 0; l < p; l++) products[j * p + l] += (R[j] * R[l]) / n ** 2;
    }
  }
  const T = cholesky(products, p, 1e-8)!;
  const TB = multiply(T, twinBartlett(p, d - r, seed, step), p, p, p);

  const GF = multiply(G, transpose(L, r, r), p, r, r);
  const GG = multiply(G, transpose(G, p, r), p, r, p);
  multiply(TB, transpose(TB, p, p), p, p, p).forEach((wishart, i) => (GG[i] += wishart));
  const GM = new Float64Array(p * k);
  const GW = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let c = 0; c < r; c++) if (c < k) GM[j * k + c] = GF[j * r + c]; else GW[j * p + c - k] = GF[j * r + c];
  if (training.constraint === 'spherical') {
    const c = Float64Array.from({ length: p }, (_, j) => GW[j * p + j] / Q[j * p + j]);
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) GG[i * p + j] += c[i] * c[j] * Q[i * p + j] - c[i] * GW[j * p + i] - c[j] * GW[i * p + j];
    for (let i = 0; i < p; i++) {
      for (let t = 0; t < k; t++) GM[i * k + t] -= c[i] * M[i * k + t];
      for (let j = 0; j < p; j++) GW[i * p + j] -= c[i] * Q[i * p + j];
    }
  }
  const gamma = training.learningRate;
  const newM = M.map((m, i) => m + gamma * GM[i]);
  const newQ = Q.map((q, at) => q + gamma * (GW[at] + GW[(at % p) * p + Math.floor(at / p)]) + gamma ** 2 * GG[at]);
  if (training.constraint === 'none') return { M: newM, Q: newQ };
  const norm = Array.from({ length: p }, (_, j) => Math.sqrt(newQ[j * (p + 1)]));
  return { M: newM.map((m, at) => m / norm[Math.floor(at / k)]), Q: newQ.map((q, at) => q / (norm[Math.floor(at / p)] * norm[at % p])) };
}

/** B of shaders/reduced_wishart.wgsl, p×p. */
function twinBartlett(p: number, freedom: number, seed: number, step: number): Float64Array {
  const B = new Float64Array(p * p);
  const triangle = freedom >= p;
  for (let i = 0; i < p; i++) {
    fillNormals(B.subarray(i * p, (i + 1) * p), triangle ? i : freedom, seed, Stream.ensembleWishart, step, i);
    if (triangle) B[i * p + i] = twinChi(freedom - i, i, seed, step);
  }
  return B;
}

/** `chi` of shaders/reduced_chi.wgsl. */
export function twinChi(freedom: number, row: number, seed: number, step: number): number {
  const one = new Float64Array(1);
  const words = new Int32Array(4);
  const normal = (at: number) => {
    fillNormals(one, 1, seed, Stream.ensembleChi, step, row, at);
    return one[0];
  };
  if (freedom === 1) return Math.abs(normal(0));
  const s = freedom / 2 - 1 / 3;
  for (let attempt = 0; ; attempt++) {
    const x = normal(2 * attempt);
    const v = (1 + x / Math.sqrt(9 * s)) ** 3;
    threefry13(2 * attempt + 1, row, step, Stream.ensembleChi, seed, words);
    const u = ((words[0] & 0x7fffff) + 0.5) * 2 ** -23;
    if (v > 0 && Math.log(u) < x ** 2 / 2 + s * (1 - v + Math.log(v))) return Math.sqrt(2 * s * v);
  }
}
