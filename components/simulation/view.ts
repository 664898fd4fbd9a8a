// What a run shows of itself to those who draw it.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Host, Progress, SimulationState, Snapshot } from '../../src/run/contract.ts';

/** `idle`: there is an experiment, and nobody computes it yet. */
export type RunState = 'idle' | SimulationState;

export interface RunView {
  readonly experiment: Experiment | null;
  readonly state: RunState;
  /** In order of step, the initial condition first. Grows in place while the run goes on; a new view says so. */
  readonly snapshots: readonly Snapshot[];
  readonly progress: Progress | null;
  readonly host: Host | null;
  /** Sentences; null and empty when all is well. */
  readonly error: string | null;
  readonly notices: readonly string[];
}

export const emptyView: RunView = { experiment: null, state: 'idle', snapshots: [], progress: null, host: null, error: null, notices: [] };

/** Someone who has a run and tells when it changes, once a frame at most. */
export interface RunSource {
  readonly view: RunView;
  /** Calls back at once and at each change; returns how to stop. */
  subscribe(listener: (view: RunView) => void): () => void;
}
