// What a page and a worker that runs seeds for it say to each other.

import type { Experiment } from '../experiment/experiment.ts';
import type { Trace } from './ensemble-bands.ts';

export type ToSeeds =
  | { readonly kind: 'open'; readonly id: number; readonly experiment: Experiment; readonly steps: readonly number[]; readonly onGpu: boolean }
  /** First and last, both run. */
  | { readonly kind: 'seeds'; readonly id: number; readonly seeds: readonly [number, number] }
  | { readonly kind: 'close'; readonly id: number };

export type FromSeeds =
  | ({ readonly kind: 'trace'; readonly id: number } & Trace)
  /** `ofSeed`: this seed's numbers ceased to be finite, others may be well; otherwise no seed can be run. */
  | { readonly kind: 'failure'; readonly id: number; readonly seed: number; readonly message: string; readonly ofSeed: boolean }
  /** A block of seeds is done with. */
  | { readonly kind: 'finished'; readonly id: number };
