// Many workers that run seeds of several ensembles at once: whoever is free takes the next seed, of each ensemble in turn,
// so that two of them fill evenly.

import type { Experiment } from '../experiment/experiment.ts';
import type { Gathering } from './ensemble-gathering.ts';
import { giveOut, giveUp, isOver, someAreOut, someWait, takeTurn, type Job, type Line, type Place, type SeedWorker } from './ensemble-job.ts';
import type { FromSeeds } from './ensemble-messages.ts';

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
  /**
   * `steps`: those that bands are made at, the first 0, the last T. What is left of `seeds` is told to `unfit`, a range at a time,
   * where these workers leave it to others; seeds of it that they have run stay with `gathering`.
   */
  open(experiment: Experiment, steps: readonly number[], seeds: readonly [number, number], gathering: Gathering, unfit?: (seeds: readonly [number, number]) => void): Ensemble;
  /** No seed of any ensemble is given out while `on`. */
  hold(on: boolean): void;
}

export type SpawnWorker = (onMessage: (message: FromSeeds) => void, onCrash: (message: string) => void) => SeedWorker;

export interface PoolOptions {
  readonly spawn: SpawnWorker;
  /** Workers at most. */
  readonly most: number;
  /** Seeds in a block: what a worker is given at a time. */
  readonly block: number;
  /** Whether workers run blocks on the page's GPU, and give back what that cannot do. */
  readonly onGpu: boolean;
}

/** Blocks given to a worker ahead: it need not wait for the page between two. */
const DEPTH = 2;
/** Milliseconds that idle workers stay for another ensemble. */
const LINGER = 10_000;

export function openPool({ spawn, most, block, onGpu }: PoolOptions): Pool {
  const jobs: Line = new Map();
  const places: Place[] = [];
  let lastId = 0;
  let held = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

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
    while (!held && someWait(jobs)) {
      const place = freest();
      if (!place) return;
      const job = takeTurn(jobs)!;
      if (!place.knows.has(job.id)) {
        place.knows.add(job.id);
        place.worker.send({ kind: 'open', id: job.id, experiment: job.experiment, steps: job.steps, onGpu });
        if (job.profiled) tellOfProfile(place, job);
      }
      place.given.push(job.id);
      place.worker.send({ kind: 'seeds', id: job.id, seeds: giveOut(job, block) });
    }
    if (!someWait(jobs) && !someAreOut(jobs)) idle = setTimeout(dismiss, LINGER);
  }

  /** The tracks of several workers are told apart by their numbers. */
  function tellOfProfile(place: Place, { id, profiled: on }: Job): void {
    const which = most > 1 ? `, worker ${places.indexOf(place) + 1}` : '';
    place.worker.send({ kind: 'profile', id, on, track: `bands${which}`, title: `bands ${id}${which}` });
  }

  /** A worker that others need too goes on after it is dismissed, and would keep what is open there. */
  function dismiss(): void {
    for (const { worker, knows } of places) {
      for (const id of knows) worker.send({ kind: 'close', id });
      worker.terminate();
    }
    places.length = 0;
  }

  function onMessage(place: Place, message: FromSeeds): void {
    const job = jobs.get(message.id);
    if (!job) return;
    if (message.kind === 'profile') return job.gathering.told(message.report);
    if (message.kind === 'finished') place.given.splice(place.given.indexOf(message.id), 1);
    else if (message.kind === 'unfit') giveUp(job, message.seeds);
    else {
      job.out--;
      job.gathering.take(message);
    }
    if (isOver(job)) remove(job.id);
    pump();
  }

  function onCrash(message: string): void {
    dismiss();
    const failed = [...jobs.values()];
    jobs.clear();
    for (const { gathering } of failed) gathering.fail(message);
  }

  function remove(id: number): void {
    jobs.delete(id);
    for (const place of places) {
      if (place.knows.delete(id)) place.worker.send({ kind: 'close', id });
      place.given = place.given.filter((each) => each !== id);
    }
    pump();
  }

  return {
    open(experiment, steps, [next, last], gathering, unfit) {
      const id = ++lastId;
      const job: Job = { id, experiment, steps, next, last, out: 0, held: false, profiled: false, gathering, unfit };
      jobs.set(id, job);
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
        close: () => remove(id),
      };
    },
    hold(on) {
      held = on;
      pump();
    },
  };
}
