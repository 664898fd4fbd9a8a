interface Means {
  readonly mean: number[][][];
  readonly std: number[][][];
}

interface OwnMeans extends Means {
  readonly sem: number[][][];
}

export interface Measured {
  readonly seeds: readonly number[];
  readonly steps: readonly number[];
  readonly M: OwnMeans;
  readonly Q: OwnMeans;
}

export interface Law {
  readonly seeds: number;
  readonly steps: readonly number[];
  readonly M: Means;
  readonly Q: Means;
}

interface Entry {
  readonly where: string;
  readonly value: number;
}

export interface Comparison {
  /** Entries with a z. */
  readonly compared: number;
  readonly worst: Entry;
  readonly rms: number;
  /** Entries at which nothing varies. */
  readonly still: number;
  readonly worstStill: Entry;
  readonly same: boolean;
}

export const LARGEST_Z: number;
export const FLOORS: { readonly dense: number; readonly reference: number; readonly reduced: number };
export function compareInLaw(own: Measured, law: Law, floor: number): Comparison;
