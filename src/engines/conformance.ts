// What every engine that draws the chain must keep, as one suite of tests: each engine's own test file runs it.

// oxlint-disable-next-line no-restricted-imports -- tests alone import this file
import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { Diverged, type Checkpoint, type Engine, type Snapshot } from './engine.ts';

interface Subject {
  readonly name: string;
  /** How far overlaps may be from exact ones: rounding. */
  readonly tolerance: number;
  /** False for an engine that only makes fresh batches. */
  readonly reuses?: boolean;
  /** True for an engine that trains the second layer. */
  readonly trainsReadout?: boolean;
  open(experiment: Experiment, checkpoint?: Checkpoint): Promise<Engine>;
}

/** A small experiment; what `changes` holds replaces the key of the same name, of `training` by key. */
export function small(changes: Record<string, unknown> = {}, training: Record<string, unknown> = {}): Experiment {
  return parseExperiment({
    target: { link: 'erf(z1/sqrt(2))', noise: 0.01 },
    student: { width: 2, activation: 'erf(x/sqrt(2))' },
    data: { dimension: 30 },
    initial: 'random',
    engine: 'reference',
    ...changes,
    training: { loss: 'square', constraint: 'projected', batch: 50, learningRate: 0.4, steps: 100, ...training },
  });
}

const numbers = (snapshots: readonly Snapshot[]) => snapshots.map(({ step, M, Q, readout, risk }) => [step, ...M, ...Q, ...readout, risk]);
const every = () => true;

