// Samples used again, on the GPU: data sets, weight decay and look-ahead against the reference, sample path by sample path.
import { afterAll, describe, expect, test } from 'vitest';
import type { Experiment } from '../../experiment/experiment.ts';
import { openGpu, type Gpu } from '../../gpu/device.ts';
import { small } from '../conformance.ts';
import type { Engine, Snapshot } from '../engine.ts';
import { openReference } from '../reference.ts';
import { openDense } from './dense.ts';
import type { Layout } from './layout.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

const STEPS = 10;

async function played(opening: Promise<Engine>): Promise<Snapshot[]> {
  const engine = await opening;
  try {
    return await engine.advance(STEPS, () => true);
  } finally {
    engine.dispose();
  }
}

/** Largest difference of an overlap or of the risk, at any of the steps. */
async function distance(experiment: Experiment, layout: Layout['kind']): Promise<number> {
  const [exact, found] = [await played(openReference(experiment)), await played(openDense(experiment, { gpu: await gpu(), layout }))];
  const numbers = ({ M, Q, risk }: Snapshot) => [...M, ...Q, risk];
  const far = exact.flatMap((snapshot, i) => numbers(snapshot).map((x, j) => Math.abs(x - numbers(found[i])[j])));
  const { student: { width: p }, target: { directions: k } } = experiment;
  expect(far.length).toBe(STEPS * (p * k + p * p + 1));
  return Math.max(...far);
}

/** d is no multiple of four, and three chunks of quads on a software adapter. */
const at = (training: Record<string, unknown>, changes: Record<string, unknown> = {}) =>
  small(
    {
      target: { link: 'erf(z1/sqrt(2)) + 0.5*z2', directions: 2, noise: 0.01, gram: [[1, 0.2], [0.2, 1]] },
      student: { width: 3, activation: 'erf(x/sqrt(2))', readout: [1, -0.5, 2] }, data: { dimension: 149 }, initial: { overlap: 0.3 }, seed: 5, ...changes,
    },
    { batch: 31, learningRate: 0.2, ...training },
  );

/** Float32 against float64. */
const CLOSE = 1e-6;
const layouts = ['owned', 'regenerated'] as const;
const constraints = ['none', 'projected', 'spherical'] as const;
const losses = ['square', 'correlation', 'adaptive'] as const;

describe.each<[string, Record<string, unknown>]>([
  ['weight decay', { weightDecay: 0.3 }],
  // Batches of 31, 31 and 15: an odd one at the end, shorter than those before it left in memory.
  ['a data set, each batch twice', { dataset: 77, reuse: 2 }],
  ['samples that look ahead', { lookAhead: { kind: 'sample', rho: 0.01 } }],
  ['two steps on each batch', { lookAhead: { kind: 'two-step', rho: 0 } }],
])('%s', (_, training) => {
  const cases = constraints.flatMap((constraint, i) => losses.map((loss, j) => [constraint, loss, layouts[(i + j) % 2]] as const));
  test.each(cases)('%s, %s loss, %s', async (constraint, loss, layout) => {
    expect(await distance(at({ constraint, loss, ...training }), layout)).toBeLessThan(CLOSE);
  });
});

test.each(layouts)('all at once, %s', async (layout) => {
  const experiment = at({ dataset: 77, reuse: 2, weightDecay: 0.3, constraint: 'none', lookAhead: { kind: 'sample', rho: -0.01 } });
  expect(await distance(experiment, layout)).toBeLessThan(CLOSE);
});

// |z|² is the field after the last one: the first of a block of its own, and of a tile of its own.
test.each([
  [1, { link: 'tanh(z1*z2*z3)', directions: 3, noise: 0.1 }, 'owned'], [1, { link: 'tanh(z1*z2*z3)', directions: 3, noise: 0.1 }, 'regenerated'],
  [15, { link: 'He2(z1)' }, 'regenerated'],
] as const)('width %i, %j, %s', async (width, target, layout) => {
  const experiment = at({ dataset: 77, learningRate: 0.05, lookAhead: { kind: 'sample', rho: 0.01 } }, { target, student: { width, activation: 'tanh(x)' } });
  expect(await distance(experiment, layout)).toBeLessThan(CLOSE);
});
