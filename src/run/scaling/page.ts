// A study of scaling for a page: asked point by point of a worker of its own, so that each dimension shows as it is done.

import { questionsTo } from '../questions.ts';
import type { Plan } from './plan.ts';
import type { Point, Seeds } from './points.ts';

export type Question =
  | { readonly kind: 'plan'; readonly document: object }
  | { readonly kind: 'point'; readonly document: object; readonly dimension: number; readonly seeds: Seeds };

const ask = questionsTo(() => new Worker(new URL('./scaling-worker.ts', import.meta.url), { type: 'module', name: 'plateau scaling' }));

/** What theory says of the document's experiment. Rejects with a sentence where it cannot be studied. */
export function askPlan(document: object, signal?: AbortSignal): Promise<Plan> {
  return ask({ kind: 'plan', document } satisfies Question, signal) as Promise<Plan>;
}

/** The overlaps at one dimension. */
export function askPoint(document: object, dimension: number, seeds: Seeds, signal?: AbortSignal): Promise<Point> {
  return ask({ kind: 'point', document, dimension, seeds } satisfies Question, signal) as Promise<Point>;
}
