// Many workers that run seeds of several ensembles at once: whoever is free takes the next seed, of each ensemble in turn,
// so that two of them fill evenly.

import type { Experiment } from '../experiment/experiment.ts';
import { startBands, type Bands } from './ensemble-bands.ts';
import type { FromSeeds, ToSeeds } from './ensemble-messages.ts';
import type { ProfileReport } from './profile/totals.ts';

export interface EnsembleEvents {
  /** Five times a second at most, and once more when all seeds are done. */
  onBands?(bands: Bands): void;
  /** A sentence for a person: no seed of this experiment can be run. Nothing comes after it. */
  onError?(message: string): void;
  /** While the ensemble is profiled: the spans of its kernels and seeds, from each worker some ten times a second. */
  onProfile?(report: ProfileReport): void;
}

/** Many seeds of one experiment. Calls return at once; what happens arrives through the events. */
export interface Ensemble {
  /** Gives out no further seed while `on`; those that run are brought to their end. */
  hold(on: boolean): void;
  /** From now on times what is done for it, or ceases to; costs nothing while off, as it is at first. */
  profile(on: boolean): void;
  /** Stops and frees everything; no event comes after it. */
  close(): void;
}

export interface Pool {
  /** `steps`: those that bands are made at, the first 0, the last T. `unfit` is called, and nothing after it, where these workers leave the seeds to others. */
  open(experiment: Experiment, steps: readonly number[], seeds: readonly [number, number], events: EnsembleEvents, unfit?: () => void): Ensemble;
  /** No seed of any ensemble is given out while `on`. */
  hold(on: boolean): void;
}

/** A worker as far as the pool knows it. */
export interface SeedWorker {
  send(message: ToSeeds): void;
  terminate(): void;
}

export type SpawnWorker = (onMessage: (message: FromSeeds) => void, onCrash: (message: string) => void) => SeedWorker;

export interface PoolOptions {
  readonly spawn: SpawnWorker;
  /** Workers at most. */
  readonly most: number;
  /** Seeds in a block: what a worker is given at a time. */
  readonly block: number;
  /** Whether workers try a GPU first. */
  readonly onGpu: boolean;
}

/** Blocks given to a worker ahead: it need not wait for the page between two. */
const DEPTH = 2;
const BETWEEN_BANDS = 200;
/** Milliseconds that idle workers stay for another ensemble. */
const LINGER = 10_000;

interface Job {
  readonly id: number;
  readonly experiment: Experiment;
  readonly steps: readonly number[];
  next: number;
  readonly last: number;
  /** Given out, and not yet back. */
  out: number;
  held: boolean;
  profiled: boolean;
  readonly told: (report: ProfileReport) => void;
  readonly unfit: () => void;
  readonly take: (message: Extract<FromSeeds, { kind: 'trace' | 'failure' }>) => void;
  readonly fail: (message: string) => void;
}

interface Place {
  readonly worker: SeedWorker;
  /** Ids of the ensembles of the blocks given to it. */
  given: number[];
  /** Ensembles it knows. */
  readonly knows: Set<number>;
}

