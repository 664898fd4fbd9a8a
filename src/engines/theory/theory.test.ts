// The deterministic process as a run of it has it, from document to snapshots, against the papers' own numbers.

import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { preset } from '../../experiment/presets.ts';
import { setAt } from '../../experiment/settings.ts';
import { Diverged, Unsupported, type Checkpoint, type Engine, type Snapshot } from '../engine.ts';
import { openReference } from '../reference.ts';
import { openTheory } from '../theory.ts';
import published from './deterministic.json';

const every = () => true;

async function runOf(experiment: Experiment, steps: readonly number[]): Promise<Snapshot[]> {
  const engine = await openTheory(experiment);
  const wanted = new Set(steps);
  return engine.advance(Math.max(...steps), (step) => wanted.has(step));
}

/** Of entries, as references/README.md says: absolute below 1, relative above. */
function distance(values: ArrayLike<number>, expected: readonly number[]): number {
  return expected.reduce((worst, x, i) => Math.max(worst, Math.abs(values[i] - x) / Math.max(1, Math.abs(x))), 0);
}

/** The authors' error of erf has half of the signal's part, and all of the noise's. */
const fromHalved = (error: number, noise: number) => 2 * (error - noise / 2) + noise / 2;

type Column = [number, number[][], number[][], number];

test.each(published.cases)('the overlap process of 2406.02157: $name', async ({ name, document, columns }) => {
  const experiment = parseExperiment(document);
  const rows = columns as unknown as Column[];
  const snapshots = await runOf(experiment, rows.map(([step]) => step));
  snapshots.forEach(({ M, Q, risk, step }, i) => {
    const [at, expectedM, expectedQ, error] = rows[i];
    expect(step).toBe(at);
    expect(distance(M, expectedM.flat()), `M at ${at}`).toBeLessThan(1e-9);
    expect(distance(Q, expectedQ.flat()), `Q at ${at}`).toBeLessThan(1e-9);
    expect(distance([risk], [name.includes('erf') ? fromHalved(error, experiment.target.noise) : error]), `risk at ${at}`).toBeLessThan(1e-9);
  });
});

// references/online/erf_regime_0.json and _2.json, "theory": errors at these steps, eight digits, and the mean of "exact_law".
const figure: [string, object, number[]][] = [
  ['erf-noise', { signal: false, noise: 1000, intraBatch: false }, [0.094943632, 0.12076647, 0.12999869, 0.13]],
  ['erf-noise', { intraBatch: false }, [0.093424178, 0.11236728, 0.12051093, 0.12052543]],
  ['erf-noise', {}, [0.093429102, 0.11238147, 0.12051738, 0.12053177]],
  ['erf-population', { noise: false, intraBatch: false }, [0.088435817, 0.088264918, 0.086602615, 0.070804009]],
  ['erf-population', { intraBatch: false }, [0.088435907, 0.088265818, 0.086611533, 0.070898664]],
  ['erf-population', {}, [0.088435908, 0.088265826, 0.086611612, 0.070899481]],
];

test.each(figure)('the curve of the erf figure, %s with terms %o', async (id, theory, errors) => {
  const experiment = parseExperiment({ ...preset(id)!.document, theory, engine: 'theory' });
  const risks = (await runOf(experiment, [1, 10, 98, 988])).map(({ risk }) => risk);
  errors.forEach((error, i) => expect(Math.abs(risks[i] - fromHalved(error, 0.01))).toBeLessThan(2e-8));
});

test('with all its terms, the erf figure\'s curve is the mean of the exact law to its spread', async () => {
  // Mean and standard deviation over 64 seeds of "exact_law" in erf_regime_0.json, and over 24 in _2.
  for (const [id, at, mean, deviation, seeds] of [
    ['erf-noise', 988, 0.120438, 0.000761438, 64],
    ['erf-population', 988, 0.0708948, 7.10556e-5, 24],
  ] as const) {
    const [{ risk }] = await runOf(parseExperiment({ ...preset(id)!.document, engine: 'theory' }), [at]);
    expect(Math.abs(risk - fromHalved(mean, 0.01)) / ((2 * deviation) / Math.sqrt(seeds)), id).toBeLessThan(4.5);
  }
});

const small = (changes: [string, unknown][] = []): Experiment =>
  parseExperiment(changes.reduce<unknown>((document, [key, value]) => setAt(document, key, value), {
    target: { link: 'He2(z1)/2 + z1', noise: 0.01 },
    student: { width: 2, activation: 'He2(x)', readout: [1, 0.6] },
    data: { dimension: 300 },
    initial: { M: [[0.3], [0.1]], Q: [[1, 0.2], [0.2, 1]] },
    training: { batch: 100, learningRate: 0.05, steps: 60 },
    engine: 'theory',
  }));

const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, M, Q, readout, risk }) => [step, ...M, ...Q, ...readout, risk]);

