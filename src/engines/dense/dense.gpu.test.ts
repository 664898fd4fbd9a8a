// The dense engine against the reference from the same seed, and the suite that both keep, in a real WebGPU.
import { afterAll, describe, expect, test } from 'vitest';
import type { Experiment } from '../../experiment/experiment.ts';
import { bytesHeld, TooLarge } from '../../gpu/buffer.ts';
import { openGpu, type Gpu } from '../../gpu/device.ts';
import { conformance, small } from '../conformance.ts';
import type { Snapshot } from '../engine.ts';
import { openReference } from '../reference.ts';
import { openDense, TooSlow, type DenseOptions } from './dense.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

async function dense(experiment: Experiment, steps: number, options: Partial<DenseOptions> = {}): Promise<Snapshot[]> {
  const engine = await openDense(experiment, { gpu: await gpu(), ...options });
  try {
    return [await engine.read(), ...(await engine.advance(steps, () => true))];
  } finally {
    engine.dispose();
  }
}

async function reference(experiment: Experiment, steps: number): Promise<Snapshot[]> {
  const engine = await openReference(experiment);
  return [await engine.read(), ...(await engine.advance(steps, () => true))];
}

/** Largest difference of an overlap, at any of the steps. */
function distance(a: readonly Snapshot[], b: readonly Snapshot[]): number {
  expect(a.map(({ step }) => step)).toEqual(b.map(({ step }) => step));
  const overlaps = ({ M, Q }: Snapshot) => [...M, ...Q];
  return Math.max(...a.flatMap((snapshot, i) => overlaps(snapshot).map((x, j) => Math.abs(x - overlaps(b[i])[j]))));
}

/** Float32 against float64 over 20 steps. */
const CLOSE = 2e-5;
const layouts = ['owned', 'regenerated'] as const;

conformance({ name: 'dense', tolerance: 2e-6, trainsReadout: true, open: async (experiment, checkpoint) => openDense(experiment, { gpu: await gpu(), checkpoint }) });

