// Ensembles of runs that train both layers, held to those of an independent program (references/timescales/sgd_online.json).

import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { hermiteOf } from '../experiment/hermite.ts';
import type { Snapshot } from './engine.ts';

interface Moments {
  readonly mean: readonly (readonly number[])[];
  readonly sem: readonly (readonly number[])[];
}

/** In the paper's letters; means and their errors at each time. */
export interface Law {
  readonly d: number;
  readonly eta: number;
  readonly eps: number;
  readonly batch: number;
  readonly seeds: number;
  readonly phi: number[];
  readonly sigma: number[];
  readonly a0: number[];
  readonly s0: number[];
  /** r_ij for i < j, row by row. */
  readonly r0Upper: number[];
  readonly t: readonly number[];
  readonly risk: { readonly mean: readonly number[]; readonly sem: readonly number[] };
  /** φ_k − σ_k ⟨a s^k⟩. */
  readonly residuals: Moments;
  readonly s: Moments;
  readonly a: Moments;
}

export function lawExperiment({ d, eta, eps, batch, phi, sigma, a0, s0, r0Upper, t }: Law): Experiment {
  const p = a0.length;
  const Q = Array.from({ length: p }, () => Array.from({ length: p }, () => 1));
  let at = 0;
  for (let i = 0; i < p; i++) for (let j = i + 1; j < p; j++) Q[i][j] = Q[j][i] = r0Upper[at++];
  return parseExperiment({
    target: { hermite: phi },
    student: { width: p, hermite: sigma, readout: a0 },
    data: { dimension: d },
    initial: { M: s0.map((s) => [s]), Q },
    training: { constraint: 'spherical', batch, learningRate: eta * p, secondLayer: { learningRate: (eta * p) / eps }, steps: Math.round(t[t.length - 1] / eta) },
    engine: 'reference',
  });
}

interface Measured {
  readonly mean: Float64Array;
  readonly sem: Float64Array;
}

/** The law's numbers at its times, in one row: risk, residuals, s, a; mean and standard error over `seeds` runs. */
export async function measureLaw(experiment: Experiment, { eta, t }: Law, seeds: number, run: (seed: number, steps: readonly number[]) => Promise<readonly Snapshot[]>): Promise<Measured> {
  const { target: phi, student: sigma } = hermiteOf(experiment)!;
  const steps = t.map((time) => Math.round(time / eta));
  const rows: number[][] = [];
  for (let seed = 1; seed <= seeds; seed++)
    rows.push((await run(seed, steps)).flatMap(({ M, readout, risk }) => {
      const residuals = phi.map((phi, k) => phi - (sigma[k] * readout.reduce((sum, a, i) => sum + a * M[i] ** k, 0)) / readout.length);
      return [risk, ...residuals, ...M, ...readout];
    }));
  const mean = Float64Array.from(rows[0], (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / seeds);
  const sem = mean.map((x, i) => Math.sqrt(rows.reduce((sum, row) => sum + (row[i] - x) ** 2, 0) / (seeds - 1) / seeds));
  return { mean, sem };
}

/** As two ensembles of M and Q are compared (e2e/in-law.mjs): s is the larger of the own error and what the law's spread says. */
const LARGEST_Z = 4.5;

export function compareLaw({ mean, sem }: Measured, law: Law, seeds: number): { compared: number; far: unknown[] } {
  const means = law.t.flatMap((_, i) => [law.risk.mean[i], ...law.residuals.mean[i], ...law.s.mean[i], ...law.a.mean[i]]);
  const sems = law.t.flatMap((_, i) => [law.risk.sem[i], ...law.residuals.sem[i], ...law.s.sem[i], ...law.a.sem[i]]);
  const far = means.flatMap((expected, i) => {
    const own = Math.max(sem[i], sems[i] * Math.sqrt(law.seeds / seeds));
    const z = (mean[i] - expected) / Math.hypot(own, sems[i]);
    return Math.abs(z) <= LARGEST_Z ? [] : [{ i, mean: mean[i], expected, z }];
  });
  return { compared: means.length, far };
}
