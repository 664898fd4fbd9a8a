// The runs that a worker makes for a page: each is driven block by block, and says how far it is; a message to it is heard between two.

import type { EngineHost } from '../engines/open.ts';
import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { NoWebGPU } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import { openDriver, type Driver, type DriverOptions } from './driver.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { ProfileTeller } from './profile/teller.ts';

interface Run {
  /** Steps it may make before it pauses; infinite while it runs. */
  allowed: number;
  /** Ends the wait of a paused run. */
  wake: (() => void) | null;
  /** Whether it computes on a software adapter, which takes the cores that the page draws with. */
  soft: boolean;
  /** When, in milliseconds, kernels are told of next. */
  kernelsDue: number;
  profiled: boolean;
  /** Loaded once the run is profiled, and then waited for: a short run is over before that. */
  telling: Promise<ProfileTeller | null> | null;
  teller: ProfileTeller | null;
  readonly controller: AbortController;
}

interface Runs {
  /** Drives a run until it is closed or fails. */
  drive(message: Extract<ToWorker, { kind: 'open' }>): Promise<void>;
  /** Lets a run make `steps` more, then pause. */
  allow(id: number, steps: number): void;
  profile(id: number, on: boolean): void;
  close(id: number): void;
  /** Whether nobody looks at the page. */
  hide(hidden: boolean): void;
}

type Send = (message: FromWorker) => void;

const BLOCK = { visible: 16, hidden: 200 };

/** Milliseconds between two tellings of kernels, which may take at most this share of the time. */
const KERNELS = { every: 1000, share: 0.05 };

