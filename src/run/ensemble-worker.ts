// The seeds that a worker runs for a page: one after another, each whole, or where it has a GPU worth the name in blocks.

import { Diverged, type Snapshot } from '../engines/engine.ts';
import { openReducedRuns } from '../engines/reduced/runs.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Trace } from './ensemble-bands.ts';
import { tracesOnGpu } from './ensemble-gpu.ts';
import type { FromSeeds, ToSeeds } from './ensemble-messages.ts';

/** Runs of one experiment by seed: what all seeds share is made once. */
interface Runs {
  run(seed: number, record: ArrayLike<number>, yieldNow?: () => Promise<void>): Promise<Snapshot[]>;
}

interface Means {
  /** The worker's device. */
  gpu(): Promise<Gpu>;
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
}

/** Milliseconds of arithmetic between two looks at the messages: among those that wait only `close` is urgent. */
const SLICE = 50;

/** Answers `ToSeeds`; what it answers goes through `send`. */
export function seedRunner(send: (message: FromSeeds, transfer: Transferable[]) => void, { gpu, openRuns = runsOf }: Means): (message: ToSeeds) => void {
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

  async function runSeed(id: number, ensemble: Open, seed: number): Promise<void> {
    const { signal } = ensemble.closed;
    if (signal.aborted) return;
    try {
      ensemble.runs ??= await openRuns(ensemble.experiment, signal);
      sendTrace(id, traceOf(seed, await ensemble.runs.run(seed, ensemble.steps, () => hear(signal))));
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      send({ kind: 'failure', id, seed, message, ofSeed: error instanceof Diverged }, []);
    }
  }

  /** Whether the GPU made the block. What it cannot, or does not bring to an end, the processor can, and says what is wrong. */
  async function runBlock(id: number, { experiment, steps, closed: { signal } }: Open, seeds: readonly [number, number]): Promise<boolean> {
    const traces = await gpu().then((device) => tracesOnGpu(experiment, seeds, steps, device, signal)).catch(() => null);
    traces?.forEach((trace) => sendTrace(id, trace));
    return traces !== null;
  }

  async function runSeeds(id: number, [first, end]: readonly [number, number]): Promise<void> {
    const ensemble = open.get(id);
    if (!ensemble || (ensemble.onGpu && (await runBlock(id, ensemble, [first, end])))) return;
    for (let seed = first; seed <= end; seed++) await runSeed(id, ensemble, seed);
  }

  return (message) => {
    const { id } = message;
    switch (message.kind) {
      case 'open':
        open.set(id, { ...message, closed: new AbortController(), runs: null });
        return;
      case 'seeds':
        last = last.then(() => runSeeds(id, message.seeds)).then(() => send({ kind: 'finished', id }, []));
        return;
      case 'close':
        open.get(id)?.closed.abort();
        open.delete(id);
        return;
    }
  };
}

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
