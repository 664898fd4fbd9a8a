// The page's worker: holds the GPU device and drives the runs that pages open, block by block, so that a message waits no
// longer than a block.

import { engineHost } from '../engines/open.ts';
import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { NoWebGPU } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import { openDriver, type Driver, type DriverOptions } from './driver.ts';
import type { ToSeeds } from './ensemble-messages.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { ProfileTeller } from './profile/teller.ts';

interface Run {
  /** Steps it may make before it pauses; infinite while it runs. */
  allowed: number;
  /** Ends the wait of a paused run. */
  wake: (() => void) | null;
  /** When, in milliseconds, kernels are told of next. */
  kernelsDue: number;
  profiled: boolean;
  /** Loaded once the run is profiled, and then waited for: a short run is over before that. */
  telling: Promise<ProfileTeller | null> | null;
  teller: ProfileTeller | null;
  readonly controller: AbortController;
}

const BLOCK = { visible: 16, hidden: 200 };
/** Milliseconds a GPU submission may take: short while the page draws, long while nobody looks. */
const BUDGET = { visible: 7, hidden: 100 };

/** Milliseconds between two tellings of kernels, which may take at most this share of the time. */
const KERNELS = { every: 1000, share: 0.05 };

const host = engineHost(navigator.gpu);
const runs = new Map<number, Run>();
let block = BLOCK.visible;

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

// Ensembles are loaded at the first message about one; messages keep their order, a promise's callbacks do.
let seeds: Promise<(message: ToSeeds) => void> | null = null;

function hearOfSeeds(message: ToSeeds): void {
  seeds ??= import('./ensemble-worker.ts').then(({ seedRunner }) =>
    seedRunner((answer, transfer) => send({ kind: 'seeds', message: answer }, transfer), { gpu: () => host.gpu(), budget: () => host.budget }));
  void seeds.then((hear) => hear(message));
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'describe':
      return void describe();
    case 'hidden':
      block = data.hidden ? BLOCK.hidden : BLOCK.visible;
      host.budget = data.hidden ? BUDGET.hidden : BUDGET.visible;
      return;
    case 'open':
      return void drive(data);
    case 'close':
      runs.get(data.id)?.controller.abort(new DOMException('closed', 'AbortError'));
      return allow(data.id, 0);
    case 'start':
      return allow(data.id, Infinity);
    case 'pause':
      return allow(data.id, 0);
    case 'step':
      return allow(data.id, data.count);
    case 'profile':
      return profile(data.id, data.on);
    case 'offers':
      return void offer(data.id, data.experiment);
    case 'seeds':
      return hearOfSeeds(data.message);
  }
});

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

async function describe(): Promise<void> {
  const gpu = await host.gpu().catch(() => null);
  const { maxBufferSize = 0, maxStorageBufferBindingSize = 0 } = gpu?.device.limits ?? {};
  const bufferBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  send({ kind: 'description', description: { webgpu: gpu !== null, fallbackAdapter: gpu?.fallback ?? false, adapter: gpu?.adapterName ?? null, bufferBytes } });
}

async function offer(id: number, experiment: Experiment): Promise<void> {
  const { engineOffers } = await import('./engine-offers.ts');
  send({ kind: 'offers', id, offers: await engineOffers(experiment, host) });
}

async function drive({ id, experiment, onCpu, insist, autostart, steps }: Extract<ToWorker, { kind: 'open' }>): Promise<void> {
  const run: Run = { allowed: autostart ? Infinity : 0, wake: null, kernelsDue: 0, profiled: false, telling: null, teller: null, controller: new AbortController() };
  runs.set(id, run);
  const { signal } = run.controller;
  // Loaded when it is asked for, which may be in the middle of the run.
  const profiler: Profiler = {
    on: (gpu) => run.teller?.recorder.on(gpu) ?? null,
    note: (...span) => run.teller?.recorder.note(...span),
  };
  let driver: Driver | null = null;
  try {
    const opened = await openWhereItRuns(id, experiment, onCpu, { insist, signal, steps, profiler });
    driver = opened.driver;
    await report(id, driver, opened.engine, opened.note);
    let state = '';
    for (;;) {
      signal.throwIfAborted();
      const now = driver.finished ? 'done' : run.allowed > 0 ? 'running' : 'paused';
      if (now !== state) send({ kind: 'state', id, state: now });
      state = now;
      if (now === 'running') {
        const before = driver.engine.step;
        const teller = await run.telling;
        await make(id, driver, run.allowed);
        run.allowed -= Math.max(0, driver.engine.step - before);
        tellKernels(id, run, driver);
        await teller?.tell(driver.finished || run.allowed <= 0);
      } else await new Promise<void>((resolve) => (run.wake = resolve));
    }
  } catch (error) {
    if (!signal.aborted) send({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    driver?.dispose();
    run.teller?.recorder.dispose();
    runs.delete(id);
  }
}

async function make(id: number, driver: Driver, most: number): Promise<void> {
  const snapshots = await driver.next(block, most);
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
async function report(id: number, driver: Driver, engine: EngineName, note: string | null): Promise<void> {
  const gpu = driver.engine.adapter === null ? null : await host.gpu().catch(() => null);
  const { adapter, bytes, riskKind } = driver.engine;
  send({ kind: 'host', id, host: { engine, adapter, fallbackAdapter: gpu?.fallback ?? false, bytes, riskKind, note } });
  await make(id, driver, 0);
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
async function openWhereItRuns(id: number, experiment: Experiment, onCpu: EngineName, how: Pick<DriverOptions, 'insist' | 'signal' | 'steps' | 'profiler'>): Promise<Opened> {
  const options: DriverOptions = { host, ...how, onNotice: (message: string) => send({ kind: 'notice', id, message }) };
  try {
    return { driver: await openDriver(experiment, options), engine: experiment.engine, note: null };
  } catch (error) {
    if (!(error instanceof NoWebGPU)) throw error;
    return { driver: await openDriver({ ...experiment, engine: onCpu }, options), engine: onCpu, note: `${error.message} ${cpuWords[onCpu] ?? ''}` };
  }
}
