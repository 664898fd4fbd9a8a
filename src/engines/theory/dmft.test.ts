// Dynamical mean-field theory as a run of it has it, in law: against exact averages of the first step, an independent
// implementation with 8·10⁶ copies, and descent on the samples themselves.
//
// False alarms: seeds are fixed, so what passes goes on passing until the random bits change. Of a change of bits alone, some 500
// numbers at |z| > 4.5 would trip one of these tests in about one of 100: errors are known to 18 %, or from 24 runs.

import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import { cholesky } from '../../math/linalg.ts';
import { spreadOf } from '../../theory/dmft/spread.ts';
import { toResult } from '../../run/result.ts';
import { Diverged, Unsupported, type Snapshot } from '../engine.ts';
import { initialLoss } from '../adaptive.ts';
import { openChain } from '../matrix-free/chain.ts';
import { framed, overlapsOf } from '../matrix-free/frame.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { openTheory } from '../theory.ts';
import relu from './dmft-relu.json';

const LARGEST_Z = 4.5;
const every = () => true;

const base = {
  target: { link: 'tanh(z1+He3(z2))', directions: 2 },
  student: { width: 2, activation: 'relu(x)', readout: 'alternating', scaling: 'sqrt' },
  data: { dimension: 1e5 },
  initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
  training: { constraint: 'none', batch: 3e5, reuse: 'all', learningRate: 0.6, steps: 7 },
  engine: 'theory',
};
const dmft = (changes: object, samples: number) => parseExperiment({ ...base, ...changes, engine: 'theory', theory: { form: 'dmft', samples } });

async function runOf(experiment: Experiment) {
  const engine = await openTheory(experiment);
  const first = await engine.read();
  const snapshots = [first, ...(await engine.advance(experiment.training.steps, every))];
  return { engine, snapshots, result: toResult(experiment, { snapshots, riskKind: engine.riskKind, adapter: null, kernels: engine.kernels, elapsedSeconds: 0 }) };
}

type Nested = number | Nested[];
const flat = (numbers: Nested): number[] => (typeof numbers === 'number' ? [numbers] : numbers.flatMap(flat));

/** What differs, in words; errors below 10⁻⁹ are none. */
function differences(what: string, values: Nested, errors: Nested, expected: Nested, theirs: Nested): string[] {
  const [a, s, b, t] = [flat(values), flat(errors), flat(expected), flat(theirs)];
  expect(a.length, what).toBe(b.length);
  return b.flatMap((x, i) => {
    const error = Math.hypot(s[i], t[i]);
    const fine = error < 1e-9 ? Math.abs(a[i] - x) < 1e-9 : Math.abs(a[i] - x) <= LARGEST_Z * error;
    return fine ? [] : [`${what}, entry ${i}: ${a[i]} ± ${s[i]}, expected ${x} ± ${t[i]}`];
  });
}

test('the paper\'s example, ReLU: overlaps, risk and kernels at all times', async () => {
  const samples = 1e5;
  const { result: { M, Q, risk, sem, kernels } } = await runOf(dmft({}, samples));
  const columns = { M, Q, risk, C: kernels!.C, Gamma: kernels!.Gamma };
  const errors = { M: sem!.M, Q: sem!.Q, risk: sem!.risk, C: kernels!.sem.C, Gamma: kernels!.sem.Gamma };
  const wrong = (['M', 'Q', 'risk', 'C', 'Gamma'] as const).flatMap((name) => {
    // The spread of 5·10⁵ copies says what to expect of others, better than 16 replicas do.
    const spread = flat(relu[name].std);
    const own = flat(name === 'C' || name === 'Gamma' ? errors[name] : errors[name].slice(0, 7)).map((s, i) => Math.max(s, spread[i] * Math.sqrt(5e5 / samples)));
    const values: Nested = name === 'C' || name === 'Gamma' ? columns[name] : columns[name].slice(0, 7);
    return differences(name, values, own, relu[name].mean, spread.map((s) => s / 4));
  });
  expect(wrong).toEqual([]);
  expect(differences('K', kernels!.K, kernels!.sem.K, relu.K, flat(kernels!.sem.K).map((s) => s * Math.sqrt(samples / 8e6)))).toEqual([]);

  // The first step exactly, from references/reuse/unit_exact_constants.json.
  const [m, n] = [0.07587157891679013, -0.06330440161764106];
  const [q, o] = [0.8535585331845215, 0.10981225606829399];
  const [l, c, e] = [0.5112675853621569, 0.8055210456051942, -0.3771443154836756];
  expect(differences('M at 1', M[1], sem!.M[1], [m, n, -m, -n], [0, 0, 0, 0])).toEqual([]);
  expect(differences('Q at 1', Q[1], sem!.Q[1], [q, o, o, q], [0, 0, 0, 0])).toEqual([]);
  expect(differences('Γ at 0', kernels!.Gamma[0][0], kernels!.sem.Gamma[0][0], [l, -0.375, -0.375, l], [0, 0, 0, 0])).toEqual([]);
  expect(differences('C at 0', kernels!.C[0][0], kernels!.sem.C[0][0], [c, e, e, c], [0, 0, 0, 0])).toEqual([]);
  expect(differences('risk at 1', risk[1], sem!.risk[1], 0.4197986672707115, 0)).toEqual([]);
  expect(Math.abs(risk[0] - 0.4915915019494077)).toBeLessThan(1e-8);
});

