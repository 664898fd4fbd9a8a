import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import { cholesky } from '../../math/linalg.ts';
import { conformance, small } from '../conformance.ts';
import type { Checkpoint, Snapshot } from '../engine.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { openBatch, type StoredBatch } from './batch.ts';
import { openChain, storeOf } from './chain.ts';
import { seededDice } from './dice.ts';
import { framed, overlapsOf } from './frame.ts';
import { openMatrixFree } from './matrix-free.ts';
import { residualsOf } from './residuals.ts';
import { sizeOf } from './size.ts';
import { scheduleOf } from '../schedule.ts';
import { openUnfolding } from './unfolding.ts';

conformance({ name: 'matrix-free', tolerance: 1e-12, open: (experiment, checkpoint) => openMatrixFree({ ...experiment, engine: 'matrix-free' }, { checkpoint }) });

const every = () => true;
const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, M, Q, readout, risk }) => [step, ...M, ...Q, ...readout, risk]);

/** Section 1 of theory/reuse.md at N = 3 D. */
function reuse(D: number, activation: string, training: object = {}): Experiment {
  return parseExperiment({
    target: { link: 'tanh(z1+He3(z2))', directions: 2 },
    student: { width: 2, activation, readout: 'alternating', scaling: 'sqrt' },
    data: { dimension: D }, initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] }, engine: 'matrix-free',
    training: { constraint: 'none', batch: 3 * D, reuse: 'all', learningRate: 0.6, steps: 7, ...training },
  });
}

describe('resumed from a checkpoint, to the same bits', () => {
  test.each([
    ['a full batch', { reuse: 'all' }],
    ['a batch in use', { reuse: 4 }],
    ['a batch in use, adaptive loss', { reuse: 4, loss: 'adaptive', adaptive: { share: 0.99, drop: 0.5, decay: 0.9 } }],
    ['a data set', { dataset: 120 }],
    ['two steps a batch', { lookAhead: { kind: 'two-step', rho: 0 } }],
    ['samples that look ahead', { batch: 5, lookAhead: { kind: 'sample', rho: 0.1 } }],
    ['one sample a step', { batch: 1 }],
    ['two steps on each sample', { batch: 1, lookAhead: { kind: 'two-step', rho: 0 } }],
    ['one sample over and over, adaptive loss', { batch: 1, reuse: 5, loss: 'adaptive', adaptive: { share: 0.99, drop: 0.5, decay: 0.9 } }],
  ])('%s', async (_, training) => {
    const experiment = small({ engine: 'matrix-free' }, training);
    const engine = await openMatrixFree(experiment);
    const checkpoints: Checkpoint[] = [];
    const whole: Snapshot[] = [];
    for (let step = 0; step < 9; step++) {
      checkpoints.push(await engine.save());
      whole.push(...(await engine.advance(1, every)));
    }
    for (const at of [2, 4, 7]) {
      const again = await openMatrixFree(experiment, { checkpoint: checkpoints[at] });
      expect(again.step).toBe(at);
      expect(numbers([await again.read()])).toEqual(numbers(whole.slice(at - 1, at)));
      expect(numbers(await again.advance(9 - at, every))).toEqual(numbers(whole.slice(at)));
    }
  });
});

test('the risk on the next batch where nothing gives the population risk, asked for or not, changes no bit', async () => {
  const experiment = small({ engine: 'matrix-free', target: { link: 'tanh(z1*z2*z3)', directions: 3 } }, { reuse: 2 });
  const [asked, silent] = [await openMatrixFree(experiment), await openMatrixFree(experiment)];
  expect(asked.riskKind).toBe('batch');
  const seen = await asked.advance(6, every);
  await silent.advance(5);
  expect(numbers(await silent.advance(1, every))).toEqual(numbers(seen.slice(5)));
  expect(seen.every(({ risk }) => risk > 0.01 && risk < 1)).toBe(true);
});

test('an aborted signal stops a long step', async () => {
  const controller = new AbortController();
  const engine = await openMatrixFree(small({ engine: 'matrix-free', data: { dimension: 1e6 } }, { batch: 1_000_000 }), { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await expect(engine.advance(1)).rejects.toThrow('enough');
});

async function chainOverlaps(experiment: Experiment, entry: 8 | 4): Promise<number[]> {
  const [p, k] = [experiment.student.width, experiment.target.directions];
  const L = cholesky(gramMatrix(experiment), k)!;
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), L, p, k), { readout: readoutVector(experiment), pause: null, entry });
  for (let step = 0; step < experiment.training.steps; step++) await chain.advance(step, { learningRate: experiment.training.learningRate, square: true });
  const { M, Q } = overlapsOf(chain.rows, L, k);
  return [...M, ...Q];
}

