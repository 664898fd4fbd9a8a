// Many seeds of one experiment for a page: whole seeds, in order. On workers of their own, so that neither the page nor the run
// on show waits for them; or on the GPU, by the worker that has the page's device, in turn with the runs on show.

import { recordedSteps } from '../experiment/quantities.ts';
import { InvalidExperiment, type EngineName, type Experiment } from '../experiment/experiment.ts';
import { refusedByRules } from './engine-choice.ts';
import { bandSteps, mostSeeds } from './ensemble-bands.ts';
import { gather, type EnsembleEvents } from './ensemble-gathering.ts';
import type { SeedWorker } from './ensemble-job.ts';
import { openPool, type Ensemble, type Pool, type PoolOptions, type SpawnWorker } from './ensemble-pool.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { describeHost, pageWorker, startWorker } from './simulation.ts';

export type { Bands, Quantiles } from './ensemble-bands.ts';
export type { EnsembleEvents } from './ensemble-gathering.ts';
export type { Ensemble } from './ensemble-pool.ts';

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
    return { hold() {}, profile() {}, close() {} };
  }
  // In one pool, or in two where the GPU leaves some of the seeds to the processor.
  const members: Ensemble[] = [];
  let [held, profiled, closed] = [false, false, false];
  const close = (): void => {
    closed = true;
    for (const member of members) member.close();
  };
  const steps = bandSteps(recordedSteps(experiment));
  const gathering = gather(steps, last - first + 1, experiment.target.directions, events, close);
  const openAt = (places: Places, seeds: readonly [number, number]): void => {
    if (closed) return;
    // What the GPU refuses, or does not bring to its end, is left to the processor, which runs it or says what is wrong.
    const member = poolAt(places).open({ ...experiment, engine, theory: null }, steps, seeds, gathering, (left) => openAt(cpuPlaces, left));
    members.push(member);
    // First of all: a seed given out before that is not timed.
    if (profiled) member.profile(true);
    member.hold(held);
  };
  void placesFor(engine).then((places) => openAt(places, [first, last]));
  return {
    hold(on) {
      held = on;
      for (const member of members) member.hold(on);
    },
    profile(on) {
      profiled = on;
      for (const member of members) member.profile(on);
    },
    close() {
      gathering.stop();
      close();
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

/** On a GPU where there is one worth the name and `reduced` is to run. */
async function placesFor(engine: EngineName): Promise<Places> {
  const host = engine === 'reduced' ? await describeHost().catch(() => null) : null;
  return host?.webgpu && !host.fallbackAdapter ? gpuPlaces : cpuPlaces;
}

/** Each kind of pool once a page, begun at first use. */
function poolAt(places: Places): Pool {
  let pool = pools.get(places);
  if (!pool) {
    const made = (pool = openPool(places()));
    pools.set(places, made);
    const heed = (): void => made.hold(document.hidden);
    document.addEventListener('visibilitychange', heed);
    heed();
  }
  return pool;
}

type Places = () => PoolOptions;

/** The page has one device, and one worker has it. Bands grow by blocks, so these are no larger than fills a GPU. */
const gpuPlaces: Places = () => ({ most: 1, block: 128, onGpu: true, spawn: (onMessage, onCrash) => listenTo(pageWorker(), onMessage, onCrash, () => undefined) });

/** One core is left to the page and the run on show; of two it would be half of all there is, and the page needs little. */
const cpuPlaces: Places = () => ({
  most: Math.min(Math.max((navigator.hardwareConcurrency || 2) - 1, 2), 8), block: 1, onGpu: false,
  spawn(onMessage, onCrash) {
    const worker = startWorker();
    return listenTo(worker, onMessage, onCrash, () => worker.terminate());
  },
});

function listenTo(worker: Worker, onMessage: Parameters<SpawnWorker>[0], onCrash: Parameters<SpawnWorker>[1], end: () => void): SeedWorker {
  const send = (message: ToWorker): void => worker.postMessage(message);
  const left = new AbortController();
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'seeds') onMessage(data.message);
  }, left);
  worker.addEventListener('error', (event) => onCrash(`The worker that ran the seeds stopped: ${event.message || 'it could not be loaded'}`), left);
  return {
    send: (message) => send({ kind: 'seeds', message }),
    terminate() {
      left.abort();
      end();
    },
  };
}
