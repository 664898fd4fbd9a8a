// What a run shows of itself to those who draw it.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Host, Kernels, Progress, SimulationState, Snapshot } from '../../src/run/contract.ts';
import type { ProfileListener } from './profiling.ts';

/** `idle`: there is an experiment, and nobody computes it yet. */
export type RunState = 'idle' | SimulationState;

export interface RunView {
  readonly experiment: Experiment | null;
  readonly state: RunState;
  /** In order of step, the initial condition first. Grows in place while the run goes on; a new view says so. */
  readonly snapshots: readonly Snapshot[];
  /** Of the steps made so far, where the engine has them: theory with the form "dmft". */
  readonly kernels: Kernels | null;
  readonly progress: Progress | null;
  readonly host: Host | null;
  /** Sentences; null and empty when all is well. */
  readonly error: string | null;
  readonly notices: readonly string[];
}

export const emptyView: RunView = { experiment: null, state: 'idle', snapshots: [], kernels: null, progress: null, host: null, error: null, notices: [] };

/** Someone who has a run and tells when it changes, once a frame at most. */
export interface RunSource {
  readonly view: RunView;
  /** Calls back at once and at each change; returns how to stop. */
  subscribe(listener: (view: RunView) => void): () => void;
  /** Times the run for as long as someone listens; returns how to stop. */
  profile(listener: ProfileListener): () => void;
}
