// The gradient flows through the engine's door: documents in, columns out, held to an independent program's solutions
// (src/theory/flow/timescales.json), whose times are those of a record of 61 or 121 points.

import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { startEnsemble } from '../../run/ensemble.ts';
import { toResult } from '../../run/result.ts';
import { runExperiment } from '../../run/run.ts';
import data from '../../theory/flow/timescales.json';
import type { Snapshot } from '../engine.ts';
import { engineHost } from '../open.ts';
import { openTheory } from '../theory.ts';

const cubic = data.cases.cubic0123;

function flow({ theory, student, ...changes }: Record<string, any> = {}): Experiment {
  return parseExperiment({
    target: { hermite: cubic.phi },
    student: { width: 8, hermite: cubic.sigma, readout: data.readouts.A8, ...student },
    data: { dimension: 'infinity' },
    theory: { form: 'mean-field-flow', epsilon: 0.01, horizon: 1, ...theory },
    record: { log: 40 },
    engine: 'theory',
    ...changes,
  });
}

const run = (experiment: Experiment) => runExperiment(experiment, { host: engineHost(undefined) });
const every = () => true;
const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, time, M, Q, readout, risk, residuals }) => [step, time, ...M, ...Q, ...readout, risk, ...residuals!]);

/** Largest difference of the risk at the times of a reference, all of which are to be points of the record. */
async function worst(experiment: Experiment, { t, risk }: { t: readonly number[]; risk: readonly number[] }): Promise<number> {
  const result = toResult(experiment, await run(experiment));
  return Math.max(...t.map((time, i) => {
    const at = result.times!.findIndex((found) => Math.abs(found / time - 1) < 1e-9);
    expect(at).toBeGreaterThan(0);
    return Math.abs(result.risk[at] - risk[i]);
  }));
}

const named = <T extends { case: string; eps: number; m?: number }>(rows: readonly T[]) => rows.map((row) => [`${row.case} eps=${row.eps}${row.m ? ` m=${row.m}` : ''}`, row] as const);

test.each(named(data.meanField))('risk of the mean field to 1e-6: %s', async (_, found) => {
  const { phi, sigma } = data.cases[found.case as keyof typeof data.cases];
  const experiment = flow({
    target: { hermite: phi }, student: { width: 20, hermite: sigma, readout: data.readouts.A20 },
    theory: { epsilon: found.eps, horizon: found.t.at(-1) }, record: { log: found.eps < 1e-7 ? 121 : 61 },
  });
  expect(await worst(experiment, found)).toBeLessThan(1e-6);
});

test.each(named(data.full))('risk of the exact flow to 1e-6: %s', async (_, found) => {
  const { m, a0, s0, r0_upper: upper, d } = found;
  let at = 0;
  const Q: number[][] = Array.from({ length: m }, (_, i) => Array.from({ length: m }, (_, j) => (i === j ? 1 : 0)));
  for (let i = 0; i < m; i++) for (let j = i + 1; j < m; j++) Q[i][j] = Q[j][i] = upper ? upper[at++] : 0;
  const experiment = flow({
    student: { width: m, hermite: cubic.sigma, readout: a0 },
    ...(typeof d === 'number' ? { data: { dimension: d }, initial: { M: s0!.map((s) => [s]), Q } } : {}),
    theory: { form: 'flow', epsilon: found.eps, horizon: found.t.at(-1) }, record: { log: 61 },
  });
  expect(await worst(experiment, found)).toBeLessThan(1e-6);
});

// Explicit and implicit integration of the exact flow differ; so do their checkpoints.
const kinds = [['mean-field-flow', 0.01], ['flow', 0.1], ['flow', 1e-4]] as const;

describe.each(kinds)('theory.form %s at ε = %d', (form, epsilon) => {
  const small = (changes: Record<string, any> = {}) => flow({ theory: { form, epsilon, horizon: 0.5 }, record: { log: 12 }, ...changes });

  test('made in one call or in several, looked at or not, or resumed, gives the same bits', async () => {
    const { snapshots } = await run(small());
    const engine = await openTheory(small());
    const parts = [await engine.read(), ...(await engine.advance(5, every))];
    const checkpoint = await engine.save();
    parts.push(...(await engine.advance(7, (step) => step === 12)));
    expect(numbers(parts)).toEqual(numbers(snapshots.filter(({ step }) => step <= 5 || step === 12)));
    const resumed = await openTheory(small(), { checkpoint });
    expect(resumed.step).toBe(5);
    expect(numbers([await resumed.read(), ...(await resumed.advance(7, every))])).toEqual(numbers(snapshots.slice(5)));
  });

  test('starts in infinite dimension without overlaps, and its risk holds label noise', async () => {
    const [start, ...later] = (await run(small({ target: { hermite: cubic.phi, noise: 0.3 } }))).snapshots;
    expect([...start.M]).toEqual(Array(8).fill(0));
    expect([...start.Q]).toEqual(Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0)));
    expect([...start.readout]).toEqual(data.readouts.A8);
    const quiet = (await run(small())).snapshots;
    later.forEach(({ risk }, i) => expect(risk - quiet[i + 1].risk).toBeCloseTo(0.15, 12));
    expect(later.every(({ Q }) => Q.every((r, i) => (i % 9 === 0 ? r === 1 : Math.abs(r) < 1 && Q[(i % 8) * 8 + Math.floor(i / 8)] === r)))).toBe(true);
  });
});

