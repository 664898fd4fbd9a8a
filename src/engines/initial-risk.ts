// The risk at step 0 of an engine that holds weights. Apart from adaptive.ts, which engines that know their overlaps stand on too.

import type { Experiment } from '../experiment/experiment.ts';
import { readoutVector } from '../experiment/quantities.ts';
import type { PopulationRisk } from '../theory/quadratic-risk.ts';
import { overlapMatrix, type InitialWeights } from './initial.ts';

/** What the adaptive loss compares with: the population risk at step 0. Other losses never ask, and p²·d is not little. */
export function initialRisk(experiment: Experiment, { target, weights }: InitialWeights, population: PopulationRisk | null): number {
  if (experiment.training.loss !== 'adaptive' || !population) return NaN;
  const { target: { directions: k }, student: { width: p }, data: { dimension: d } } = experiment;
  return population.risk(overlapMatrix(weights, target, p, k, d), overlapMatrix(weights, weights, p, p, d), readoutVector(experiment));
}
