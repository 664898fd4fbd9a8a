// The gradient flows of both layers (2303.00055) as experiments: which they are, and at which rates.

import { isPlainObject } from './issues.ts';
import type { Experiment } from './schema.ts';

/** The forms that follow both layers in continuous time (2303.00055), for the engine "theory". */
export const flowForms: readonly string[] = ['flow', 'mean-field-flow'];

/** Whether a document, complete or not, is a run of a flow. */
export function isFlow(document: { readonly engine?: unknown; readonly theory?: unknown }): boolean {
  const { engine, theory } = document;
  return engine === 'theory' && isPlainObject(theory) && flowForms.includes(theory.form as string);
}

/** NaN where nothing says it. */
export function epsilonOf({ theory, training: { learningRate, secondLayer } }: Experiment): number {
  if (theory?.epsilon !== undefined) return theory.epsilon;
  return secondLayer !== 'fixed' && learningRate > 0 && secondLayer.learningRate > 0 ? learningRate / secondLayer.learningRate : NaN;
}
