// What a pool keeps of the seeds that it is to run, and of the workers that run them.

import type { Experiment } from '../experiment/experiment.ts';
import type { Gathering } from './ensemble-gathering.ts';
import type { ToSeeds } from './ensemble-messages.ts';

export interface Job {
  readonly id: number;
  readonly experiment: Experiment;
  readonly steps: readonly number[];
  /** The first seed that is not given out yet, and the last of all. */
  next: number;
  last: number;
  /** Given out, and not yet back. */
  out: number;
  held: boolean;
  profiled: boolean;
  readonly gathering: Gathering;
  /** Hears of the seeds that these workers leave to others. */
  readonly unfit?: (seeds: readonly [number, number]) => void;
}

/** A worker as far as the pool knows it. */
export interface SeedWorker {
  send(message: ToSeeds): void;
  terminate(): void;
}

export interface Place {
  readonly worker: SeedWorker;
  /** Ids of the ensembles of the blocks given to it. */
  given: number[];
  /** Ensembles it knows. */
  readonly knows: Set<number>;
}

const waiting = (job: Job): boolean => !job.held && job.next <= job.last;

/** Jobs by id, in the order in which they come to their turn. */
export type Line = Map<number, Job>;

export const someWait = (line: Line): boolean => [...line.values()].some(waiting);
export const someAreOut = (line: Line): boolean => [...line.values()].some(({ out }) => out > 0);

/** The job whose turn it is; it then goes to the end of the line. */
export function takeTurn(line: Line): Job | null {
  const job = [...line.values()].find(waiting);
  if (!job) return null;
  line.delete(job.id);
  line.set(job.id, job);
  return job;
}

/** The next seeds of a job, at most `most` of them, which are out from now on. */
export function giveOut(job: Job, most: number): [number, number] {
  const seeds: [number, number] = [job.next, Math.min(job.next + most - 1, job.last)];
  job.next = seeds[1] + 1;
  job.out += job.next - seeds[0];
  return seeds;
}

/** Takes back seeds that a worker gave up, and has all that are not given out yet go the same way. */
export function giveUp(job: Job, seeds: readonly [number, number]): void {
  job.out -= seeds[1] + 1 - seeds[0];
  const rest: [number, number] = [job.next, job.last];
  job.last = job.next - 1;
  job.unfit?.(seeds);
  if (rest[0] <= rest[1]) job.unfit?.(rest);
}

export const isOver = ({ next, last, out }: Job): boolean => next > last && out === 0;
