// Many seeds of one experiment for a page: whole seeds, in order, on workers of their own, so that neither the page nor the
// run on show waits for them.

import { recordedSteps } from '../experiment/quantities.ts';
import { InvalidExperiment, type Experiment } from '../experiment/experiment.ts';
import { bandSteps, mostSeeds } from './ensemble-bands.ts';
import { openPool, type Ensemble, type EnsembleEvents, type Pool, type SpawnWorker } from './ensemble-pool.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { describeHost, startWorker } from './simulation.ts';

export type { Bands, Quantiles } from './ensemble-bands.ts';
export { eta } from './ensemble-recovery.ts';
export type { Ensemble, EnsembleEvents } from './ensemble-pool.ts';

/** The engine that makes the bands of a page. */
export const ensembleEngine = 'reduced';

/**
 * Why the experiment has no ensemble in a page, as a sentence; null when it has one. The engine `reduced` is exact in law for
 * fresh batches, and holds up to 16 neurons.
 */
export function refusesEnsemble({ student: { width }, training: { reuse, dataset, weightDecay, lookAhead } }: Experiment): string | null {
  if (reuse !== 1 || dataset !== null) return 'Bands are drawn from the exact law of the overlaps, which holds for fresh batches only: batches are reused here.';
  if (weightDecay !== 0 || lookAhead !== null) return 'Bands are drawn from the exact law of the overlaps without weight decay and look-ahead.';
  if (width > 16) return `Bands are drawn for up to 16 neurons: there are ${width} here.`;
  return null;
}

/**
 * Runs the seeds first … last of `experiment`, whatever its `seed` and `engine`, by the engine `reduced`. A seed whose numbers
 * cease to be finite is reported with the bands and is in none of them; the others go on. A hidden page starts no seed.
 */
export function openEnsemble(experiment: Experiment, [first, last]: readonly [number, number], events: EnsembleEvents): Ensemble {
  const refusal = refusesEnsemble(experiment) ?? tooMany(experiment, last - first + 1);
  if (refusal !== null) {
    queueMicrotask(() => events.onError?.(refusal));
    return { hold() {}, close() {} };
  }
  let [ensemble, held, closed]: [Ensemble | null, boolean, boolean] = [null, false, false];
  void pool().then((places) => {
    if (closed) return;
    ensemble = places.open({ ...experiment, engine: ensembleEngine }, bandSteps(recordedSteps(experiment)), [first, last], events);
    ensemble.hold(held);
  });
  return {
    hold(on) {
      held = on;
      ensemble?.hold(on);
    },
    close() {
      closed = true;
      ensemble?.close();
    },
  };
}

function tooMany(experiment: Experiment, seeds: number): string | null {
  try {
    const most = mostSeeds(bandSteps(recordedSteps(experiment)).length);
    return seeds > most ? `${seeds} seeds are more than a page holds at these steps: ${most} at most.` : null;
  } catch (error) {
    // More recorded steps than any run may have.
    if (!(error instanceof InvalidExperiment)) throw error;
    return error.message;
  }
}

let shared: Promise<Pool> | null = null;

/** One pool a page, begun at first use. */
function pool(): Promise<Pool> {
  return (shared ??= describeHost().catch(() => null).then((host) => {
    const made = openPool({ spawn, ...(host?.webgpu && !host.fallbackAdapter ? gpuPlaces : cpuPlaces()) });
    const heed = (): void => made.hold(document.hidden);
    document.addEventListener('visibilitychange', heed);
    heed();
    return made;
  }));
}

/** One worker with a device of its own. Bands grow by blocks, so these are no larger than fills a GPU. */
const gpuPlaces = { most: 1, block: 128, onGpu: true };

/** One core is left to the page and the run on show; of two it would be half of all there is, and the page needs little. */
const cpuPlaces = () => ({ most: Math.min(Math.max((navigator.hardwareConcurrency || 2) - 1, 2), 8), block: 1, onGpu: false });

const spawn: SpawnWorker = (onMessage, onCrash) => {
  const worker = startWorker();
  const send = (message: ToWorker): void => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'seeds') onMessage(data.message);
  });
  worker.addEventListener('error', (event) => onCrash(`The worker that ran the seeds stopped: ${event.message || 'it could not be loaded'}`));
  return { send: (message) => send({ kind: 'seeds', message }), terminate: () => worker.terminate() };
};
