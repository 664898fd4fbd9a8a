// The chain against chains that hold weights and samples: the reference engine, and where that does not go the oracle in
// plain.ts. All entries of M and Q at all steps (and the risk, of the engine): means and variances, by z of the difference.
//
// False alarms: seeds are fixed, so what passes goes on passing until the random bits change. Of a change of bits alone,
// some 1800 means and variances at |z| > 4.5 (7·10⁻⁶ each for normal means) would trip one of the tests in about one of 80,
// or somewhat more, for variances have heavy tails.

import { expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import { cholesky } from '../../math/linalg.ts';
import { initialLoss } from '../adaptive.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import type { Overlaps } from '../reduced/overlaps.ts';
import { openReference } from '../reference.ts';
import { openChain } from './chain.ts';
import { framed, overlapsOf } from './frame.ts';
import { openMatrixFree } from './matrix-free.ts';
import { plainRun } from './plain.ts';

const LARGEST_Z = 4.5;
/** What rounding leaves of entries that no chance moves. */
const FLOOR = 1e-9;

interface Case {
  readonly seeds: number;
  readonly document: Record<string, unknown>;
  readonly training: Record<string, unknown>;
}

function experimentOf({ document, training }: Case): Experiment {
  return parseExperiment({
    target: { link: 'z1+He2(z1)/2', noise: 0.5 },
    student: { width: 2, activation: 'erf(x/sqrt(2))', readout: [1, -0.7], scaling: 'sqrt' },
    data: { dimension: 12 }, initial: { overlap: 0.4 }, engine: 'matrix-free',
    ...document,
    training: { loss: 'square', constraint: 'none', ...training },
  });
}

const entriesOf = ({ M, Q }: Overlaps) => [...M, ...Q];
const every = () => true;

/** With the risk beside M and Q. */
async function engineRun(open: typeof openMatrixFree, experiment: Experiment): Promise<number[][]> {
  const engine = await open(experiment);
  return (await engine.advance(experiment.training.steps, every)).map((now) => [...entriesOf(now), now.risk]);
}

/** The chain alone: to prepare the risk of a target in two directions takes longer than the run. */
async function chainRun(experiment: Experiment): Promise<number[][]> {
  const [L, p, k] = [cholesky(gramMatrix(experiment), experiment.target.directions)!, experiment.student.width, experiment.target.directions];
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), L, p, k), { readout: readoutVector(experiment), pause: null });
  const seen = [entriesOf(overlapsOf(chain.rows, L, k))];
  for (let step = 0; step < experiment.training.steps; step++) {
    await chain.advance(step, initialLoss(experiment));
    seen.push(entriesOf(overlapsOf(chain.rows, L, k)));
  }
  return seen;
}

interface Moments {
  readonly mean: number;
  /** Squared standard error of the mean. */
  readonly error: number;
}

/** Of each entry at each step the mean and the variance, each with its error: a wrong cross term may show in the variance alone. */
async function moments(run: (seed: number) => Promise<number[][]> | number[][], seeds: number): Promise<Moments[][]> {
  const runs: number[][][] = [];
  for (let seed = 0; seed < seeds; seed++) runs.push(await run(seed));
  return runs[0].map((row, step) => row.flatMap((_, entry) => {
    const values = runs.map((run) => run[step][entry]);
    const mean = meanOf(values);
    return [mean, meanOf(values.map((x) => (x - mean.mean) ** 2))];
  }));
}

function meanOf(values: readonly number[]): Moments {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  return { mean, error: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / ((n - 1) * n) };
}

/** What differs in law, in words. */
function differences(mine: Moments[][], theirs: Moments[][]): string[] {
  return theirs.flatMap((row, step) => row.flatMap((b, entry) => {
    const a = mine[step][entry];
    const difference = Math.abs(a.mean - b.mean);
    const fine = Math.max(a.error, b.error) < FLOOR ** 2 ? difference < FLOOR : difference <= LARGEST_Z * Math.sqrt(a.error + b.error);
    return fine ? [] : [`${entry % 2 ? 'variance' : 'mean'} of entry ${entry >> 1} at step ${step}: ${a.mean} and ${b.mean}, z ${(difference / Math.sqrt(a.error + b.error)).toFixed(1)}`];
  }));
}

