import { expect, test } from 'vitest';
import type { Experiment } from '../../experiment/experiment.ts';
import { conformance, small } from '../conformance.ts';
import { openReduced } from './reduced.ts';
import { openReducedRuns } from './runs.ts';
import { openSemiReduced } from './semi.ts';

conformance({ name: 'reduced', tolerance: 1e-12, reuses: false, trainsReadout: true, open: (experiment, checkpoint) => openReduced(experiment, { checkpoint }) });
conformance({ name: 'semi-reduced', tolerance: 1e-12, reuses: false, trainsReadout: true, open: (experiment, checkpoint) => openSemiReduced(experiment, { checkpoint }) });

const engineOf = async (experiment: Experiment, steps: number) => {
  const engine = await openReduced(experiment);
  return [await engine.read(), ...(await engine.advance(steps, () => true))];
};

test.each([
  ['the square loss', small()],
  ['the adaptive loss', small({ initial: { overlap: 0.1 } }, { loss: 'adaptive', learningRate: 1, adaptive: { share: 0.9, drop: 0.5, decay: 0.9 } })],
  ['both layers, the second drawn anew for each seed', small({ student: { width: 2, activation: 'erf(x/sqrt(2))', readout: { law: 'uniform' } } }, { secondLayer: { learningRate: 0.2 } })],
  ['a risk estimated from batches', small({ target: { link: 'tanh(z1*z2*z3)', directions: 3 } })],
])('runs of an ensemble are those of the engine to the last bit, in any order: %s', async (_, experiment) => {
  const runs = openReducedRuns(experiment);
  const record = [0, 1, 4, 7];
  for (const seed of [5, 1, 5]) {
    const whole = await engineOf({ ...experiment, seed }, 7);
    expect(await runs.run(seed, record)).toEqual(record.map((step) => whole[step]));
  }
  expect(await runs.run(2, [])).toEqual([]);
});

test('a run that is stopped between two pieces of a step leaves nothing to the next', async () => {
  const experiment = small({}, { batch: 300_000, steps: 3 });
  const [runs, fresh] = [openReducedRuns(experiment), openReducedRuns(experiment)];
  let heard = 0;
  const stop = async () => {
    if (++heard === 2) throw new Error('enough');
  };
  await expect(runs.run(1, [0, 3], stop)).rejects.toThrow('enough');
  expect(await runs.run(2, [0, 1])).toEqual(await fresh.run(2, [0, 1]));
});

test('an aborted signal stops a long step', async () => {
  for (const open of [openReduced, openSemiReduced]) {
    const controller = new AbortController();
    const engine = await open(small({}, { batch: 1_000_000 }), { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(engine.advance(1000)).rejects.toThrow('enough');
  }
});

test('any dimension at the same cost, and none too small', async () => {
  const bytes = new Set<number>();
  for (const dimension of [3, 4, 1e3, 1e12]) {
    const experiment = small({ data: { dimension } }, { steps: 20 });
    const engine = await openReduced(experiment);
    bytes.add(engine.bytes);
    const snapshots = await engine.advance(20, () => true);
    for (const { M, Q } of snapshots) {
      expect([Q[0], Q[3]]).toEqual([1, 1]);
      expect(Q[1]).toBe(Q[2]);
      // [[1, Mᵀ], [M, Q]] is positive semidefinite.
      expect(1 - M[0] ** 2 - M[1] ** 2 - Q[1] ** 2 + 2 * M[0] * M[1] * Q[1]).toBeGreaterThan(-1e-12);
    }
  }
  expect(bytes.size).toBe(1);
});

test('the widest student and the most directions', async () => {
  const target = { link: 'z1*z2 + z3*z4 + z5*z6 + z7*z8', directions: 8 };
  const experiment = small({ target, student: { width: 16, activation: 'He2(x)' }, data: { dimension: 24 } }, { batch: 3, learningRate: 0.01 });
  for (const open of [openReduced, openSemiReduced]) {
    const engine = await open(experiment);
    const [{ M, Q, risk }] = await engine.advance(5, (step) => step === 5);
    expect([M.length, Q.length]).toEqual([128, 256]);
    expect([...M, ...Q, risk].every((x) => Math.abs(x) < 100)).toBe(true);
  }
});

test('neurons that coincide stay together, and others are not disturbed by it', async () => {
  const initial = { M: [[0.3], [0.3], [0.1]], Q: [[1, 1, 0.2], [1, 1, 0.2], [0.2, 0.2, 1]] };
  const engine = await openReduced(small({ student: { width: 3, activation: 'erf(x/sqrt(2))' }, initial }));
  const snapshots = await engine.advance(200, () => true);
  for (const { M, Q } of snapshots) {
    expect(Math.abs(Q[1] - 1)).toBeLessThan(1e-12);
    expect(Math.abs(M[0] - M[1])).toBeLessThan(1e-12);
    expect(Math.abs(Q[2] - Q[5])).toBeLessThan(1e-12);
  }
  expect(snapshots[199].M[0]).toBeGreaterThan(0.5);
});

test('the kept weights are refused where no memory holds them, with what is allowed', async () => {
  await expect(openSemiReduced(small({ data: { dimension: 1e12 } }))).rejects.toThrow(/data\.dimension: found 1000000000000; .* allowed here, where the weights are kept: up to 55555555/);
});

test('the checkpoint of the semi-reduced chain is W, and its overlaps are those that are shown', async () => {
  const engine = await openSemiReduced(small());
  const [now] = await engine.advance(6, (step) => step === 6);
  const state = Float64Array.from((await engine.save()).state);
  expect(state.length).toBe(60);
  const dot = state.subarray(0, 30).reduce((sum, x, i) => sum + x * state[30 + i], 0);
  expect(Math.abs(dot - now.Q[1])).toBeLessThan(1e-14);
});