/** The runs of a page on `host`; what happens to them goes through `send`. */
export function runsOn(host: EngineHost, send: Send): Runs {
  const runs = new Map<number, Run>();
  /** Those that are making steps. */
  const running = new Set<Run>();
  let block = BLOCK.visible;
  /** Ends when the run before has made its block and the page has had as long to draw in. */
  let rested: Promise<unknown> = Promise.resolve();

  function allow(id: number, steps: number): void {
    const run = runs.get(id);
    if (!run) return;
    run.allowed = steps;
    run.wake?.();
  }

  /** Each run is a track of its own in the Performance panel. */
  function profile(id: number, on: boolean): void {
    const run = runs.get(id);
    if (!run) return;
    run.profiled = on;
    if (run.teller) run.teller.recorder.enabled = on;
    if (!on) return;
    run.telling ??= import('./profile/teller.ts')
      .then(({ openTeller }) => {
        run.teller = openTeller('run', `run ${id}`, (report) => send({ kind: 'profile', id, report }));
        run.teller.recorder.enabled = run.profiled;
        return run.teller;
      })
      .catch((error: unknown) => {
        send({ kind: 'notice', id, message: `This run is not profiled: ${String(error)}` });
        return null;
      });
  }

  async function drive({ id, experiment, onCpu, insist, autostart, steps }: Extract<ToWorker, { kind: 'open' }>): Promise<void> {
    const run: Run = { allowed: autostart ? Infinity : 0, wake: null, soft: false, kernelsDue: 0, profiled: false, telling: null, teller: null, controller: new AbortController() };
    runs.set(id, run);
    const { signal } = run.controller;
    // Loaded when it is asked for, which may be in the middle of the run.
    const profiler: Profiler = {
      on: (gpu) => run.teller?.recorder.on(gpu) ?? null,
      note: (...span) => run.teller?.recorder.note(...span),
    };
    let driver: Driver | null = null;
    try {
      const opened = await openWhereItRuns(experiment, onCpu, { host, insist, signal, steps, profiler, onNotice: (message) => send({ kind: 'notice', id, message }) });
      driver = opened.driver;
      await report(id, run, driver, opened.engine, opened.note);
      let state = '';
      for (;;) {
        signal.throwIfAborted();
        const now = driver.finished ? 'done' : run.allowed > 0 ? 'running' : 'paused';
        if (now !== state) send({ kind: 'state', id, state: now });
        state = now;
        if (now !== 'running') running.delete(run);
        if (now === 'running') {
          running.add(run);
          const before = driver.engine.step;
          const teller = await run.telling;
          await make(id, driver, run.allowed);
          run.allowed -= Math.max(0, driver.engine.step - before);
          tellKernels(id, run, driver);
          // A profile that cannot be told is not worth a run.
          await teller?.tell(driver.finished || run.allowed <= 0).catch(() => {});
        } else await new Promise<void>((resolve) => (run.wake = resolve));
      }
    } catch (error) {
      if (!signal.aborted) send({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(run);
      driver?.dispose();
      run.teller?.recorder.dispose();
      runs.delete(id);
    }
  }

  /** One block after another, and a rest after each: a page of many figures answers its reader even where kernels run on the processor. */
  function inTurn<T>(makeBlock: () => Promise<T>): Promise<T> {
    let began = 0;
    const made = rested.then(() => {
      began = performance.now();
      return makeBlock();
    });
    const rest = () => new Promise((resolve) => setTimeout(resolve, performance.now() - began));
    rested = made.then(rest, rest);
    return made;
  }

  async function make(id: number, driver: Driver, most: number): Promise<void> {
    const next = () => driver.next(block, most);
    const crowded = running.size > 1 && block === BLOCK.visible && [...running].some(({ soft }) => soft);
    const snapshots = await (crowded ? inTurn(next) : next());
    send({ kind: 'snapshots', id, snapshots, progress: driver.progress });
    // Messages are heard between tasks, and a resolved promise is not one.
    await new Promise((resolve) => setTimeout(resolve));
  }

  /** Always where the run ends or pauses; of a long run they are many numbers, means and errors over all pairs of its steps. */
  function tellKernels(id: number, run: Run, { engine, finished }: Driver): void {
    const began = performance.now();
    if (began < run.kernelsDue && run.allowed > 0 && !finished) return;
    const { kernels } = engine;
    if (!kernels) return;
    send({ kind: 'kernels', id, kernels });
    const now = performance.now();
    run.kernelsDue = now + Math.max(KERNELS.every, (now - began) / KERNELS.share);
  }

  /** The initial condition comes before any step, whether the run starts or waits. */
  async function report(id: number, run: Run, driver: Driver, engine: EngineName, note: string | null): Promise<void> {
    const gpu = driver.engine.adapter === null ? null : await host.gpu().catch(() => null);
    run.soft = gpu?.fallback ?? false;
    const { adapter, bytes, riskKind } = driver.engine;
    send({ kind: 'host', id, host: { engine, adapter, fallbackAdapter: gpu?.fallback ?? false, bytes, riskKind, note } });
    await make(id, driver, 0);
  }

  return {
    drive, allow, profile,
    close(id) {
      runs.get(id)?.controller.abort(new DOMException('closed', 'AbortError'));
      allow(id, 0);
    },
    hide(hidden) {
      block = hidden ? BLOCK.hidden : BLOCK.visible;
    },
  };
}

interface Opened {
  readonly driver: Driver;
  readonly engine: EngineName;
  readonly note: string | null;
}

const cpuWords: Partial<Record<EngineName, string>> = {
  reduced: 'The same law is drawn on the CPU instead (engine "reduced"): exact for the overlaps, with no samples in d dimensions.',
  reference: 'The same chain runs in float64 on the CPU instead (engine "reference"): the same numbers, more slowly.',
};

/** The engine asked for, or where there is no WebGPU one for the CPU, and the sentence that says so. */
async function openWhereItRuns(experiment: Experiment, onCpu: EngineName, options: DriverOptions): Promise<Opened> {
  try {
    return { driver: await openDriver(experiment, options), engine: experiment.engine, note: null };
  } catch (error) {
    if (!(error instanceof NoWebGPU)) throw error;
    return { driver: await openDriver({ ...experiment, engine: onCpu }, options), engine: onCpu, note: `${error.message} ${cpuWords[onCpu] ?? ''}` };
  }
}
