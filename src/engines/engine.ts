// The contract every engine keeps. An engine owns one Markov chain on the weights and shows only its overlaps.

import type { KernelTables } from '../theory/dmft/dmft.ts';

/** What anyone plots, at one step. Arrays are row-major float64. */
export interface Snapshot {
  /** Steps made so far: 0 is the initial condition. */
  readonly step: number;
  /** Overlaps with the target's directions, M = W W*ᵀ (p×k). */
  readonly M: Float64Array;
  /** Overlaps of the neurons with each other, Q = W Wᵀ (p×p). */
  readonly Q: Float64Array;
  /** Second layer a (p). */
  readonly readout: Float64Array;
  /** ½ E(f − h*)² + ½ noise; see `Engine.riskKind`. */
  readonly risk: number;
  /** Where these are Monte Carlo means: their standard errors, in the same shapes. */
  readonly sem?: { readonly M: Float64Array; readonly Q: Float64Array; readonly risk: number };
  /** Of a gradient flow: its time t at this step. */
  readonly time?: number;
  /** Of a gradient flow: res_k = φ_k − σ_k <a s^k>, k = 0 … K, what the network lacks of each Hermite degree of the target. */
  readonly residuals?: Float64Array;
}

/** `population`: a closed form or quadrature of the overlaps; `batch`: the mean over the batch that the next step uses. */
export type RiskKind = 'population' | 'batch';

/** Enough to go on bit for bit: the chain's state, the readout and the state of an adaptive loss. */
export interface Checkpoint {
  readonly step: number;
  /** W (p×d) of an engine that holds weights, float32 from `dense`; M (p×k) and then Q (p×p) of one that holds overlaps alone. */
  readonly state: Float32Array | Float64Array;
  readonly readout: Float64Array;
  /** Adaptive loss only: the learning rate now, and whether the loss is already the square one. */
  readonly adaptive: { readonly learningRate: number; readonly square: boolean } | null;
}

/** Means, and their standard errors. */
export interface Kernels extends KernelTables {
  readonly sem: KernelTables;
}

export interface Engine {
  /** Steps made so far. */
  readonly step: number;
  readonly riskKind: RiskKind;
  /** Name of the GPU adapter, null off the GPU. */
  readonly adapter: string | null;
  /** Of engine `theory`: the largest error of its averages so far, absolute, as they estimate it; 0 for closed forms. */
  readonly theoryError?: number;
  /** Of engine `theory` with the form "dmft": correlations and responses at all pairs of the steps made so far. */
  readonly kernels?: Kernels;
  /** Bytes held for this experiment, on the GPU or in arrays. */
  readonly bytes: number;
  /** A sentence on how far this run is to be trusted, where that needs saying. */
  readonly notice?: string;
  /**
   * Makes `steps` more steps and returns the snapshots at those of them for which `record` holds (none by default).
   * The step at which a run starts is not among them: that is `read`.
   */
  advance(steps: number, record?: (step: number) => boolean): Promise<Snapshot[]>;
  /** Overlaps, readout and risk at the current step. */
  read(): Promise<Snapshot>;
  save(): Promise<Checkpoint>;
  dispose(): void;
}

/** The weights ceased to be finite at `step`: the learning rate is too large for this experiment. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
  constructor(readonly step: number, what: string) {
    super(`step ${step}: ${what} ceased to be finite; a smaller training.learningRate may help`);
  }
}

/** A valid experiment that this engine cannot run as it is written; the message says which key and why. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
