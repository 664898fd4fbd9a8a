// The pool and the worker's program, talking to each other without a thread between them.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Diverged, Unsupported, type Snapshot } from '../engines/engine.ts';
import { NoWebGPU } from '../gpu/device.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import type { Bands, Trace } from './ensemble-bands.ts';
import { gather, type EnsembleEvents, type Gathering } from './ensemble-gathering.ts';
import type { FromSeeds, ToSeeds } from './ensemble-messages.ts';
import { openPool, type Ensemble, type Pool } from './ensemble-pool.ts';
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
/** What workers were told, in order, and how one is made to stop. */
let heard: ToSeeds[] = [];
let crash: (message: string) => void;

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
    spawn(onMessage, onCrash) {
      workers++;
      crash = onCrash;
      const answer = seedRunner((message) => setTimeout(() => onMessage(message)), { gpu: () => Promise.reject(new NoWebGPU('none here')), openRuns: ({ training: { batch }, target: { directions } }) => ({
        async run(seed, record, hear) {
          started.push([batch, seed]);
          trouble?.(seed);
          await onSeed?.(seed, hear!);
          return Array.from(record, (step): Snapshot => ({ step, M: new Float64Array(directions).fill(seed), Q: Float64Array.of(1), readout: Float64Array.of(1), risk: -seed }));
        },
      }) });
      const send = (message: ToSeeds): void => {
        heard.push(message);
        setTimeout(() => answer(message));
      };
      return { send, terminate: () => workers-- };
    },
  });
}

/** Runs seeds in one pool, as a page does. */
function run(pool: Pool, [first, last]: readonly [number, number], events: EnsembleEvents, given = experiment): Ensemble {
  const gathering = gather([0, 2], last - first + 1, given.target.directions, events, () => ensemble.close());
  const ensemble = pool.open(given, [0, 2], [first, last], gathering);
  return { ...ensemble, close: () => [gathering.stop(), ensemble.close()] };
}

const traceOf = (seed: number): Trace => ({ seed, M: Float64Array.of(0, seed), risk: Float64Array.of(0, -seed) });

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
  run(pool, seeds, { onBands: (now) => bands.push(now), onError: (message) => (error = message) }, given);
  await until(() => error !== null || whole(bands.at(-1)));
  return { bands, error };
}

