// The population risk as a function of the overlaps, for any activation and any target that quadrature can reach.

import type { Experiment } from '../experiment/experiment.ts';
import { activationVariables, parseLink, targetVariables } from '../model/link.ts';
import { univariatePolynomial } from '../model/polynomial.ts';
import { marginalOf, profileOf } from './marginal.ts';
import { pairAverage } from './pair.ts';
import { polynomialRisk } from './polynomial-risk.ts';
import { quadraticRisk, type PopulationRisk } from './quadratic-risk.ts';
import { targetMoments } from './target.ts';

export type { PopulationRisk };

/** Null where neither a closed form nor quadrature gives the risk: engines then use the batch estimate. */
export function populationRisk(experiment: Experiment): PopulationRisk | null {
  const exact = polynomialRisk(experiment);
  if (exact) return exact;
  const { target, student } = experiment;
  const activation = parseLink(student.activation, activationVariables());
  const point = [0];
  const sigma = (x: number): number => {
    point[0] = x;
    return activation.evaluate(point);
  };
  const profile = profileOf(sigma, univariatePolynomial(activation));
  const moments = targetMoments(parseLink(target.link, targetVariables(target.directions)), target.gram);
  if (moments === null || marginalOf(profile, 1) === null) return null;
  return quadraticRisk(experiment, { target: moments, neuron: (variance) => marginalOf(profile, variance), pair: pairAverage });
}