test('two neurons of the mean field overlap as they overlap with the target, and ½ Σ res² is the risk', async () => {
  for (const { M, Q, risk, residuals } of (await run(flow())).snapshots) {
    expect([...Q]).toEqual(Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : M[Math.floor(i / 8)] * M[i % 8])));
    expect(residuals!.reduce((sum, res) => sum + res * res, 0) / 2).toBeCloseTo(risk, 12);
  }
});

test('in a finite dimension the exact flow begins where descent of this seed does, at its population risk', async () => {
  const changes = { student: { width: 4, hermite: cubic.sigma, readout: { law: 'gaussian' } }, data: { dimension: 50 }, seed: 7 };
  const [start] = (await run(flow({ ...changes, theory: { form: 'flow' } }))).snapshots;
  const { theory: _, ...descent } = flow({ ...changes, theory: { form: 'flow' } });
  const [other] = (await run(parseExperiment({ ...descent, engine: 'reference', training: { constraint: 'spherical', batch: 10, learningRate: 0.01, steps: 0 }, theory: null }))).snapshots;
  expect([...start.readout]).toEqual([...other.readout]);
  expect([...start.M, ...start.Q]).toEqual([...other.M, ...other.Q].map((x) => expect.closeTo(x, 12)));
  expect(start.risk).toBeCloseTo(other.risk, 10);
});

test('a document may give the rates of descent in place of ε and a horizon: t = γ/p · step', async () => {
  const training = { constraint: 'spherical', batch: 1, learningRate: 0.08, secondLayer: { learningRate: 8 }, steps: 100 };
  const byRates = toResult(flow(), await run(flow({ theory: { epsilon: undefined, horizon: undefined }, training, record: { every: 25 } })));
  const byTime = toResult(flow(), await run(flow({ training: { ...training, steps: 4 }, record: { every: 1 } })));
  expect(byRates.times).toEqual([0, 0.25, 0.5, 0.75, 1].map((t) => expect.closeTo(t, 12)));
  expect(byTime.times).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(byRates.risk).toEqual(byTime.risk.map((risk) => expect.closeTo(risk, 9)));
});

test('without degree 1 nothing moves the overlaps, and the risk stays at half of what the target has beyond degree 0', async () => {
  const last = (await run(flow({ target: { hermite: [0.8, 0, 0.8, 0.6] }, theory: { horizon: 10 } }))).snapshots.at(-1)!;
  expect([...last.M]).toEqual(Array(8).fill(0));
  expect(last.risk).toBeCloseTo((0.8 ** 2 + 0.6 ** 2) / 2, 9);
});

test('columns: the result has times and residuals, an ensemble its times', async () => {
  const experiment = flow({ student: { width: 8, hermite: cubic.sigma, readout: { law: 'uniform' } }, record: { log: 5 } });
  const result = toResult(experiment, await run(experiment));
  expect(result.times).toHaveLength(6);
  expect([result.times![0], result.times![5]]).toEqual([0, 1]);
  expect(result.residuals!.map((row) => row.length)).toEqual(Array(6).fill(4));
  const ensemble = startEnsemble();
  for (const seed of [1, 2]) ensemble.add(await run({ ...experiment, seed }));
  const { times, readout } = ensemble.result(experiment, [1, 2]);
  expect(times).toEqual(result.times);
  expect(readout.std[0].every((std) => std > 0)).toBe(true);
});

test('an abort is heard between two slices', async () => {
  const abort = new AbortController();
  const long = flow({ student: { width: 24, hermite: cubic.sigma, readout: { law: 'gaussian' } }, theory: { form: 'flow', epsilon: 1e-3, horizon: 50 } });
  const engine = await openTheory(long, { signal: abort.signal });
  const advancing = engine.advance(40);
  setTimeout(() => abort.abort());
  await expect(advancing).rejects.toThrow(/abort/);
  expect(engine.step).toBeLessThan(40);
});

test('a flow that cannot be followed names the step and the time', async () => {
  const engine = await openTheory(flow({ student: { width: 1, hermite: [0, 1e37], readout: [1e300] } }));
  await expect(engine.advance(40)).rejects.toThrow(/^step \d+: gradient flow: .* at t = .*theory\.epsilon/);
});