const tanh = { target: { link: 'tanh(z1+He3(z2))', directions: 2 }, student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' }, initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] } };
const oblique = { link: 'tanh(z1*z2)', directions: 2, gram: [[1, 0.4], [0.4, 1]], noise: 0.5 };
const quadratic = { target: { link: 'He2(z1)', noise: 0.05 }, student: { width: 2, activation: 'x+x^2/3', readout: [1, -0.7] } };

const asReference: Record<string, Case> = {
  'a full batch in 200 dimensions': { seeds: 200, document: { ...quadratic, data: { dimension: 200 } }, training: { batch: 40, reuse: 'all', learningRate: 0.2, steps: 3 } },
  'the adaptive loss, each batch twice': { seeds: 150, document: quadratic, training: { batch: 30, reuse: 2, loss: 'adaptive', constraint: 'projected', learningRate: 1, steps: 5, adaptive: { share: 0.95, drop: 0.5, decay: 0.9 } } },
};

test.each(Object.entries(asReference))('has the law of the reference engine: %s', async (_, found) => {
  const experiment = experimentOf(found);
  const mine = await moments((seed) => engineRun(openMatrixFree, { ...experiment, seed }), found.seeds);
  const theirs = await moments((seed) => engineRun(openReference, { ...experiment, seed }), found.seeds);
  expect(differences(mine, theirs)).toEqual([]);
});

const asOracle: Record<string, Case> = {
  'a full batch': { seeds: 150, document: { ...tanh, data: { dimension: 40 } }, training: { batch: 60, reuse: 'all', learningRate: 0.3, steps: 5 } },
  'more steps than samples and dimensions have directions': { seeds: 200, document: {}, training: { batch: 7, reuse: 'all', constraint: 'projected', learningRate: 0.5, steps: 12 } },
  'more samples than dimensions, oblique directions': { seeds: 200, document: { target: oblique, data: { dimension: 6 } }, training: { batch: 20, reuse: 'all', learningRate: 1, steps: 6 } },
  'each batch three times, correlation loss on the sphere': { seeds: 200, document: { initial: 'random' }, training: { batch: 9, reuse: 3, loss: 'correlation', constraint: 'spherical', learningRate: 1, steps: 8 } },
  'a fresh batch at every step': { seeds: 200, document: { target: { link: 'z1', noise: 0.5 }, initial: 'random' }, training: { batch: 3, constraint: 'projected', learningRate: 0.8, steps: 12 } },
  'one sample a step': { seeds: 200, document: { data: { dimension: 5 } }, training: { batch: 1, constraint: 'projected', learningRate: 0.5, steps: 12 } },
  'a data set in batches, the last one short': { seeds: 200, document: {}, training: { batch: 4, dataset: 10, learningRate: 0.4, weightDecay: 0.2, steps: 14 } },
  'a data set, each batch twice, on the sphere': { seeds: 200, document: { data: { dimension: 30 } }, training: { batch: 6, dataset: 12, reuse: 2, constraint: 'projected', learningRate: 0.6, weightDecay: 0.5, steps: 9 } },
  'two steps on each batch': { seeds: 200, document: {}, training: { batch: 5, lookAhead: { kind: 'two-step', rho: 0 }, learningRate: 0.3, steps: 7 } },
  'two steps on each sample': { seeds: 200, document: {}, training: { batch: 1, lookAhead: { kind: 'two-step', rho: 0 }, constraint: 'spherical', learningRate: 1, weightDecay: 0.1, steps: 7 } },
  'each sample three times': { seeds: 200, document: {}, training: { batch: 1, reuse: 3, learningRate: 0.5, weightDecay: 0.1, steps: 8 } },
  'samples that look ahead, in batches': { seeds: 200, document: {}, training: { batch: 6, lookAhead: { kind: 'sample', rho: 0.2 }, learningRate: 0.5, weightDecay: 0.1, steps: 6 } },
  // From almost nothing, with labels ±1: Q is how the samples of one batch lie to each other.
  'samples of one batch, added up': { seeds: 400, document: { target: { link: 'sign(z1)' }, student: { width: 2, activation: 'x+x^2/5', readout: [1, -0.7] }, data: { dimension: 60 }, initial: { M: [[0.01], [0.01]], Q: [[1e-3, 0], [0, 1e-3]] } }, training: { loss: 'correlation', batch: 4, lookAhead: { kind: 'sample', rho: 0.02 }, learningRate: 1, steps: 1 } },
  'samples that look back, one by one': { seeds: 200, document: { data: { dimension: 3 } }, training: { batch: 1, lookAhead: { kind: 'sample', rho: -0.2 }, constraint: 'projected', learningRate: 0.5, steps: 8 } },
};

test.each(Object.entries(asOracle))('has the law of gradient descent on stored samples: %s', async (_, found) => {
  const experiment = experimentOf(found);
  const mine = await moments((seed) => chainRun({ ...experiment, seed }), found.seeds);
  const theirs = await moments((seed) => plainRun({ ...experiment, seed }), found.seeds);
  expect(differences(mine, theirs)).toEqual([]);
});
