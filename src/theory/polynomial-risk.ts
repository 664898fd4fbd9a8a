// The population risk where activation and target are polynomials: finite sums, without the quadrature that risk.ts brings along.

import type { Experiment } from '../experiment/experiment.ts';
import { gramFactor } from './gram.ts';
import { activationVariables, parseLink, targetVariables } from '../model/link.ts';
import { polynomialOf, univariatePolynomial } from '../model/polynomial.ts';
import { polynomialTarget } from './polynomial-target.ts';
import { quadraticRisk, type PopulationRisk } from './quadratic-risk.ts';
import { correlation, mehler, polynomialSeries } from './series.ts';

/** Null where one of the two is no polynomial. */
export function polynomialRisk(experiment: Experiment): PopulationRisk | null {
  const { target: { link, directions: k, gram }, student: { activation } } = experiment;
  const powers = univariatePolynomial(parseLink(activation, activationVariables()));
  const target = polynomialOf(parseLink(link, targetVariables(k)));
  if (!powers || !target) return null;
  return quadraticRisk(experiment, {
    target: polynomialTarget(target, k, gramFactor(gram, k)),
    neuron: (variance) => (Number.isFinite(variance) ? polynomialSeries(powers, Math.max(variance, 0)) : null),
    pair: (s, t, c) => mehler(s, t, correlation(c, s.variance, t.variance), powers.length - 1, true),
  });
}