describe.each<[string, [string, unknown][]]>([
  ['process', []],
  ['process, adaptive', [['training.loss', 'adaptive'], ['training.adaptive', { share: 0.9, drop: 0.5, decay: 0.9 }]]],
  ['ode', [['theory.form', 'ode']]],
])('%s', (_, changes) => {
  test('made in one call or in several, or resumed anywhere, gives the same bits', async () => {
    const experiment = small(changes);
    const whole = await (await openTheory(experiment)).advance(40, every);
    const checkpoints: Checkpoint[] = [];
    const engine = await openTheory(experiment);
    const parts: Snapshot[] = [];
    for (let i = 0; i < 40; i++) {
      checkpoints.push(await engine.save());
      parts.push(...(await engine.advance(1, every)));
    }
    expect(numbers(parts)).toEqual(numbers(whole));
    for (const at of [0, 1, 7, 26, 39]) {
      const resumed: Engine = await openTheory(experiment, { checkpoint: checkpoints[at] });
      if (at > 0) expect(numbers([await resumed.read()])).toEqual(numbers([whole[at - 1]]));
      expect(numbers(await resumed.advance(40 - at, every))).toEqual(numbers(whole.slice(at)));
    }
  });
});

test('the process tends to the differential equation as the rate goes to zero', async () => {
  // Time γ·steps and noise γ·d/n held; the distance is of first order in γ.
  const gap = async (halvings: number, form: 'process' | 'ode' = 'process') => {
    const factor = 2 ** halvings;
    const experiment = small([
      ['training.learningRate', 0.05 / factor], ['training.steps', 60 * factor],
      ['theory', { form, noise: 3 * factor }],
    ]);
    const [{ M, Q }] = await runOf(experiment, [60 * factor]);
    return [...M, ...Q];
  };
  const limit = await gap(0, 'ode');
  expect(distance(await gap(5, 'ode'), limit)).toBeLessThan(1e-8);
  const far = distance(await gap(4), limit);
  const near = distance(await gap(5), limit);
  expect(far).toBeGreaterThan(1e-4);
  expect(far / near).toBeGreaterThan(1.9);
  expect(far / near).toBeLessThan(2.1);
});

test('spherical and projected descent have the same differential equation, another process', async () => {
  const at = async (constraint: string, form: string) => (await runOf(small([['training.constraint', constraint], ['theory', { form }]]), [30]))[0].M;
  expect(distance(await at('spherical', 'ode'), [...(await at('projected', 'ode'))])).toBe(0);
  expect(distance(await at('spherical', 'process'), [...(await at('projected', 'process'))])).toBeGreaterThan(1e-4);
});

test('theory starts where the dense run of its seed does, from one overlap without chance', async () => {
  const random = small([['initial', 'random'], ['data.dimension', 40], ['seed', 5]]);
  const [theory, reference] = [await (await openTheory(random)).read(), await (await openReference(random)).read()];
  expect(numbers([theory])).toEqual(numbers([reference]));
  const { M, Q } = await (await openTheory(small([['initial', { overlap: 0.25 }], ['data.dimension', 1e12]]))).read();
  expect([...M, ...Q]).toEqual([0.25, 0.25, 1, 0.0625, 0.0625, 1]);
  const huge = await (await openTheory(small([['initial', 'random'], ['data.dimension', 1e12]]))).read();
  expect(Math.abs(huge.M[0])).toBeLessThan(6e-6);
});

test('steps that diverge are named, in either form', async () => {
  for (const form of ['process', 'ode']) {
    const engine = await openTheory(small([['training.constraint', 'none'], ['training.learningRate', 20], ['student.readout', [-1, -1]], ['theory', { form }]]));
    await expect(engine.advance(60)).rejects.toThrow(Diverged);
    await expect((await openTheory(small([['training.constraint', 'none'], ['training.learningRate', 20], ['student.readout', [-1, -1]], ['theory', { form }]]))).advance(60)).rejects.toThrow(/^step \d+: the overlaps/);
  }
});

test('what the theory does not cover is refused in words', async () => {
  const refused = async (changes: [string, unknown][], words: string) => {
    await expect(openTheory(small(changes))).rejects.toThrow(Unsupported);
    await expect(openTheory(small(changes))).rejects.toThrow(words);
  };
  await refused([['training.reuse', 2]], 'training.reuse: found 2');
  await refused([['training.loss', 'adaptive'], ['theory', { form: 'ode' }]], 'training.loss: found "adaptive"');
  await refused([['student.activation', 'exp(x^2)']], 'engine: found "theory"');
});

test('averages by closed forms have no error to report, those by quadrature an honest one', async () => {
  const exact = await openTheory(small());
  await exact.advance(3);
  expect(exact.theoryError).toBe(0);
  const tanh = await openTheory(small([['student', { width: 1, activation: 'tanh(x)' }], ['initial', { overlap: 0.1 }], ['target.link', 'tanh(2*z1)']]));
  await tanh.advance(2);
  expect(tanh.theoryError).toBeGreaterThan(0);
  expect(tanh.theoryError).toBeLessThan(1e-7);
});