// 3000 samples are near enough to infinitely many: what is left is about 10⁻³.
const oblique = { link: 'z1+z2^2/2', directions: 2, gram: [[1, 0.6], [0.6, 1]] };
const one = { link: 'z1+He2(z1)/2', noise: 0.5 };
const apart = { M: [[0.3], [-0.2]], Q: [[1, 0.3], [0.3, 0.8]] };
const student = { width: 2, activation: 'erf(x/sqrt(2))', readout: [1, -0.7], scaling: 'sqrt' };
const cases: Record<string, { document: object; training: object }> = {
  'noisy labels, weight decay': { document: { target: one, student, initial: apart }, training: { weightDecay: 0.4, learningRate: 1.2 } },
  'projected rows, weight decay': { document: { target: one, student, initial: { overlap: 0.3 } }, training: { constraint: 'projected', weightDecay: 0.4, learningRate: 1.5 } },
  'on the sphere': { document: { target: one, student, initial: { overlap: 0.3 } }, training: { constraint: 'spherical', learningRate: 1.5 } },
  'correlation loss': { document: { target: one, student: { ...student, activation: 'relu(x)' }, initial: apart }, training: { loss: 'correlation', learningRate: 1 } },
  'oblique directions, three neurons': {
    document: { target: oblique, student: { ...student, width: 3, readout: 'ones' }, initial: { M: [[0.2, 0.1], [0, 0], [-0.1, 0.3]], Q: [[1, 0.1, 0], [0.1, 1, 0.2], [0, 0.2, 1]] } },
    training: { learningRate: 1 },
  },
  // Q̃ is singular at first: the second neuron is a copy of the first but for its readout.
  'coincident neurons': { document: { target: one, student, initial: { M: [[0.3], [0.3]], Q: [[1, 1], [1, 1]] } }, training: { learningRate: 1.2 } },
};

/** M and Q after each step of the chain that `matrix-free` follows: to prepare its risk, too, would take longer than the run. */
async function samplesRun(experiment: Experiment): Promise<number[][]> {
  const [L, p, k] = [cholesky(gramMatrix(experiment), experiment.target.directions)!, experiment.student.width, experiment.target.directions];
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), L, p, k), { readout: readoutVector(experiment), pause: null });
  const seen: number[][] = [];
  for (let step = 0; step < experiment.training.steps; step++) {
    await chain.advance(step, initialLoss(experiment));
    const { M, Q } = overlapsOf(chain.rows, L, k);
    seen.push([...M, ...Q]);
  }
  return seen;
}

test.each(Object.entries(cases))('as descent on the samples themselves: %s', async (_, { document, training }) => {
  const changes = { ...document, data: { dimension: 1500 }, training: { constraint: 'none', batch: 3000, reuse: 'all', steps: 4, ...training } };
  // A start that is drawn is drawn by the seed: one for all.
  const { snapshots: [first, ...theory] } = await runOf(dmft(changes, 8e4));
  const p = Math.sqrt(first.Q.length);
  const rows = (flat: Float64Array) => Array.from({ length: p }, (_, j) => [...flat.subarray((j * flat.length) / p, ((j + 1) * flat.length) / p)]);
  const initial = { M: rows(first.M), Q: rows(first.Q) };
  const runs: number[][][] = [];
  for (let seed = 1; seed <= 24; seed++) runs.push(await samplesRun(parseExperiment({ ...base, ...changes, initial, engine: 'matrix-free', seed })));
  const wrong = theory.flatMap((now, t) => {
    const { mean, sem } = spreadOf(runs.map((run) => run[t]));
    return differences(`step ${t + 1}`, [...now.M, ...now.Q], [...now.sem!.M, ...now.sem!.Q], [...mean], [...sem]);
  });
  expect(wrong).toEqual([]);
});

