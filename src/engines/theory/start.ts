// Where a deterministic limit begins: one curve has one beginning.

import type { Experiment } from '../../experiment/experiment.ts';
import { isFlow } from '../../experiment/flow.ts';
import { flatten } from '../../math/linalg.ts';
import type { Overlaps } from '../../theory/overlaps.ts';
import { initialWeights, overlapMatrix } from '../initial.ts';
import { initialOverlaps } from '../reduced/initial.ts';

/** Coordinates of W up to which the theory begins with the very weights of a run of this seed, rather than in law. */
const MOST_COORDINATES = 1e7;

/** The mean of the law where that is a point of it, else what this seed draws; of a flow in infinite dimension, the limit of both. */
export function startOf(experiment: Experiment): Overlaps {
  const { initial, student: { width: p }, target: { directions: k }, data: { dimension: d } } = experiment;
  if (typeof initial !== 'string' && 'M' in initial) return { M: flatten(initial.M), Q: flatten(initial.Q) };
  if (typeof initial !== 'string' && k === 1) return alike(p, initial.overlap);
  if (isFlow(experiment) && (d === Infinity || experiment.theory!.form === 'mean-field-flow')) return alike(p, 0);
  if (p * d > MOST_COORDINATES) return initialOverlaps(experiment);
  const { target, weights } = initialWeights(experiment);
  return { M: overlapMatrix(weights, target, p, k, d), Q: overlapMatrix(weights, weights, p, p, d) };
}

/** Every row has the overlap m with the one direction, and is else orthogonal to the others. */
function alike(p: number, m: number): Overlaps {
  return { M: new Float64Array(p).fill(m), Q: Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : m * m)) };
}
