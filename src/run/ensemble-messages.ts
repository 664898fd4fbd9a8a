// What a page and a worker that runs seeds for it say to each other.

import type { Experiment } from '../experiment/experiment.ts';
import type { Trace } from './ensemble-bands.ts';
import type { ProfileReport } from './profile/totals.ts';

export type ToSeeds =
  | { readonly kind: 'open'; readonly id: number; readonly experiment: Experiment; readonly steps: readonly number[]; readonly onGpu: boolean }
  /** First and last, both run. */
  | { readonly kind: 'seeds'; readonly id: number; readonly seeds: readonly [number, number] }
  /** From now on times what it does for the ensemble, or ceases to. `track`, `title`: as a profile's teller takes them. */
  | { readonly kind: 'profile'; readonly id: number; readonly on: boolean; readonly track: string; readonly title: string }
  | { readonly kind: 'close'; readonly id: number };

export type FromSeeds =
  | ({ readonly kind: 'trace'; readonly id: number } & Trace)
  /** `ofSeed`: this seed's numbers ceased to be finite, others may be well; otherwise no seed can be run. */
  | { readonly kind: 'failure'; readonly id: number; readonly seed: number; readonly message: string; readonly ofSeed: boolean }
  /** The GPU does not run these seeds, first to last, or not to their end. What it refuses or leaves, the processor can run, and say what is wrong. */
  | { readonly kind: 'unfit'; readonly id: number; readonly seeds: readonly [number, number] }
  | { readonly kind: 'profile'; readonly id: number; readonly report: ProfileReport }
  /** A block of seeds is done with. */
  | { readonly kind: 'finished'; readonly id: number };