beforeEach(() => {
  started = [];
  workers = 0;
  heard = [];
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
    const ensemble = run(pool, [1, 30], { onBands: (bands) => ({ done } = bands) });
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
    const [there, here] = [stage({ onGpu: true, block: 8 }), stage()];
    const left: [number, number][] = [];
    const ended = vi.fn();
    let bands: Bands | null = null;
    const gathering = gather([0, 2], 20, 1, { onBands: (now) => (bands = now) }, ended);
    there.open(experiment, [0, 2], [1, 20], gathering, ([first, last]) => {
      left.push([first, last]);
      here.open(experiment, [0, 2], [first, last], gathering);
    });
    await until(() => ended.mock.calls.length > 0);
    // Two blocks had been given out when the first came back, and the rest was not tried.
    expect(left).toEqual([[1, 8], [17, 20], [9, 16]]);
    expect(started.map(([, seed]) => seed).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(bands).toMatchObject({ done: 20, total: 20 });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(workers).toBe(0);
  });

  it('keeps what is done when a later block comes back unfit, and leaves the others no seed of it', async () => {
    let answer: (message: FromSeeds) => void = () => undefined;
    const given: (readonly [number, number])[] = [];
    const pool = openPool({ most: 1, block: 4, onGpu: true, spawn: (onMessage) => {
      answer = onMessage;
      return { send: (message) => void (message.kind === 'seeds' && given.push(message.seeds)), terminate() {} };
    } });
    const [took, left] = [vi.fn<Gathering['take']>(), vi.fn()];
    pool.open(experiment, [0, 2], [1, 16], { take: took, told() {}, fail() {}, stop() {} }, left);
    await until(() => given.length === 2);
    const done = ([first, last]: readonly [number, number]): void => {
      for (let seed = first; seed <= last; seed++) answer({ kind: 'trace', id: 1, ...traceOf(seed) });
      answer({ kind: 'finished', id: 1 });
    };
    done(given[0]);
    answer({ kind: 'unfit', id: 1, seeds: given[1] });
    answer({ kind: 'finished', id: 1 });
    done(given[2]);
    expect(given).toEqual([[1, 4], [5, 8], [9, 12]]);
    expect(left.mock.calls).toEqual([[[5, 8]], [[13, 16]]]);
    expect(took.mock.calls.map(([message]) => message.kind === 'trace' && message.seed)).toEqual([1, 2, 3, 4, 9, 10, 11, 12]);
  });

  it('tells where the time of each worker goes for as long as it is asked, every seed once', async () => {
    // Loaded when it is asked for, which here would take all the time there is.
    await import('./profile/teller.ts');
    const pool = stage({ most: 2, onSeed: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    const reports: ProfileReport[] = [];
    let done = 0;
    const open = (profiled: boolean) => {
      const ensemble = run(pool, [1, 12], { onBands: (bands) => ({ done } = bands), onProfile: (report) => reports.push(report) });
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
    const ensemble = run(pool, [1, 9], { onBands: told, onError: told });
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

  it('closes what is open in a worker before it leaves it, and opens it again where seeds are still to run', async () => {
    const pool = stage();
    let done = 0;
    const ensemble = run(pool, [1, 6], { onBands: (bands) => ({ done } = bands) });
    await until(() => done > 0);
    ensemble.hold(true);
    await vi.advanceTimersByTimeAsync(11_000);
    expect([workers, heard.at(-1)]).toEqual([0, { kind: 'close', id: 1 }]);
    ensemble.hold(false);
    await until(() => done === 6);
    expect(heard.filter(({ kind }) => kind !== 'seeds').map(({ kind }) => kind)).toEqual(['open', 'close', 'open', 'close']);
  });

  it('stops the seeds of a worker that reports an error, and says it of every ensemble, once', async () => {
    const pool = stage({ onSeed: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    const told = vi.fn();
    run(pool, [1, 6], { onError: (message) => told(1, message) });
    run(pool, [1, 6], { onError: (message) => told(2, message) });
    await until(() => started.length > 0);
    crash('It stopped.');
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.mock.calls).toEqual([[1, 'It stopped.'], [2, 'It stopped.']]);
    expect(heard.slice(-2)).toEqual([{ kind: 'close', id: 1 }, { kind: 'close', id: 2 }]);
    expect([workers, started.length]).toEqual([0, 1]);
  });
});

describe('a worker', () => {
  /** What it answers, where `fails` throws at some of it. */
  function worker(fails: (message: FromSeeds) => void): { sent: FromSeeds[]; answer: (message: ToSeeds) => void } {
    const sent: FromSeeds[] = [];
    const answer = seedRunner((message) => {
      fails(message);
      sent.push(message);
    }, { gpu: () => Promise.reject(new NoWebGPU('none here')) });
    return { sent, answer };
  }
  const failing = (kind: FromSeeds['kind']) => (message: FromSeeds): void => {
    if (message.kind === kind && message.id === 1) throw new Error(`${kind} is not heard`);
  };
  const kinds = (sent: readonly FromSeeds[]) => sent.map(({ kind, id }) => [kind, id]);

  it('runs the seeds, and those after them, where the times are not heard', async () => {
    await import('./profile/teller.ts');
    const { sent, answer } = worker(failing('profile'));
    answer({ kind: 'open', id: 1, experiment, steps: [0, 2], onGpu: false });
    answer({ kind: 'profile', id: 1, on: true, track: 'bands', title: 'bands 1' });
    answer({ kind: 'open', id: 2, experiment, steps: [0, 2], onGpu: false });
    answer({ kind: 'seeds', id: 1, seeds: [5, 5] });
    answer({ kind: 'seeds', id: 2, seeds: [6, 6] });
    await until(() => sent.some(({ kind, id }) => kind === 'finished' && id === 2));
    expect(kinds(sent)).toEqual([['trace', 1], ['finished', 1], ['trace', 2], ['finished', 2]]);
  });

  it('says of one ensemble what went wrong with it, and runs the others', async () => {
    const { sent, answer } = worker(failing('finished'));
    for (const id of [1, 2]) answer({ kind: 'open', id, experiment, steps: [0, 2], onGpu: false });
    answer({ kind: 'seeds', id: 1, seeds: [5, 5] });
    answer({ kind: 'seeds', id: 2, seeds: [6, 6] });
    await until(() => sent.some(({ kind, id }) => kind === 'finished' && id === 2));
    expect(kinds(sent)).toEqual([['trace', 1], ['failure', 1], ['trace', 2], ['finished', 2]]);
    expect(sent[1]).toMatchObject({ message: 'finished is not heard', ofSeed: false });
  });
});
