// What a run tells its caller, and what a caller may ask of it. Shared by the command line and the elements.

import type { Experiment } from '../experiment/experiment.ts';
import type { Kernels, RiskKind, Snapshot } from '../engines/engine.ts';
import type { ProfileReport } from './profile/totals.ts';

export type { Kernels, ProfileReport, RiskKind, Snapshot };

export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Time spent advancing, pauses excluded. */
  readonly elapsedSeconds: number;
  /** Over the last second or so. */
  readonly stepsPerSecond: number;
  /** From `stepsPerSecond`; null before the first steps are timed. */
  readonly etaSeconds: number | null;
}

/** Who computes, in words a page can show. */
export interface Host {
  readonly engine: Experiment['engine'];
  /** Adapter's name, null off the GPU. */
  readonly adapter: string | null;
  /** True for a software adapter such as SwiftShader: right, but slow. */
  readonly fallbackAdapter: boolean;
  readonly bytes: number;
  readonly riskKind: RiskKind;
  /** Why this engine and not the one asked for; null when it is. A sentence. */
  readonly note: string | null;
}

export type SimulationState = 'opening' | 'paused' | 'running' | 'done' | 'failed' | 'closed';

export interface SimulationEvents {
  /** Snapshots in order of step, each step once, the initial condition first. */
  onSnapshots?(snapshots: readonly Snapshot[]): void;
  onProgress?(progress: Progress): void;
  /** Where the engine has kernels: those of the steps made so far, about once a second as far as that is cheap, and before it is `done` or `paused`. */
  onKernels?(kernels: Kernels): void;
  onHost?(host: Host): void;
  /** While the run is profiled: its spans, some ten times a second, and the last of them before it is `done` or `paused`. */
  onProfile?(report: ProfileReport): void;
  onState?(state: SimulationState): void;
  /** A sentence for a person; the state is then `failed`. */
  onError?(message: string): void;
  /** Something a person may want to know that did not stop the run, e.g. that a lost device was re-acquired. */
  onNotice?(message: string): void;
}

/** One run under a person's control. Calls return at once; what happens arrives through the events. */
export interface Simulation {
  readonly state: SimulationState;
  start(): void;
  pause(): void;
  /** Makes `count` steps, then pauses. */
  stepBy(count: number): void;
  /** From now on times its kernels and steps, or ceases to; costs nothing while off, as it is at first. */
  profile(on: boolean): void;
  /** Stops and frees everything; no event after it but `closed`. */
  close(): void;
}
