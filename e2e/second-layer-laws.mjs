// What training both layers is held to: ensembles of an independent program (references/timescales/sgd_online.json), each as
// an experiment and two laws, of s and a together and of the risk, in the form of in-law.mjs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asEntry } from './reuse-laws.mjs';

/** The file has six digits: what does not vary agrees to that. */
export const DIGITS = 1e-5;

/** The file's times are multiples of this, in units of the flow: t = η·step. */
const GRID = 0.01;

export function secondLayerLaws(folder) {
  const { phi, sigma, eps, a0, t, runs } = JSON.parse(readFileSync(join(folder, 'sgd_online.json'), 'utf8'));
  return runs.map((run) => {
    const { d, eta, batch, seeds, s0, r0_upper: upper } = run;
    const p = s0.length;
    const steps = t.map((time) => Math.round(time / eta));
    const column = (rows) => rows.map((row) => row.map((x) => [x]));
    const moments = (mean, sem) => ({ mean: column(mean), std: column(sem.map((row) => row.map((x) => x * Math.sqrt(seeds)))) });
    const risk = asEntry({ mean: run.risk_mean, std: run.risk_std });
    return {
      name: `both layers d=${d} B=${batch} eta=${eta}`,
      // A software adapter makes some 500 steps a second whatever their size; the reference draws some 10⁷ numbers.
      seeds: { ...(d === 50 ? { dense: '0..3' } : {}), ...(steps.at(-1) * batch * d < 5e7 ? { reference: '0..15' } : {}) },
      experiment: {
        target: { hermite: phi },
        student: { width: p, hermite: sigma, readout: a0 },
        data: { dimension: d },
        initial: { M: s0.map((s) => [s]), Q: symmetric(p, upper) },
        training: { constraint: 'spherical', batch, learningRate: eta * p, secondLayer: { learningRate: (eta * p) / eps }, steps: steps.at(-1) },
        record: { every: Math.round(GRID / eta) },
      },
      // Overlaps s stand in the place of M, readouts a in the place of Q.
      laws: [
        { steps, seeds, M: moments(run.s_mean, run.s_sem), Q: moments(run.a_mean, run.a_sem) },
        { steps, seeds, M: risk, Q: risk },
      ],
      own: ({ steps: at, seeds: range, M, readout, risk: own }) => {
        const entries = Object.fromEntries(Object.entries(readout).map(([key, rows]) => [key, column(rows)]));
        return [{ steps: at, seeds: range, M, Q: entries }, { steps: at, seeds: range, M: asEntry(own), Q: asEntry(own) }];
      },
    };
  });
}

/** Unit diagonal, and what lies above it row by row. */
function symmetric(p, upper) {
  const Q = Array.from({ length: p }, () => Array.from({ length: p }, () => 1));
  let at = 0;
  for (let i = 0; i < p; i++) for (let j = i + 1; j < p; j++) Q[i][j] = Q[j][i] = upper[at++];
  return Q;
}