// theory/reuse.md, section 6.2: |dM| ≤ 5e-8 and |dQ| ≤ 1.2e-7 there up to N = 6·10⁵; a smooth σ after many steps is the hard case.
test.each([['relu(x)', {}, 5e-7], ['erf(x/sqrt(2))', { learningRate: 3, steps: 20 }, 3e-6]] as const)('float32 columns give the overlaps of float64 ones: %s', async (activation, training, most) => {
  const experiment = reuse(4000, activation, training);
  const [double, single] = [await chainOverlaps(experiment, 8), await chainOverlaps(experiment, 4)];
  const far = Math.max(...double.map((x, i) => Math.abs(x - single[i])));
  expect(far).toBeLessThan(most);
  expect(far).toBeGreaterThan(1e-12);
});

test.each([[8, 1e-14], [4, 3e-7]] as const)('directions stay orthonormal, columns of %d bytes', async (entry, most) => {
  const experiment = reuse(2000, 'erf(x/sqrt(2))', { steps: 20 });
  const opened: StoredBatch[] = [];
  const dice = seededDice(1);
  const readout = readoutVector(experiment);
  const chain = openUnfolding({
    experiment, schedule: scheduleOf(experiment), dice,
    rows: framed(initialOverlaps(experiment), cholesky(gramMatrix(experiment), 2)!, 2, 2),
    open(index) {
      opened.push(openBatch({
        index, size: 6000, width: 2, directions: 2, label: (z) => Math.tanh(z[0] + z[1]), noise: 0, factor: gramMatrix(experiment),
        residuals: residualsOf(experiment, readout), dice, pause: null, store: storeOf(entry, 4),
      }));
      return opened[0];
    },
  });
  for (let step = 0; step < 20; step++) await chain.advance(step, { learningRate: 0.6, square: true });
  const { V } = opened[0];
  expect(opened.length).toBe(1);
  expect(V.length).toBeGreaterThan(30);
  let far = 0;
  V.forEach((v, i) => V.slice(0, i + 1).forEach((w, j) => {
    let sum = i === j ? -1 : 0;
    v.forEach((x, at) => (sum += x * w[at]));
    far = Math.max(far, Math.abs(sum));
  }));
  expect(far).toBeLessThan(most);
});

test('batches come in order: fresh ones, each as often as `reuse` says, or those of a data set over and over', () => {
  const batches = (training: Record<string, unknown>) => Array.from({ length: 7 }, (_, step) => scheduleOf(small({ engine: 'matrix-free' }, training)).batchOf(step));
  expect(batches({})).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(batches({ reuse: 3 })).toEqual([0, 0, 0, 1, 1, 1, 2]);
  expect(batches({ lookAhead: { kind: 'two-step', rho: 0 } })).toEqual([0, 0, 1, 1, 2, 2, 3]);
  expect(batches({ reuse: 'all' })).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(batches({ dataset: 120 })).toEqual([0, 1, 2, 0, 1, 2, 0]);
  expect(batches({ dataset: 100, reuse: 2 })).toEqual([0, 0, 1, 1, 0, 0, 1]);
});

describe('sizes', () => {
  const sized = (D: number, training: object) => sizeOf(reuse(D, 'relu(x)', training));

  test('float64 up to a gigabyte, float32 beyond', () => {
    expect(sized(1e6, { steps: 6 })).toEqual({ entry: 8, bytes: 8 * 3e6 * (2 + 12 + 12 + 3) });
    expect(sized(3e6, { steps: 6 }).entry).toBe(4);
  });

  test('grow with steps on the same samples, not with fresh ones, and no further than the space', () => {
    expect(sized(1000, { reuse: 1, steps: 1e9 })).toEqual(sized(1000, { reuse: 1, steps: 1 }));
    expect(sized(1000, { steps: 1e9 })).toEqual(sized(1000, { steps: 1e5 }));
    expect(sized(1000, { batch: 100, dataset: 3000, steps: 60 }).bytes).toBeGreaterThan(sized(1000, { batch: 100, steps: 60 }).bytes);
  });

  test.each([
    [{ steps: 1000 }, 'training.steps: found 1000; the engine "matrix-free" would hold 48.1 GB of columns, which grow with each step on the same samples; allowed here: up to 82'],
    [{ batch: 1e6, reuse: 500, steps: 1e6 }, 'training.reuse: found 500; '],
    [{ batch: 1e6, dataset: 1e9, reuse: 1 }, 'training.dataset: found 1000000000; '],
  ])('that do not fit are refused by name, with what fits: %j', async (training, message) => {
    await expect(openMatrixFree(reuse(1e6, 'relu(x)', training))).rejects.toThrow(message);
  });

  test('what is said to fit does', () => {
    expect(sized(1e6, { steps: 82 }).bytes).toBeLessThanOrEqual(4e9);
    expect(() => sized(1e6, { steps: 83 })).toThrow('up to 82');
  });
});
