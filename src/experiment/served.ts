// What the document can say and no engine of this release does yet. A release that serves a key deletes its row.

import { show } from './issues.ts';
import type { Issue } from './issues.ts';
import type { EngineName, Experiment } from './schema.ts';

export const servedEngines: readonly EngineName[] = ['dense', 'reference'];

interface Row {
  readonly path: string;
  readonly value: (experiment: Experiment) => unknown;
  /** The one value that is served. */
  readonly only: unknown;
  readonly what: string;
}

const waiting: readonly Row[] = [
  { path: 'training.dataset', value: (e) => e.training.dataset, only: null, what: 'a fixed data set is not yet served' },
  { path: 'training.weightDecay', value: (e) => e.training.weightDecay, only: 0, what: 'weight decay is not yet served' },
  { path: 'training.lookAhead', value: (e) => e.training.lookAhead, only: null, what: 'look-ahead is not yet served' },
  { path: 'training.secondLayer', value: (e) => e.training.secondLayer, only: 'fixed', what: 'a trained second layer is not yet served' },
  { path: 'theory', value: (e) => e.theory, only: null, what: 'theory is not yet served' },
];

export function notYetServed(experiment: Experiment): Issue[] {
  const issues = waiting
    .filter(({ value, only }) => value(experiment) !== only)
    .map(({ path, value, only, what }) => ({ path, found: show(value(experiment)), allowed: `${show(only)}; ${what}` }));
  if (!servedEngines.includes(experiment.engine))
    issues.push({
      path: 'engine', found: show(experiment.engine),
      allowed: `${servedEngines.map(show).join(' or ')}; the engine ${show(experiment.engine)} is not yet served`,
    });
  return issues;
}
