// A whole study of one target as a document: what is predicted, what was measured, and how that changes with the dimension.

import type { Experiment } from '../../experiment/experiment.ts';
import type { Plan } from './plan.ts';
import { trendsOf, type Point, type Protocol, type Seeds, type Trends } from './points.ts';

/** As the command line prints it, and a page saves it. */
export interface Study {
  /** As given, on one batch; each point has its own dimension, batch and, from `seeds`, seed. */
  readonly experiment: Experiment;
  readonly alpha: number;
  readonly seeds: Seeds;
  readonly informationExponent: number | 'undecided' | null;
  readonly generativeExponent: number | 'undecided' | null;
  /** Orthonormal rows that span what is found as D grows, and why that may not be all; by protocol. */
  readonly predicted: Readonly<Record<Protocol, { readonly directions: readonly (readonly number[])[]; readonly caveat: string | null }>>;
  readonly focus: Plan['focus'];
  readonly points: readonly Point[];
  readonly trends: Readonly<Record<Protocol, Trends>>;
}

/** `points`: one or more. */
export function studyOf({ experiment, alpha, informationExponent, generativeExponent, finds, focus }: Plan, seeds: Seeds, points: readonly Point[]): Study {
  const value = (exponent: Plan['informationExponent']): Study['informationExponent'] => (exponent.undecided ? 'undecided' : exponent.value);
  return {
    experiment,
    alpha,
    seeds,
    informationExponent: value(informationExponent),
    generativeExponent: value(generativeExponent),
    predicted: { reuse: { directions: finds.reuse, caveat: finds.caveat.reuse }, onePass: { directions: finds.onePass, caveat: finds.caveat.onePass } },
    focus,
    points,
    trends: { reuse: trendsOf(points, 'reuse'), onePass: trendsOf(points, 'onePass') },
  };
}
