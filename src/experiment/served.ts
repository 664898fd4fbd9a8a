// What the document can say and not every engine of this release does. A release that serves a key deletes its row.

import { isFlow } from './flow.ts';
import { show } from './issues.ts';
import type { Issue } from './issues.ts';
import type { EngineName, Experiment } from './schema.ts';

interface Row {
  readonly path: string;
  readonly value: (experiment: Experiment) => unknown;
  /** The one value that is served. */
  readonly only: unknown;
  readonly what: string;
  /** Engines that serve every value. */
  readonly servedBy?: readonly EngineName[];
}

/** Those that draw samples, and so may draw them again. */
const sampling: readonly EngineName[] = ['dense', 'reference', 'matrix-free'];

const isDmft = ({ engine, theory }: Experiment) => engine === 'theory' && theory?.form === 'dmft';

const waiting: readonly Row[] = [
  { path: 'training.dataset', value: (e) => e.training.dataset, only: null, what: 'a fixed data set is served by "dense", "reference" and "matrix-free" only', servedBy: sampling },
  { path: 'training.weightDecay', value: (e) => (isDmft(e) ? 0 : e.training.weightDecay), only: 0, what: 'weight decay is served by "dense", "reference", "matrix-free" and theory.form "dmft" only', servedBy: sampling },
  { path: 'training.lookAhead', value: (e) => e.training.lookAhead, only: null, what: 'look-ahead is served by "dense", "reference" and "matrix-free" only', servedBy: sampling },
  {
    path: 'training.secondLayer', value: (e) => (isFlow(e) ? 'fixed' : e.training.secondLayer), only: 'fixed',
    what: 'a trained second layer is served by "dense", "reference", "reduced" and theory.form "flow" and "mean-field-flow" only', servedBy: ['dense', 'reference', 'reduced'],
  },
];

export function notYetServed(experiment: Experiment): Issue[] {
  return waiting
    .filter(({ value, only, servedBy }) => value(experiment) !== only && !servedBy?.includes(experiment.engine))
    .map(({ path, value, only, what }) => ({ path, found: show(value(experiment)), allowed: `${show(only)}; ${what}` }));
}
