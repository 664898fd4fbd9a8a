// The pool and the worker's program, talking to each other without a thread between them.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Diverged, Unsupported, type Snapshot } from '../engines/engine.ts';
import { NoWebGPU } from '../gpu/device.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import type { Bands } from './ensemble-bands.ts';
import { openPool, type Pool } from './ensemble-pool.ts';
import { seedRunner } from './ensemble-worker.ts';
import type { ProfileReport } from './profile/totals.ts';

const experiment = parseExperiment({
  target: { link: 'z1' }, student: { width: 1, activation: 'x' }, data: { dimension: 10 },
  training: { batch: 4, learningRate: 0.1, steps: 2 }, engine: 'reference',
});
const other = { ...experiment, training: { ...experiment.training, batch: 8 } };

/** What was run, as batch size and seed, in order of start. */
let started: [number, number][] = [];
let workers = 0;

interface Stage {
  readonly most?: number;
  readonly block?: number;
  /** Throws what the run of this seed throws. */
  readonly trouble?: (seed: number) => void;
  readonly onSeed?: (seed: number, hear: () => Promise<void>) => Promise<void>;
  readonly onGpu?: boolean;
}

function stage({ most = 1, block = 1, trouble, onSeed, onGpu = false }: Stage = {}): Pool {
  return openPool({
    most,
    block,
    onGpu,
    spawn(onMessage) {
      workers++;
      const answer = seedRunner((message) => setTimeout(() => onMessage(message)), { gpu: () => Promise.reject(new NoWebGPU('none here')), openRuns: ({ training: { batch }, target: { directions } }) => ({
        async run(seed, record, hear) {
          started.push([batch, seed]);
          trouble?.(seed);
          await onSeed?.(seed, hear!);
          return Array.from(record, (step): Snapshot => ({ step, M: new Float64Array(directions).fill(seed), Q: Float64Array.of(1), readout: Float64Array.of(1), risk: -seed }));
        },
      }) });
      return { send: (message) => setTimeout(() => answer(message)), terminate: () => workers-- };
    },
  });
}

const realTask = setImmediate;

/** Lets time pass, which is the test's own, until `done` holds. */
async function until(done: () => boolean): Promise<void> {
  for (let i = 0; !done(); i++) {
    if (i > 5000) throw new Error('nothing came of it');
    await vi.advanceTimersByTimeAsync(2);
    // Messages between ports are not timers.
    await new Promise((resolve) => realTask(resolve));
  }
}

/** Runs seeds to their end. */
async function ended(pool: Pool, seeds: readonly [number, number], given = experiment): Promise<{ bands: Bands[]; error: string | null }> {
  const bands: Bands[] = [];
  let error: string | null = null;
  const whole = (now: Bands | undefined): boolean => now !== undefined && now.done + (now.failed?.count ?? 0) === now.total;
  pool.open(given, [0, 2], seeds, { onBands: (now) => bands.push(now), onError: (message) => (error = message) });
  await until(() => error !== null || whole(bands.at(-1)));
  return { bands, error };
}