describe('a run', () => {
  const small = (training: object = {}, samples = 2048, document: object = {}) =>
    dmft({ target: { link: 'z1+He2(z1)', noise: 0.1 }, initial: apart, ...document, training: { ...base.training, steps: 3, ...training } }, samples);
  const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, M, Q, risk, sem }) => [step, ...M, ...Q, risk, ...sem!.M, ...sem!.Q, sem!.risk]);

  test('made in one call or in several, or resumed, gives the same bits; another seed gives others', async () => {
    const { snapshots } = await runOf(small());
    const engine = await openTheory(small());
    const parts = [await engine.read(), ...(await engine.advance(1, every))];
    const checkpoint = await engine.save();
    expect(numbers([...parts, ...(await engine.advance(2, every))])).toEqual(numbers(snapshots));
    const resumed = await openTheory(small(), { checkpoint });
    expect(resumed.step).toBe(1);
    expect(numbers(await resumed.advance(2, every))).toEqual(numbers(snapshots.slice(2)));
    expect(numbers((await runOf({ ...small(), seed: 2 })).snapshots)).not.toEqual(numbers(snapshots));
  });

  test('of no steps has the start, without errors, and no kernels yet', async () => {
    const { result: { M, Q, risk, sem, kernels } } = await runOf(small({ steps: 0 }));
    expect([M, Q]).toEqual([[apart.M], [apart.Q]]);
    expect(risk[0]).toBeGreaterThan(0);
    expect(sem).toEqual({ M: [[[0], [0]]], Q: [[[0, 0], [0, 0]]], risk: [0] });
    expect(kernels!.C).toEqual([]);
  });

  test('gives the loss on its samples where nothing gives the population\'s', async () => {
    const { result: { riskKind, risk, sem } } = await runOf(small({ steps: 2 }, 65536, { target: { link: 'sign(z1*z2*z3)*abs(z1+z2+z3+z4)', directions: 4 }, initial: 'random' }));
    expect(riskKind).toBe('batch');
    expect(risk[2]).toBeLessThan(risk[0] - 3 * sem!.risk[2]);
    expect(sem!.risk.every((s) => s > 0)).toBe(true);
  });

  test('stops where the overlaps cease to be finite, and says when', async () => {
    const engine = await openTheory(small({ learningRate: 1e200 }, 2048, { student: { width: 2, activation: 'x^3' } }));
    await expect(engine.advance(3)).rejects.toThrow(Diverged);
  });

  test.each([
    ['training.reuse', { reuse: 1 }, 2048, {}],
    ['training.loss', { loss: 'adaptive' }, 2048, {}],
    ['theory.samples', {}, 100, {}],
    ['theory.samples', { steps: 1000 }, 1e6, {}],
    ['theory.samples', {}, 1e10, {}],
    ['student.width', {}, 2048, { student: { width: 17, activation: 'relu(x)' }, initial: 'random' }],
  ])('that cannot be is refused by name: %s, %o', async (key, training, samples, document) => {
    const opening = openTheory(small(training, samples, document));
    await expect(opening).rejects.toThrow(Unsupported);
    await expect(opening).rejects.toThrow(new RegExp(`^${key.replace('.', '\\.')}: found .*allowed here: `));
  });

  test('weighs no terms', async () => {
    const experiment = small();
    await expect(openTheory({ ...experiment, theory: { ...experiment.theory!, noise: false } })).rejects.toThrow('theory.noise: found false');
  });

  test('says when its copies are few for so many steps', async () => {
    expect((await openTheory(small({ steps: 20 }, 4e3))).notice).toContain('16 %');
    expect((await openTheory(small())).notice).toBeUndefined();
  });
});
