// What the theory says of a target and of an experiment, for a page: asked of a worker of its own, since the exponents of
// four directions take seconds and a run beside them should not wait.

import type { Experiment } from '../experiment/experiment.ts';
import type { TargetAnalysis } from '../model/target/analysis.ts';
import type { Prediction } from '../theory/predictions/prediction.ts';
import { questionsTo } from './questions.ts';

export type { Prediction, TargetAnalysis };

export interface AnalysisOptions {
  /** Once it is aborted nobody waits: the promise rejects with its reason, and what is being computed for it ends. */
  readonly signal?: AbortSignal;
}

export type Question =
  | { readonly kind: 'target'; readonly link: string; readonly directions: number }
  | { readonly kind: 'prediction'; readonly experiment: Experiment };

// Named for the bundler too, which puts it apart from what the first figure waits for.
const ask = questionsTo(() => new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module', name: 'plateau analysis' }));

/** Spectrum, exponents and learning order of h* = `link` in z1 … z`directions`. Rejects with a sentence where there are none. */
export function analyse(link: string, directions: number, { signal }: AnalysisOptions = {}): Promise<TargetAnalysis> {
  return ask({ kind: 'target', link, directions } satisfies Question, signal) as Promise<TargetAnalysis>;
}

/** Exponents, regime, largest learning rate and recovery time of an experiment trained on fresh batches, and what they do not cover. */
export function predictFor(experiment: Experiment, { signal }: AnalysisOptions = {}): Promise<Prediction> {
  return ask({ kind: 'prediction', experiment } satisfies Question, signal) as Promise<Prediction>;
}