beforeEach(() => {
  started = [];
  workers = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('a pool of workers', () => {
  it('runs whole seeds in order and ends with the bands of all of them', async () => {
    const { bands } = await ended(stage(), [3, 7]);
    expect(started.map(([, seed]) => seed)).toEqual([3, 4, 5, 6, 7]);
    expect(bands.at(-1)).toMatchObject({ done: 5, total: 5 });
    expect([...bands.at(-1)!.finalOverlap]).toEqual([3, 4, 5, 6, 7]);
    expect(bands.at(-1)!.risk.q50[1]).toBe(-5);
  });

  it('gathers overlaps by direction', async () => {
    const { bands } = await ended(stage(), [3, 7], { ...experiment, target: { ...experiment.target, directions: 2 } });
    expect(bands.at(-1)!.overlaps).toMatchObject({ count: 5, directions: 2 });
    expect([...bands.at(-1)!.overlaps.mean]).toEqual([5, 5, 5, 5]);
  });

  it('lets two ensembles fill evenly', async () => {
    const pool = stage();
    await Promise.all([ended(pool, [1, 4]), ended(pool, [1, 4], other)]);
    expect(started).toEqual([[4, 1], [8, 1], [4, 2], [8, 2], [4, 3], [8, 3], [4, 4], [8, 4]]);
  });

  it('hires no more workers than it may, nor than it has seeds for', async () => {
    await ended(stage({ most: 3 }), [1, 20]);
    expect(workers).toBe(3);
    workers = 0;
    await ended(stage({ most: 3 }), [1, 2]);
    expect(workers).toBe(2);
  });

  it('gives seeds out in blocks, where a worker wants many at once', async () => {
    const { bands } = await ended(stage({ block: 4 }), [1, 10]);
    expect(started.map(([, seed]) => seed)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(bands.at(-1)!.done).toBe(10);
  });

  it('tells of the bands five times a second at most', async () => {
    const { bands } = await ended(stage({ onSeed: () => new Promise((resolve) => setTimeout(resolve, 20)) }), [1, 40]);
    // 40 seeds of 20 ms take 0.8 s and a little: the first is told of at once, then every fifth of a second, and the last.
    expect(bands.length).toBeGreaterThanOrEqual(5);
    expect(bands.length).toBeLessThanOrEqual(8);
    expect(bands.map(({ done }) => done)).toEqual(bands.map(({ done }) => done).toSorted((a, b) => a - b));
  });

  it('goes on past a seed that diverges, and names it', async () => {
    const { bands } = await ended(stage({ trouble: (seed) => { if (seed === 2) throw new Diverged(17, 'the overlaps'); } }), [1, 3]);
    expect(bands.at(-1)).toMatchObject({ done: 2, total: 3, failed: { count: 1, first: expect.stringMatching(/^seed 2: step 17: the overlaps ceased to be finite/) as string } });
  });

  it('ends at an experiment that no seed can be run of, in words, and goes on with another', async () => {
    const pool = stage({ trouble: () => { if (started.at(-1)![0] === 4) throw new Unsupported('student.width: found 99'); } });
    const [first, second] = await Promise.all([ended(pool, [1, 50]), ended(pool, [1, 3], other)]);
    expect(first).toEqual({ bands: [], error: 'student.width: found 99' });
    expect(second.bands.at(-1)!.done).toBe(3);
  });

  it('starts no further seed while it is held', async () => {
    const pool = stage();
    let done = 0;
    const ensemble = pool.open(experiment, [0, 2], [1, 30], { onBands: (bands) => ({ done } = bands) });
    await until(() => done > 0);
    ensemble.hold(true);
    await vi.advanceTimersByTimeAsync(1000);
    const reached = started.length;
    await vi.advanceTimersByTimeAsync(1000);
    expect(started).toHaveLength(reached);
    expect(reached).toBeLessThan(30);
    pool.hold(true);
    ensemble.hold(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(started).toHaveLength(reached);
    pool.hold(false);
    await until(() => done === 30);
  });

  it('leaves seeds to others where its workers’ GPU does not run them', async () => {
    const pool = stage({ onGpu: true, block: 4 });
    const told = vi.fn();
    let [left, done] = [0, 0];
    pool.open(experiment, [0, 2], [1, 20], { onBands: told, onError: told }, () => left++);
    await until(() => left > 0);
    stage().open(experiment, [0, 2], [1, 20], { onBands: (bands) => ({ done } = bands) });
    await until(() => done === 20);
    expect([left, told.mock.calls.length, started.map(([, seed]) => seed)]).toEqual([1, 0, Array.from({ length: 20 }, (_, i) => i + 1)]);
  });

  it('tells where the time of each worker goes for as long as it is asked, every seed once', async () => {
    // Loaded when it is asked for, which here would take all the time there is.
    await import('./profile/teller.ts');
    const pool = stage({ most: 2, onSeed: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    const reports: ProfileReport[] = [];
    let done = 0;
    const open = (profiled: boolean) => {
      const ensemble = pool.open(experiment, [0, 2], [1, 12], { onBands: (bands) => ({ done } = bands), onProfile: (report) => reports.push(report) });
      if (profiled) ensemble.profile(true);
      return ensemble;
    };
    open(false);
    await until(() => done === 12);
    expect(reports).toEqual([]);
    done = 0;
    open(true);
    await until(() => done === 12);
    await vi.advanceTimersByTimeAsync(50);
    expect(new Set(reports.map(({ track }) => track))).toEqual(new Set(['bands, worker 1', 'bands, worker 2']));
    const spans = reports.flatMap((report) => report.spans);
    expect(spans.map(({ label, on, steps }) => [label, on, steps])).toEqual(Array.from({ length: 12 }, () => ['reference/seed', 'cpu', 2]));
    expect(spans.every(({ start, end }) => end - start >= 30)).toBe(true);
    // All that is known at a time, not a message for each seed.
    expect(reports.length).toBeLessThan(12);
  });

  it('leaves a seed unfinished when its ensemble is closed, and says nothing more', async () => {
    let left = false;
    const pool = stage({
      async onSeed(_, hear) {
        try {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 60));
            await hear();
          }
        } catch (error) {
          left = true;
          throw error;
        }
      },
    });
    const told = vi.fn();
    const ensemble = pool.open(experiment, [0, 2], [1, 9], { onBands: told, onError: told });
    await until(() => started.length > 0);
    ensemble.close();
    await until(() => left);
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).not.toHaveBeenCalled();
    expect(started).toHaveLength(1);
  });

  it('dismisses workers that have had nothing to do for a while', async () => {
    await ended(stage({ most: 2 }), [1, 4]);
    expect(workers).toBe(2);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(workers).toBe(0);
  });
});
