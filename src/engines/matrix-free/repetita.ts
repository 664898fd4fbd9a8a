// The look-ahead algorithms of theory/reuse.md, section 2, on one sample a step, held to an independent program for the same
// chains: laws over seeds, in repetita.json, of the reference numbers' repetita_TwoSteps_SAM, repetita_H3Relu and
// repetita_k1_kstar1 at eight of their times. There "gd" is plain descent, "true_sam" the look-ahead "sample", "proxy_sam"
// the look-ahead "two-step"; σ = relu, rows begin orthogonal to the target's.

import { parseExperiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { identity } from '../../math/linalg.ts';
import { initialLoss } from '../adaptive.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { openChain } from './chain.ts';
import { framed, overlapsOf } from './frame.ts';
import published from './repetita.json';

type Law = (typeof published.laws)[number];

export const laws: readonly Law[] = published.laws;

/** z, at most: as of all comparisons in law with the reference numbers. */
const LARGEST_Z = 4.5;

/**
 * What differs from the law, in words, over `seeds` runs (from 0) at its first `times` times. z is the difference of means over
 * its error √(s² + s_ref²), s = max(own sem, std_ref/√seeds); of the mean of Q_jj no spread is known but the own one.
 */
export async function differences(law: Law, seeds: number, times: number): Promise<string[]> {
  const steps = law.steps.slice(0, times);
  const runs: number[][][] = [];
  for (let seed = 0; seed < seeds; seed++) runs.push(await follow(law, seed, steps));
  return steps.flatMap((step, at) => {
    const references: { name: string; mean: number; sem: number | null }[] = [
      ...law.cosine.mean[at].map((mean, r) => ({ name: `mean |cos| with direction ${r + 1}`, mean, sem: law.cosine.sem[at][r] })),
      ...law.best.mean[at].map((mean, r) => ({ name: `largest |cos| with direction ${r + 1}`, mean, sem: law.best.sem[at][r] })),
      ...law.captured.mean[at].map((mean, r) => ({ name: `direction ${r + 1} captured`, mean, sem: law.captured.sem[at][r] })),
      { name: 'mean Q_jj', mean: law.norm.mean[at], sem: null },
    ];
    return references.flatMap(({ name, mean, sem }, i) => {
      const values = runs.map((run) => run[at][i]);
      const ownMean = values.reduce((a, b) => a + b, 0) / seeds;
      const own = Math.sqrt(values.reduce((sum, x) => sum + (x - ownMean) ** 2, 0) / ((seeds - 1) * seeds));
      const ratio = Math.sqrt(law.seeds / seeds);
      const error = sem === null ? own * Math.hypot(1, 1 / ratio) : Math.hypot(Math.max(own, sem * ratio), sem);
      const z = (ownMean - mean) / error;
      return Math.abs(z) <= LARGEST_Z ? [] : [`${name} at step ${step}: ${ownMean}, not ${mean}, z ${z.toFixed(1)}`];
    });
  });
}

/** Of each of `steps`: cosines M_jr/√Q_jj, mean and largest size over neurons, √(Mᵀ Q⁻¹ M)_rr for each direction, and the mean of Q_jj. */
async function follow(law: Law, seed: number, steps: readonly number[]): Promise<number[][]> {
  const { directions: k, width: p } = law;
  const experiment = parseExperiment({
    target: { link: law.link, directions: k }, student: { width: p, activation: 'relu(x)', readout: law.readout },
    data: { dimension: law.dimension }, initial: { overlap: 0 },
    training: { constraint: 'none', batch: 1, learningRate: law.learningRate, lookAhead: law.lookAhead, steps: steps.at(-1) },
    seed, engine: 'matrix-free',
  });
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), identity(k), p, k), { readout: readoutVector(experiment), pause: null });
  const seen: number[][] = [];
  for (let step = 0; seen.length < steps.length; step++) {
    if (step === steps[seen.length]) seen.push(featuresOf(chain.rows, p, k));
    await chain.advance(step, initialLoss(experiment));
  }
  return seen;
}

function featuresOf(rows: readonly Float64Array[], p: number, k: number): number[] {
  const { M, Q } = overlapsOf(rows, identity(k), k);
  const directions = Array.from({ length: k }, (_, r) => Array.from({ length: p }, (_, j) => Math.abs(M[j * k + r]) / Math.sqrt(Q[j * (p + 1)])));
  return [
    ...directions.map((cosines) => cosines.reduce((a, b) => a + b, 0) / p),
    ...directions.map((cosines) => Math.max(...cosines)),
    ...directions.map((_, r) => captured(rows, r)),
    rows.reduce((sum, _, j) => sum + Q[j * (p + 1)], 0) / p,
  ];
}

/** Length of w*_r's part in the rows' span: what their Gram–Schmidt basis sees of it. */
function captured(rows: readonly Float64Array[], r: number): number {
  const basis: Float64Array[] = [];
  for (const row of rows) {
    const rest = row.slice();
    for (let sweep = 0; sweep < 2; sweep++)
      for (const b of basis) {
        const along = b.reduce((sum, x, i) => sum + x * rest[i], 0);
        for (let i = 0; i < rest.length; i++) rest[i] -= along * b[i];
      }
    const norm = Math.hypot(...rest);
    basis.push(rest.map((x) => x / norm));
  }
  return Math.hypot(...basis.map((b) => b[r]));
}
