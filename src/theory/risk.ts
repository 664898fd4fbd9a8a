// The population risk as a function of the overlaps, for any activation and any target that quadrature can reach:
//   R(M, Q, a) = ½ Δ + ½ [ E h*² − 2c Σ_j a_j T_j + c² Σ_ij a_i a_j S_ij ],
//   T_j = E[h*(λ*) σ(λ_j)],  S_ij = E[σ(λ_i) σ(λ_j)],  (λ*, λ) ~ N(0, [[P, Mᵀ], [M, Q]]),  f = c Σ_j a_j σ(λ_j).

import type { Experiment } from '../experiment/experiment.ts';
import { outputScale } from '../experiment/quantities.ts';
import { activationVariables, parseLink, targetVariables } from '../model/link.ts';
import { univariatePolynomial } from '../model/polynomial.ts';
import { type Marginal, marginalOf, type Profile, profileOf } from './marginal.ts';
import { pairAverage } from './pair.ts';
import { targetMoments } from './target.ts';

export interface PopulationRisk {
  /** ½ E(f − h*)² + ½ noise at M (p×k), Q (p×p) and readout a (p); NaN where an average does not exist. */
  risk(M: Float64Array, Q: Float64Array, readout: Float64Array): number;
  /** Of the last value of `risk`, absolute: a bound where Hermite series were used, else an estimate. */
  readonly error: number;
}

/** σ(√q g) for any variance q; a training run visits few variances often (q = 1), or many once. */
function marginals(profile: Profile, keep: number): (variance: number) => Marginal | null {
  const known = new Map<number, Marginal | null>();
  return (variance) => {
    let marginal = known.get(variance);
    if (marginal === undefined) {
      if (known.size >= keep) known.clear();
      known.set(variance, (marginal = marginalOf(profile, variance)));
    }
    return marginal;
  };
}

/** Null where neither a closed form nor quadrature gives the risk: engines then use the batch estimate. */
export function populationRisk(experiment: Experiment): PopulationRisk | null {
  const { target, student } = experiment;
  const [p, k] = [student.width, target.directions];
  const c = outputScale(experiment);
  const activation = parseLink(student.activation, activationVariables());
  const point = [0];
  const sigma = (x: number): number => {
    point[0] = x;
    return activation.evaluate(point);
  };
  const profile = profileOf(sigma, univariatePolynomial(activation));
  const moments = targetMoments(parseLink(target.link, targetVariables(k)), target.gram);
  if (moments === null || marginalOf(profile, 1) === null) return null;
  const marginal = marginals(profile, 4 * p);
  let error = 0;
  return {
    get error() {
      return error;
    },
    risk(M, Q, readout) {
      error = 0.5 * moments.error;
      let sum = moments.second;
      const neurons: Marginal[] = [];
      for (let j = 0; j < p; j++) {
        const neuron = marginal(Q[j * p + j]);
        if (neuron === null) return NaN;
        neurons.push(neuron);
        const a = c * readout[j];
        const T = moments.average(M.subarray(j * k, (j + 1) * k), neuron);
        sum += a * (a * neuron.second - 2 * T.value);
        error += Math.abs(a) * T.error;
        for (let i = 0; i < j; i++) {
          const S = pairAverage(neurons[i], neuron, Q[i * p + j]);
          sum += 2 * a * c * readout[i] * S.value;
          error += Math.abs(a * c * readout[i]) * S.error;
        }
      }
      return 0.5 * (target.noise + sum);
    },
  };
}