describe('sample path by sample path, dense is the reference', () => {
  test('the published figure’s student: He3, d = 256, n = 4096, p = 4', async () => {
    const experiment = small(
      { target: { link: 'He3(z1)', noise: 1e-6 }, student: { width: 4, activation: 'He3(x)' }, data: { dimension: 256 }, initial: { overlap: 0.0625 } },
      { batch: 4096, learningRate: 0.128 },
    );
    const exact = await reference(experiment, 20);
    expect(distance(await dense(experiment, 20), exact)).toBeLessThan(CLOSE);
    // On a software adapter the other layout takes ten times as long.
    expect(distance(await dense(experiment, 2, { layout: 'owned' }), exact.slice(0, 3))).toBeLessThan(CLOSE);
  });

  const losses = ['square', 'correlation', 'adaptive'] as const;
  const constraints = ['none', 'projected', 'spherical'] as const;
  const cases = ['erf(x/sqrt(2))', 'relu(x)'].flatMap((activation) => constraints.flatMap((constraint) => losses.map((loss) => [activation, constraint, loss] as const)));
  test.each(cases)('%s, %s, %s loss, at d = 1000, n = 64, p = 3, k = 2', async (activation, constraint, loss) => {
    const experiment = small(
      {
        target: { link: 'erf(z1/sqrt(2)) + 0.5*z2', directions: 2, noise: 0.01, gram: [[1, 0.2], [0.2, 1]] },
        student: { width: 3, activation, readout: [1, -0.5, 2] }, data: { dimension: 1000 }, initial: { overlap: 0.3 }, seed: 5,
      },
      { batch: 64, learningRate: 0.05, constraint, loss, reuse: constraint === 'none' ? 3 : 1 },
    );
    const exact = await reference(experiment, 20);
    for (const layout of loss === 'adaptive' ? (['regenerated'] as const) : layouts)
      expect(distance(await dense(experiment, 20, { layout }), exact), layout).toBeLessThan(CLOSE);
  });

  test.each([[20, 1, 40], [64, 1, 100], [15, 1, 33], [5, 8, 50]])('width %i, %i direction(s), d = %i', async (width, directions, dimension) => {
    const target = { link: directions === 1 ? 'He2(z1)' : 'z1 + z2*z3 - z4 + z5*z6 + z7*z8', directions };
    const experiment = small({ target, student: { width, activation: 'He2(x)', readout: 'alternating' }, data: { dimension } }, { batch: 37, learningRate: 0.05 });
    const exact = await reference(experiment, 10);
    for (const layout of width + directions > 16 ? (['regenerated'] as const) : layouts)
      expect(distance(await dense(experiment, 10, { layout }), exact), layout).toBeLessThan(CLOSE);
  });

  // 300 samples are five partial sums on a software adapter; the last batch of the data set has 100 of them.
  test.each([
    ['square loss, spherical', { constraint: 'spherical' }],
    ['correlation loss, projected', { loss: 'correlation', learningRate: 0.02 }],
    ['a data set with a short batch', { constraint: 'none', dataset: 700, reuse: 2, weightDecay: 0.1 }],
  ])('both layers: %s', async (_, training) => {
    const experiment = small(
      { target: { hermite: [0.8, 1, 0.8, 0.6], noise: 0.01 }, student: { width: 6, hermite: [0.5, 1, 0.8, 0.6], readout: { law: 'gaussian' } }, data: { dimension: 101 }, initial: { overlap: 0.2 } },
      { batch: 300, learningRate: 0.06, secondLayer: { learningRate: 0.3 }, ...training },
    );
    const exact = await reference(experiment, 20);
    const values = await dense(experiment, 20);
    expect(distance(values, exact)).toBeLessThan(CLOSE);
    const difference = (a: Snapshot, b: Snapshot) => Math.max(...a.readout.map((x, j) => Math.abs(x - b.readout[j])), Math.abs(a.risk - b.risk));
    values.forEach((now, i) => expect(difference(now, exact[i]), `step ${i}`).toBeLessThan(CLOSE));
    expect(difference(exact[20], exact[0])).toBeGreaterThan(0.1);
  });

  test('where no population risk is known, the risk is the batch’s', async () => {
    const experiment = small({ target: { link: 'tanh(z1*z2*z3)', directions: 3, noise: 0.1 } }, { batch: 333 });
    const exact = await reference(experiment, 6);
    const values = await dense(experiment, 6);
    values.forEach(({ risk }, i) => expect(Math.abs(risk - exact[i].risk)).toBeLessThan(CLOSE));
    // Recording at every step or at the last only: the batch drawn for the risk is the one the next step uses.
    const engine = await openDense(experiment, { gpu: await gpu() });
    expect(engine.riskKind).toBe('batch');
    const [last] = await engine.advance(6, (step) => step === 6);
    engine.dispose();
    expect([...last.M, ...last.Q, last.risk]).toEqual([...values[6].M, ...values[6].Q, values[6].risk]);
  });
});

test('the bits do not depend on how commands are cut into submissions', async () => {
  const experiment = small({ data: { dimension: 100 } }, { batch: 500 });
  const [short, long] = [await dense(experiment, 15, { budget: () => 0.05 }), await dense(experiment, 15, { budget: () => 500 })];
  expect(distance(short, long)).toBe(0);
});

test('what is too slow for a software adapter is refused, unless one insists', async () => {
  const device = await gpu();
  const experiment = small({ data: { dimension: 10_000 } }, { batch: 1_000_000 });
  await expect(openDense(experiment, { gpu: device })).rejects.toThrow(TooSlow);
  await expect(openDense(experiment, { gpu: device })).rejects.toThrow(/normals, about \d+ s on .*insist/);
  const engine = await openDense(experiment, { gpu: device, insist: true });
  expect((await engine.read()).step).toBe(0);
  engine.dispose();
});

test('what is too large is refused before anything is allocated', async () => {
  const device = await gpu();
  const before = bytesHeld(device);
  const experiment = small({ student: { width: 64, activation: 'tanh(x)' }, data: { dimension: 1e9 } }, { batch: 10 });
  await expect(openDense(experiment, { gpu: device, insist: true })).rejects.toThrow(TooLarge);
  await expect(openDense(experiment, { gpu: device, insist: true })).rejects.toThrow(/dense\/\w+ needs .* the adapter holds .* data\.dimension up to \d+/);
  expect(bytesHeld(device)).toBe(before);
});

test('nothing is held once an engine is disposed of', async () => {
  const device = await gpu();
  const before = bytesHeld(device);
  await dense(small(), 2);
  expect(bytesHeld(device)).toBe(before);
});
