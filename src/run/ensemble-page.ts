// Many seeds of one experiment for a page: whole seeds, in order, on workers of their own, so that neither the page nor the
// run on show waits for them.

import { recordedSteps } from '../experiment/quantities.ts';
import { InvalidExperiment, type EngineName, type Experiment } from '../experiment/experiment.ts';
import { refusedByRules } from './engine-choice.ts';
import { bandSteps, mostSeeds } from './ensemble-bands.ts';
import { openPool, type Ensemble, type EnsembleEvents, type Pool, type PoolOptions, type SpawnWorker } from './ensemble-pool.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { describeHost, startWorker } from './simulation.ts';

export type { Bands, Quantiles } from './ensemble-bands.ts';
export type { Ensemble, EnsembleEvents } from './ensemble-pool.ts';

/** Who makes the ensemble of an experiment in a page, or why nobody does, as a sentence. */
export type EnsembleEngine = { readonly engine: EngineName; readonly refusal: null } | { readonly engine: null; readonly refusal: string };

/**
 * `reduced` where it is exact in law: fresh batches, without weight decay and look-ahead, up to 16 neurons. Else `matrix-free`,
 * which draws the same law at any dimension from columns as long as a batch.
 */
export function ensembleEngine(experiment: Experiment): EnsembleEngine {
  const { student: { width }, training: { reuse, dataset, weightDecay, lookAhead } } = experiment;
  if (reuse === 1 && dataset === null && weightDecay === 0 && lookAhead === null && width <= 16) return { engine: 'reduced', refusal: null };
  const refusal = refusedByRules({ ...experiment, theory: null }, 'matrix-free');
  return refusal === null ? { engine: 'matrix-free', refusal } : { engine: null, refusal: `Several seeds are run from the exact law of the overlaps: ${refusal}.` };
}

/**
 * Runs the seeds first … last of `experiment`, whatever its `seed` and `engine`, by the engine of `ensembleEngine`. A seed whose numbers
 * cease to be finite is reported with the bands and is in none of them; the others go on. A hidden page starts no seed.
 */
export function openEnsemble(experiment: Experiment, [first, last]: readonly [number, number], events: EnsembleEvents): Ensemble {
  const { engine, refusal } = ensembleEngine(experiment);
  const no = refusal ?? tooMany(experiment, last - first + 1);
  if (engine === null || no !== null) {
    queueMicrotask(() => events.onError?.(no ?? ''));
    return { hold() {}, close() {} };
  }
  let [ensemble, held, closed]: [Ensemble | null, boolean, boolean] = [null, false, false];
  void poolOf(engine).then((places) => {
    if (closed) return;
    ensemble = places.open({ ...experiment, engine, theory: null }, bandSteps(recordedSteps(experiment)), [first, last], events);
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

const pools = new Map<Places, Pool>();

/** Each kind of pool once a page, begun at first use: on a GPU where there is one worth the name and `reduced` is to run. */
async function poolOf(engine: EngineName): Promise<Pool> {
  const host = engine === 'reduced' ? await describeHost().catch(() => null) : null;
  const places = host?.webgpu && !host.fallbackAdapter ? gpuPlaces : cpuPlaces;
  let pool = pools.get(places);
  if (!pool) {
    const made = (pool = openPool({ spawn, ...places() }));
    pools.set(places, made);
    const heed = (): void => made.hold(document.hidden);
    document.addEventListener('visibilitychange', heed);
    heed();
  }
  return pool;
}

type Places = () => Pick<PoolOptions, 'most' | 'block' | 'onGpu'>;

/** One worker with a device of its own. Bands grow by blocks, so these are no larger than fills a GPU. */
const gpuPlaces: Places = () => ({ most: 1, block: 128, onGpu: true });

/** One core is left to the page and the run on show; of two it would be half of all there is, and the page needs little. */
const cpuPlaces: Places = () => ({ most: Math.min(Math.max((navigator.hardwareConcurrency || 2) - 1, 2), 8), block: 1, onGpu: false });

const spawn: SpawnWorker = (onMessage, onCrash) => {
  const worker = startWorker();
  const send = (message: ToWorker): void => worker.postMessage(message);
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'seeds') onMessage(data.message);
  });
  worker.addEventListener('error', (event) => onCrash(`The worker that ran the seeds stopped: ${event.message || 'it could not be loaded'}`));
  return { send: (message) => send({ kind: 'seeds', message }), terminate: () => worker.terminate() };
};
