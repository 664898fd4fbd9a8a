// The three exact chains of theory/reuse.md, section 6, on draws written out: what is compared is arithmetic, to rounding.
// explicit-draws.json is from an independent program in numpy (the reference numbers' unit_matrix_free, unit_onepass and
// unit_repetita); its W has rows of norm √D and its step is on the sum over samples, so γ = eta n / D here.

import { expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { flatten, identity } from '../../math/linalg.ts';
import { openChain, type ChainOptions } from './chain.ts';
import { BLOCK } from './columns.ts';
import type { Dice } from './dice.ts';
import published from './explicit-draws.json';
import { framed, overlapsOf } from './frame.ts';
import type { SampleDraws } from './samples.ts';

const TARGET = { link: 'tanh(z1+He3(z2))', directions: 2 };
const I2 = identity(2);
const activations: Record<string, string> = { relu: 'relu(x)', erf: 'erf(x/sqrt(2))' };

/** M and Q at steps 0 … T − 1. */
async function play(experiment: Experiment, T: number, options: Omit<ChainOptions, 'readout' | 'pause'>, M0 = [[0, 0], [0, 0]], Q0 = [[1, 0], [0, 1]]) {
  const rows = framed({ M: flatten(M0), Q: flatten(Q0) }, I2, 2, 2);
  const { chain } = openChain(experiment, rows, { readout: readoutVector(experiment), pause: null, ...options });
  const seen = [overlapsOf(chain.rows, I2, 2)];
  for (let step = 0; step + 1 < T; step++) {
    await chain.advance(step, { learningRate: experiment.training.learningRate, square: true });
    seen.push(overlapsOf(chain.rows, I2, 2));
  }
  return { seen, rows: chain.rows };
}

function farthest(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return expected.reduce((far, x, i) => Math.max(far, Math.abs(values[i] - x)), 0);
}

function blockOf(column: readonly number[], out: Float64Array, count: number, block: number): void {
  for (let i = 0; i < count; i++) out[i] = column[block * BLOCK + i];
}

const precisions = [[8, 1e-12], [4, 1e-6]] as const;
const fullBatch = published.matrixFree.flatMap((found) => precisions.map(([entry, tolerance]) => ({ ...found, entry, tolerance })));

test.each(fullBatch)('full batch, $act, N = $N, columns of $entry bytes', async ({ act, D, N, T, eta, xi, blk, M, Q, c_final, entry, tolerance }) => {
  const draws = xi as Record<string, number[]>;
  const triangles = blk as Record<string, number>;
  const dice: Dice = {
    column(out, count, _, column, block) {
      const name = column < 4 ? `init,${column}` : `${Math.floor((column - 4) / 2)},${column % 2}`;
      blockOf(draws[name], out, count, block);
      // The program's residuals are f − y, so its directions met in the run are minus those here.
      if (column >= 4) for (let i = 0; i < count; i++) out[i] = -out[i];
    },
    triangle(out, q, freedom, batch, step) {
      expect([q, freedom, batch]).toEqual([2, D - 4 - 2 * step, 0]);
      for (let l = 0; l < q; l++) for (let i = 0; i < q; i++) out[l * q + i] = i > l ? 0 : triangles[`${step},${i},${l}`];
    },
  };
  const experiment = parseExperiment({
    target: TARGET, student: { width: 2, activation: activations[act], readout: 'alternating', scaling: 'sqrt' }, data: { dimension: D },
    initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
    training: { constraint: 'none', batch: N, reuse: 'all', learningRate: (eta * N) / D, steps: T }, engine: 'matrix-free',
  });
  const { seen, rows } = await play(experiment, T, { dice, entry });
  seen.forEach((now, t) => {
    expect(farthest(now.M, M[t].flat()), `M at step ${t}`).toBeLessThan(tolerance);
    expect(farthest(now.Q, Q[t].flat()), `Q at step ${t}`).toBeLessThan(tolerance);
  });
  rows.forEach((row, j) => expect(farthest(row.map((c, l) => (l < 4 ? c : -c)), c_final[j])).toBeLessThan(tolerance));
});

test.each(precisions)('a fresh batch at every step, columns of %d bytes', async (entry, tolerance) => {
  const { D, N, T, eta, M, Q, steps } = published.onePass;
  const dice: Dice = {
    column: (out, count, batch, column, block) => blockOf(steps[batch].xi[column], out, count, block),
    triangle(out, q, freedom, batch, step) {
      expect([q, freedom, step]).toEqual([2, D - 4, 0]);
      const [[first], [normal, second]] = steps[batch].triangle;
      out.set([Math.sqrt(first), 0, normal, Math.sqrt(second)]);
    },
  };
  const experiment = parseExperiment({
    target: TARGET, student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' }, data: { dimension: D },
    training: { constraint: 'none', batch: N, learningRate: (eta * N) / D, steps: T }, engine: 'matrix-free',
  });
  const { seen } = await play(experiment, T, { dice, entry });
  seen.forEach((now, t) => {
    expect(farthest(now.M, M[t].flat()), `M at step ${t}`).toBeLessThan(tolerance);
    expect(farthest(now.Q, Q[t].flat()), `Q at step ${t}`).toBeLessThan(tolerance);
  });
});

test.each(published.repetita)('sample by sample: $algo, spherical $spherical', async ({ algo, spherical, a, d, gamma, rho, M0, Q0, steps }) => {
  let at = 0;
  let calls = 0;
  const samples: SampleDraws = {
    start(batch) {
      [at, calls] = [batch, 0];
    },
    normals(out, count) {
      expect([calls++, count]).toEqual([0, 4]);
      out.set([...steps[at].z, ...steps[at].xi]);
    },
    chiSquare(freedom) {
      expect(freedom).toBe(d - 4);
      return steps[at].chi2;
    },
  };
  // The program's numbers are those after all steps on a sample.
  const each = algo === 'proxy_sam' ? 2 : 1;
  const experiment = parseExperiment({
    target: { link: 'z1+He3(z2)', directions: 2 }, student: { width: 2, activation: 'relu(x)', readout: a }, data: { dimension: d },
    training: {
      constraint: spherical ? 'spherical' : 'none', batch: 1, learningRate: gamma, steps: steps.length * each,
      lookAhead: algo === 'gd' ? null : { kind: algo === 'proxy_sam' ? 'two-step' : 'sample', rho },
    },
    engine: 'matrix-free',
  });
  const { seen } = await play(experiment, steps.length * each + 1, { samples }, M0, Q0);
  steps.forEach(({ M, Q }, i) => {
    const now = seen[each * (i + 1)];
    expect(farthest(now.M, M.flat()), `M after sample ${i + 1}`).toBeLessThan(1e-12);
    expect(farthest(now.Q, Q.flat()), `Q after sample ${i + 1}`).toBeLessThan(1e-12);
  });
});