export function conformance({ name, tolerance, reuses = true, trainsReadout = false, open }: Subject): void {
  /** Opens, uses and disposes. */
  async function using<T>(experiment: Experiment, use: (engine: Engine) => Promise<T>, checkpoint?: Checkpoint): Promise<T> {
    const engine = await open(experiment, checkpoint);
    try {
      return await use(engine);
    } finally {
      engine.dispose();
    }
  }
  const start = (experiment: Experiment) => using(experiment, (engine) => engine.read());
  const near = (values: ArrayLike<number>, expected: readonly number[]) =>
    expected.forEach((x, i) => expect(Math.abs(values[i] - x), `entry ${i}`).toBeLessThan(tolerance));

  /** What changes the course of a run. */
  const protocols: [string, Record<string, unknown>][] = [['square loss', {}], ['adaptive loss', { loss: 'adaptive' }]];
  if (reuses)
    protocols.push(
      // The third batch of an epoch has 10 samples.
      ['a data set, each batch twice', { batch: 50, dataset: 110, reuse: 2 }],
      ['samples that look ahead', { batch: 50, lookAhead: { kind: 'sample', rho: 0.02 } }],
      ['two steps on each batch twice, decaying weights', { batch: 50, reuse: 2, lookAhead: { kind: 'two-step', rho: 0 }, weightDecay: 0.1 }],
    );

  if (trainsReadout) protocols.push(['both layers', { secondLayer: { learningRate: 0.3 }, constraint: 'spherical' }]);

  describe(`${name}: the initial condition`, () => {
    test('random rows are unit vectors that the seed determines', async () => {
      const now = await start(small());
      near([now.Q[0], now.Q[3]], [1, 1]);
      expect(now.step).toBe(0);
      expect(numbers([await start(small())])).toEqual(numbers([now]));
      expect((await start(small({ seed: 2 }))).M).not.toEqual(now.M);
    });

    test('an overlap with one direction is that of each neuron, and positive', async () => {
      const { M, Q } = await start(small({ initial: { overlap: 0.25 } }));
      near(M, [0.25, 0.25]);
      near([Q[0], Q[3]], [1, 1]);
    });

    test('an overlap with two directions, not orthogonal, is the length of the part in their span', async () => {
      const target = { link: 'z1*z2', directions: 2, gram: [[1, 0.5], [0.5, 1]] };
      const { M, Q } = await start(small({ target, initial: { overlap: 0.5 } }));
      // m P⁻¹ mᵀ, with P⁻¹ = [[4/3, −2/3], [−2/3, 4/3]].
      const length = (a: number, b: number) => Math.sqrt((4 / 3) * (a * a - a * b + b * b));
      near([length(M[0], M[1]), length(M[2], M[3]), Q[0], Q[3]], [0.5, 0.5, 1, 1]);
      expect(Math.abs(M[0] - M[2])).toBeGreaterThan(1e-3);
    });

    test('given M and Q are met exactly, also where directions are not orthogonal and Q is singular', async () => {
      const target = { link: 'z1*z2', directions: 2, gram: [[1, 0.3], [0.3, 1]] };
      const M = [[0.2, -0.1], [0.4, 0.3]];
      const Q = [[1.5, 0.25], [0.25, 0.8]];
      const now = await start(small({ target, initial: { M, Q } }));
      near(now.M, M.flat());
      near(now.Q, Q.flat());
      const twins = await start(small({ initial: { M: [[0.3], [0.3]], Q: [[1, 1], [1, 1]] } }));
      near([...twins.M, ...twins.Q], [0.3, 0.3, 1, 1, 1, 1]);
    });
  });

  describe(`${name}: steps`, () => {
    test('are counted, and recorded where the caller says', async () => {
      await using(small(), async (engine) => {
        expect([engine.step, (await engine.read()).step]).toEqual([0, 0]);
        expect(await engine.advance(3)).toEqual([]);
        expect((await engine.advance(7, (step) => step % 4 === 0 || step === 3)).map(({ step }) => step)).toEqual([4, 8]);
        expect(await engine.advance(0, every)).toEqual([]);
        expect([engine.step, (await engine.read()).step]).toEqual([10, 10]);
        expect(engine.bytes).toBeGreaterThan(0);
      });
    });

    test.each(protocols)('made in one call or in several give the same bits: %s', async (_, training) => {
      const experiment = small({}, training);
      const whole = await using(experiment, (engine) => engine.advance(12, every));
      const parts = await using(experiment, async (engine) => {
        const first = await engine.advance(5, every);
        await engine.read();
        await engine.save();
        return [...first, ...(await engine.advance(1, every)), await engine.read(), ...(await engine.advance(6, every))];
      });
      expect(numbers(parts.toSpliced(6, 1))).toEqual(numbers(whole));
      expect(numbers([parts[6]])).toEqual(numbers([whole[5]]));
    });

    test.each(protocols)('go on from a checkpoint as if nothing had happened: %s', async (_, training) => {
      const experiment = small({ initial: { overlap: 0.1 } }, { learningRate: 1, batch: 400, adaptive: { share: 0.8, drop: 0.5, decay: 0.9 }, ...training });
      const adaptive = experiment.training.loss === 'adaptive';
      const checkpoints: Checkpoint[] = [];
      const whole = await using(experiment, async (engine) => {
        const snapshots: Snapshot[] = [];
        for (let step = 0; step < 12; step++) {
          checkpoints.push(await engine.save());
          snapshots.push(...(await engine.advance(1, every)));
        }
        return snapshots;
      });
      const switched = checkpoints.findIndex(({ adaptive }) => adaptive?.square);
      if (adaptive) expect(switched).toBeGreaterThan(0);
      for (const at of [1, adaptive ? switched : 6, 11]) {
        const rest = await using(experiment, (engine) => engine.advance(12 - at, every), checkpoints[at]);
        expect(numbers(rest)).toEqual(numbers(whole.slice(at)));
      }
    });

    test('a checkpoint is a copy', async () => {
      await using(small(), async (engine) => {
        const checkpoint = await engine.save();
        const before = [...checkpoint.state];
        await engine.advance(2);
        expect([...checkpoint.state]).toEqual(before);
        expect(checkpoint.step).toBe(0);
      });
    });

    if (trainsReadout) test('move the readout too where it learns, and a rate of zero is none', async () => {
      const play = (secondLayer: unknown) => using(small({}, { secondLayer }), (engine) => engine.advance(6, every));
      const [fixed, still, both] = [await play('fixed'), await play({ learningRate: 0 }), await play({ learningRate: 0.3 })];
      expect(numbers(still)).toEqual(numbers(fixed));
      expect(both.every(({ readout }, i) => readout.every((a, j) => a !== (i === 0 ? 1 : both[i - 1].readout[j])))).toBe(true);
      // The first step of the first layer is made with the old readout.
      expect([...both[0].M]).toEqual([...fixed[0].M]);
      expect([...both[1].M]).not.toEqual([...fixed[1].M]);
    });

    if (reuses) test('on one batch are as many as `reuse` says', async () => {
      const play = (reuse: number | 'all', steps: number, checkpoint?: Checkpoint) =>
        using(small({}, { reuse }), (engine) => engine.advance(steps, every), checkpoint);
      const [once, thrice, always] = [await play(1, 5), await play(3, 5), await play('all', 5)];
      expect(numbers(thrice.slice(0, 3))).toEqual(numbers(always.slice(0, 3)));
      expect(numbers(once.slice(0, 1))).toEqual(numbers(thrice.slice(0, 1)));
      expect(once[1].M).not.toEqual(thrice[1].M);
      expect(thrice[3].M).not.toEqual(always[3].M);
      // Step 3 of reuse 3 is made on batch 1, as is step 1 of fresh batches.
      const checkpoint = await using(small(), (engine) => engine.save());
      const [a] = await play(3, 1, { ...checkpoint, step: 3 });
      const [b] = await play(1, 1, { ...checkpoint, step: 1 });
      expect([...a.M, ...a.Q]).toEqual([...b.M, ...b.Q]);
    });

    if (reuses) test('with the look-ahead "two-step" are those of twice the reuse', async () => {
      const play = (training: Record<string, unknown>) => using(small({}, training), (engine) => engine.advance(8, every));
      const lookAhead = { kind: 'two-step', rho: 0 };
      for (const dataset of [null, 110])
        for (const [reuse, twice] of [[1, 2], [2, 4], ['all', 'all']])
          expect(numbers(await play({ dataset, reuse, lookAhead }))).toEqual(numbers(await play({ dataset, reuse: twice })));
    });

    if (reuses) test('on a data set of one batch are those on a batch for ever, and an epoch ends where the data set does', async () => {
      const play = (training: Record<string, unknown>) => using(small({}, training), (engine) => engine.advance(4, every));
      expect(numbers(await play({ dataset: 50 }))).toEqual(numbers(await play({ reuse: 'all' })));
      // Batches of 50, 50 and 10, and again the first.
      const [whole, all] = [await play({ dataset: 110 }), await play({ dataset: 110, reuse: 'all' })];
      expect(whole[0].M).toEqual(all[0].M);
      expect(whole[3].M).not.toEqual(all[3].M);
    });

    test('none at all, one sample, and no dimension to spare', async () => {
      await using(small({}, { steps: 0 }), async (engine) => expect((await engine.read()).step).toBe(0));
      for (const experiment of [small({}, { batch: 1 }), small({ data: { dimension: 3 } })]) {
        const [now] = await using(experiment, (engine) => engine.advance(4, (step) => step === 4));
        near([now.Q[0], now.Q[3]], [1, 1]);
        expect([...now.M].every((m) => Math.abs(m) <= 1 + tolerance)).toBe(true);
      }
    });

    test('that diverge are named', async () => {
      const experiment = small({ student: { width: 2, activation: 'He3(x)' } }, { constraint: 'none', learningRate: 100 });
      const step = await using(experiment, (engine) =>
        engine.advance(100).then(
          () => expect.unreachable('it did not diverge'),
          (error: unknown) => {
            expect(error).toBeInstanceOf(Diverged);
            const { step, message } = error as Diverged;
            expect(message).toMatch(`step ${step}: `);
            return step;
          },
        ),
      );
      expect(step).toBeGreaterThan(0);
      await using(experiment, async (engine) => {
        for (let i = 1; i < step; i++) await engine.advance(1);
        await expect(engine.advance(1)).rejects.toThrow(`step ${step}: `);
      });
    });

    test('no more after dispose, which may be called twice', async () => {
      const engine = await open(small());
      await engine.advance(1);
      engine.dispose();
      expect(() => engine.dispose()).not.toThrow();
    });
  });
}
