// The seeds that a worker runs for a page: one after another, each whole, or in blocks on a GPU. The worker that has the page's
// device has its runs too, and gives seeds that are for the processor back.

import { Diverged, type Snapshot } from '../engines/engine.ts';
import { openReducedRuns } from '../engines/reduced/runs.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import type { Trace } from './ensemble-bands.ts';
import { tracesOnGpu } from './ensemble-gpu.ts';
import type { FromSeeds, ToSeeds } from './ensemble-messages.ts';
import type { ProfileTeller } from './profile/teller.ts';

/** Runs of one experiment by seed: what all seeds share is made once. */
interface Runs {
  run(seed: number, record: ArrayLike<number>, yieldNow?: () => Promise<void>): Promise<Snapshot[]>;
}

interface Means {
  /** The worker's device. */
  gpu(): Promise<Gpu>;
  /** Milliseconds a submission to it may take. */
  budget?(): number;
  /** `signal`: the ensemble was closed. */
  openRuns?(experiment: Experiment, signal: AbortSignal): Runs | Promise<Runs>;
}

/** Bytes that a seed may hold: several workers run at once, in a page that is not alone on its machine. */
const MOST_BYTES = 2.5e8;

/** `reduced` is what most ensembles are made by; the other engine is loaded by who needs it. */
async function runsOf(experiment: Experiment, signal: AbortSignal): Promise<Runs> {
  if (experiment.engine !== 'matrix-free') return openReducedRuns(experiment);
  return (await import('../engines/matrix-free/runs.ts')).openMatrixFreeRuns(experiment, { signal, mostBytes: MOST_BYTES });
}

interface Open {
  readonly experiment: Experiment;
  readonly steps: readonly number[];
  readonly onGpu: boolean;
  readonly closed: AbortController;
  /** Made when the first seed is run here. */
  runs: Runs | null;
  /** Blocks given and not yet done with. */
  due: number;
  profiled: boolean;
  /** Loaded once the ensemble is profiled. */
  telling: Promise<ProfileTeller | null>;
  teller: ProfileTeller | null;
  readonly profiler: Profiler;
}

/** Milliseconds of arithmetic between two looks at the messages: among those that wait only `close` is urgent. */
const SLICE = 50;

/** Answers `ToSeeds`; what it answers goes through `send`. */
export function seedRunner(send: (message: FromSeeds, transfer: Transferable[]) => void, { gpu, budget, openRuns = runsOf }: Means): (message: ToSeeds) => void {
  const open = new Map<number, Open>();
  let last: Promise<void> = Promise.resolve();
  let yielded = performance.now();

  async function hear(signal: AbortSignal): Promise<void> {
    if (performance.now() - yielded < SLICE) return;
    await nextTask();
    yielded = performance.now();
    signal.throwIfAborted();
  }

  const sendTrace = (id: number, trace: Trace): void => send({ kind: 'trace', id, ...trace }, [trace.M.buffer as ArrayBuffer, trace.risk.buffer as ArrayBuffer]);

  /** Before the last seed is sent, all of the profile: nobody listens once that is there. Seeds go on where their times are lost. */
  const tell = async ({ teller, due }: Open, last = due === 1): Promise<void> => teller?.tell(last).catch(() => undefined);

  /** One after another; what goes wrong with one ensemble is no matter of the others. */
  function inTurn(id: number, seed: number, work: () => Promise<void>): void {
    last = last.then(work).catch((error: unknown) => send({ kind: 'failure', id, seed, message: wordsOf(error), ofSeed: false }, []));
  }

  async function runSeed(id: number, ensemble: Open, seed: number): Promise<void> {
    const { experiment, steps, profiler, closed: { signal } } = ensemble;
    if (signal.aborted) return;
    try {
      ensemble.runs ??= await openRuns(experiment, signal);
      const began = performance.now();
      const snapshots = await ensemble.runs.run(seed, steps, () => hear(signal));
      profiler.note(`${experiment.engine}/seed`, began, performance.now(), steps[steps.length - 1]);
      await tell(ensemble);
      sendTrace(id, traceOf(seed, snapshots));
    } catch (error) {
      if (signal.aborted) return;
      send({ kind: 'failure', id, seed, message: wordsOf(error), ofSeed: error instanceof Diverged }, []);
    }
  }

  async function runBlock(id: number, ensemble: Open, seeds: readonly [number, number]): Promise<void> {
    const { experiment, steps, profiler, closed: { signal } } = ensemble;
    const pause = async (): Promise<void> => {
      await nextTask();
      await tell(ensemble, false);
    };
    const made = await gpu().then((device) => tracesOnGpu(experiment, seeds, steps, { gpu: device, signal, budget, profiler, pause })).catch(() => null);
    await tell(ensemble);
    if (signal.aborted) return;
    if (!made) return send({ kind: 'unfit', id, seeds }, []);
    for (const trace of made.traces) sendTrace(id, trace);
    for (const [seed, { message }] of made.diverged) send({ kind: 'failure', id, seed, message, ofSeed: true }, []);
  }

  async function runSeeds(id: number, [first, end]: readonly [number, number]): Promise<void> {
    const ensemble = open.get(id);
    if (!ensemble) return;
    await ensemble.telling;
    if (ensemble.onGpu) await runBlock(id, ensemble, [first, end]);
    else for (let seed = first; seed <= end; seed++) await runSeed(id, ensemble, seed);
    ensemble.due--;
  }

  function opened(message: Extract<ToSeeds, { kind: 'open' }>): Open {
    const ensemble: Open = {
      ...message, closed: new AbortController(), runs: null, due: 0, profiled: false, telling: Promise.resolve(null), teller: null,
      // Loaded when it is asked for, which may be in the middle of a block.
      profiler: { on: (device) => ensemble.teller?.recorder.on(device) ?? null, note: (...span) => ensemble.teller?.recorder.note(...span) },
    };
    return ensemble;
  }

  function profile({ id, on, track, title }: Extract<ToSeeds, { kind: 'profile' }>): void {
    const ensemble = open.get(id);
    if (!ensemble) return;
    ensemble.profiled = on;
    if (ensemble.teller) ensemble.teller.recorder.enabled = on;
    else if (on)
      ensemble.telling = import('./profile/teller.ts').then(({ openTeller }) => {
        ensemble.teller ??= openTeller(track, title, (report) => send({ kind: 'profile', id, report }, []));
        ensemble.teller.recorder.enabled = ensemble.profiled;
        return ensemble.teller;
      }).catch(() => null);
  }

  return (message) => {
    const { id } = message;
    switch (message.kind) {
      case 'open':
        open.set(id, opened(message));
        return;
      case 'profile':
        return profile(message);
      case 'seeds':
        if (open.has(id)) open.get(id)!.due++;
        return inTurn(id, message.seeds[0], async () => {
          await runSeeds(id, message.seeds);
          send({ kind: 'finished', id }, []);
        });
      case 'close': {
        const ensemble = open.get(id);
        ensemble?.closed.abort();
        open.delete(id);
        // Not while its last block still writes timestamps.
        return inTurn(id, 0, async () => (await ensemble?.telling)?.recorder.dispose());
      }
    }
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function traceOf(seed: number, snapshots: readonly Snapshot[]): Trace {
  const entries = snapshots[0].M.length;
  const M = new Float64Array(snapshots.length * entries);
  snapshots.forEach((snapshot, i) => M.set(snapshot.M, i * entries));
  return { seed, M, risk: Float64Array.from(snapshots, ({ risk }) => risk) };
}

/** Lets waiting messages be heard. A timer would wait 4 ms, and longer in a hidden page. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