export function openPool({ spawn, most, block, onGpu }: PoolOptions): Pool {
  const jobs = new Map<number, Job>();
  const places: Place[] = [];
  let turn: number[] = [];
  let lastId = 0;
  let held = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const waiting = (job: Job): boolean => !job.held && job.next <= job.last;

  /** The ensemble whose turn it is; it then goes to the end of the line. */
  function nextJob(): Job | null {
    const id = turn.find((each) => waiting(jobs.get(each)!));
    if (id === undefined) return null;
    turn = [...turn.filter((each) => each !== id), id];
    return jobs.get(id)!;
  }

  function freest(): Place | null {
    const place = places.reduce<Place | null>((best, each) => (best && best.given.length <= each.given.length ? best : each), null);
    const wanted = place === null || place.given.length > 0;
    if (wanted && places.length < most) return addPlace();
    return place && place.given.length < DEPTH ? place : null;
  }

  function addPlace(): Place {
    const place: Place = {
      worker: spawn((message) => onMessage(place, message), (message) => onCrash(message)),
      given: [],
      knows: new Set(),
    };
    places.push(place);
    return place;
  }

  function pump(): void {
    clearTimeout(idle);
    while (!held && [...jobs.values()].some(waiting)) {
      const place = freest();
      if (!place) return;
      const job = nextJob()!;
      if (!place.knows.has(job.id)) {
        place.knows.add(job.id);
        place.worker.send({ kind: 'open', id: job.id, experiment: job.experiment, steps: job.steps, onGpu });
        if (job.profiled) tellOfProfile(place, job);
      }
      const seeds: [number, number] = [job.next, Math.min(job.next + block - 1, job.last)];
      place.given.push(job.id);
      place.worker.send({ kind: 'seeds', id: job.id, seeds });
      job.next = seeds[1] + 1;
      job.out += job.next - seeds[0];
    }
    if (![...jobs.values()].some((job) => waiting(job) || job.out > 0)) idle = setTimeout(dismiss, LINGER);
  }

  /** The tracks of several workers are told apart by their numbers. */
  function tellOfProfile(place: Place, { id, profiled: on }: Job): void {
    const which = most > 1 ? `, worker ${places.indexOf(place) + 1}` : '';
    place.worker.send({ kind: 'profile', id, on, track: `bands${which}`, title: `bands ${id}${which}` });
  }

  function dismiss(): void {
    for (const { worker } of places) worker.terminate();
    places.length = 0;
  }

  function onMessage(place: Place, message: FromSeeds): void {
    const job = jobs.get(message.id);
    if (!job) return;
    if (message.kind === 'profile') return job.told(message.report);
    if (message.kind === 'unfit') return job.unfit();
    if (message.kind === 'finished') place.given.splice(place.given.indexOf(message.id), 1);
    else {
      job.out--;
      job.take(message);
    }
    pump();
  }

  function onCrash(message: string): void {
    dismiss();
    for (const job of jobs.values()) job.fail(message);
  }

  function remove(id: number): void {
    jobs.delete(id);
    turn = turn.filter((each) => each !== id);
    for (const place of places) {
      if (place.knows.delete(id)) place.worker.send({ kind: 'close', id });
      place.given = place.given.filter((each) => each !== id);
    }
    pump();
  }

  return {
    open(experiment, steps, [first, last], events, unfit) {
      const id = ++lastId;
      const keeper = startBands(steps, last - first + 1, experiment.target.directions);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let told = -Infinity;
      const tell = (): void => {
        clearTimeout(timer);
        timer = undefined;
        told = performance.now();
        events.onBands?.(keeper.bands());
      };
      const end = (): void => {
        clearTimeout(timer);
        remove(id);
      };
      const job: Job = {
        id, experiment, steps, next: first, last, out: 0, held: false, profiled: false,
        told: (report) => events.onProfile?.(report),
        unfit() {
          end();
          unfit?.();
        },
        take(message) {
          if (message.kind === 'trace') keeper.add(message);
          else if (message.ofSeed) keeper.fail(message.seed, message.message);
          else return job.fail(message.message);
          if (job.next > job.last && job.out === 0) {
            tell();
            end();
          } else timer ??= setTimeout(tell, Math.max(0, told + BETWEEN_BANDS - performance.now()));
        },
        fail(message) {
          end();
          events.onError?.(message);
        },
      };
      jobs.set(id, job);
      turn.push(id);
      // The caller has its handle before anything happens.
      queueMicrotask(pump);
      return {
        hold(on) {
          job.held = on;
          pump();
        },
        profile(on) {
          job.profiled = on;
          for (const place of places) if (place.knows.has(id)) tellOfProfile(place, job);
        },
        close: end,
      };
    },
    hold(on) {
      held = on;
      pump();
    },
  };
}
