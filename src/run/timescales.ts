// Gradient flows for a page: asked of a worker of their own, so that dragging a slider draws while an ensemble runs. The worker
// stays: a flow that nobody waits for any longer is left between two slices, or never begun.

import type { Experiment } from '../experiment/experiment.ts';
import type { FlowTrajectory } from './timescales-trajectory.ts';

export type { FlowTrajectory };

export type ToTimescales = { readonly kind: 'flow'; readonly id: number; readonly experiment: Experiment } | { readonly kind: 'leave'; readonly id: number };
/** The error is a sentence for a person. */
export type FromTimescales = { readonly id: number; readonly trajectory: FlowTrajectory } | { readonly id: number; readonly error: string };

interface Asked {
  resolve(trajectory: FlowTrajectory): void;
  reject(reason: unknown): void;
}

let worker: Worker | null = null;
let asked = new Map<number, Asked>();
let count = 0;

function hire(): Worker {
  if (worker) return worker;
  // Named for the bundler too, which puts it apart from what the first figure waits for.
  const hired = new Worker(new URL('./timescales-worker.ts', import.meta.url), { type: 'module', name: 'plateau timescales' });
  hired.onmessage = ({ data }: MessageEvent<FromTimescales>) => {
    const waiting = asked.get(data.id);
    asked.delete(data.id);
    if ('error' in data) waiting?.reject(new Error(data.error));
    else waiting?.resolve(data.trajectory);
  };
  hired.onerror = (event) => {
    const all = asked;
    asked = new Map();
    worker = null;
    hired.terminate();
    for (const { reject } of all.values()) reject(new Error(`The worker that follows flows stopped: ${event.message || 'it could not be loaded'}`));
  };
  return (worker = hired);
}

/**
 * The flow of an experiment for which `isFlow` holds, with predictions and measured transitions, in order of asking. Rejects with a
 * sentence, or with the signal's reason. While a slider is dragged, ask for the latest when an answer has come.
 */
export function flowTrajectory(experiment: Experiment, { signal }: { readonly signal?: AbortSignal } = {}): Promise<FlowTrajectory> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const id = ++count;
    const to = hire();
    const leave = (): void => {
      if (!asked.delete(id)) return;
      to.postMessage({ kind: 'leave', id } satisfies ToTimescales);
      reject(signal!.reason);
    };
    const then = <T>(settle: (value: T) => void) => (value: T): void => {
      signal?.removeEventListener('abort', leave);
      settle(value);
    };
    signal?.addEventListener('abort', leave);
    asked.set(id, { resolve: then(resolve), reject: then(reject) });
    to.postMessage({ kind: 'flow', id, experiment } satisfies ToTimescales);
  });
}

/** The same at each ε, one after another: other questions come in between. Calls back as each is done. */
export async function flowSweep(
  experiment: Experiment, epsilons: readonly number[], { signal, onTrajectory }: { readonly signal?: AbortSignal; onTrajectory(trajectory: FlowTrajectory): void },
): Promise<void> {
  for (const epsilon of epsilons) onTrajectory(await flowTrajectory({ ...experiment, theory: { ...experiment.theory!, epsilon } }, { signal }));
}
