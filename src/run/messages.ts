// What a page and the worker that computes for it say to each other.

import type { EngineName, Experiment } from '../experiment/experiment.ts';
import type { FromSeeds, ToSeeds } from './ensemble-messages.ts';
import type { Host, Kernels, ProfileReport, Progress, SimulationState, Snapshot } from './contract.ts';
import type { EngineOffer } from './engine-choice.ts';

export interface HostDescription {
  /** Whether a WebGPU device can be had at all. */
  readonly webgpu: boolean;
  readonly fallbackAdapter: boolean;
  readonly adapter: string | null;
  /** What the adapter holds in one buffer; 0 without one. */
  readonly bufferBytes: number;
}

interface OpenMessage {
  readonly kind: 'open';
  readonly id: number;
  readonly experiment: Experiment;
  /** Who runs it where there is no WebGPU: the page knows the rules, and the worker need not load them. */
  readonly onCpu: EngineName;
  readonly insist: boolean;
  readonly autostart: boolean;
  readonly steps?: readonly number[];
}

export type ToWorker =
  | { readonly kind: 'describe' }
  | { readonly kind: 'hidden'; readonly hidden: boolean }
  | OpenMessage
  | { readonly kind: 'start' | 'pause' | 'close'; readonly id: number }
  | { readonly kind: 'step'; readonly id: number; readonly count: number }
  | { readonly kind: 'profile'; readonly id: number; readonly on: boolean }
  | { readonly kind: 'offers'; readonly id: number; readonly experiment: Experiment }
  | { readonly kind: 'seeds'; readonly message: ToSeeds };

export type FromWorker =
  | { readonly kind: 'description'; readonly description: HostDescription }
  | { readonly kind: 'snapshots'; readonly id: number; readonly snapshots: readonly Snapshot[]; readonly progress: Progress }
  | { readonly kind: 'kernels'; readonly id: number; readonly kernels: Kernels }
  | { readonly kind: 'host'; readonly id: number; readonly host: Host }
  | { readonly kind: 'profile'; readonly id: number; readonly report: ProfileReport }
  | { readonly kind: 'state'; readonly id: number; readonly state: SimulationState }
  | { readonly kind: 'error' | 'notice'; readonly id: number; readonly message: string }
  | { readonly kind: 'offers'; readonly id: number; readonly offers: readonly EngineOffer[] }
  | { readonly kind: 'seeds'; readonly message: FromSeeds };
