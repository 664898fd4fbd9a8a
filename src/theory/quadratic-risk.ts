// The population risk of a network under the square loss, from what its neurons have in common with the target and with each other:
//   R(M, Q, a) = ½ Δ + ½ [ E h*² − 2c Σ_j a_j T_j + c² Σ_ij a_i a_j S_ij ],
//   T_j = E[h*(λ*) σ(λ_j)],  S_ij = E[σ(λ_i) σ(λ_j)],  (λ*, λ) ~ N(0, [[P, Mᵀ], [M, Q]]),  f = c Σ_j a_j σ(λ_j).

import type { Experiment } from '../experiment/experiment.ts';
import { outputScale } from '../experiment/quantities.ts';
import type { TargetMoments } from './polynomial-target.ts';
import type { Estimate, Series } from './series.ts';

export interface PopulationRisk {
  /** ½ E(f − h*)² + ½ noise at M (p×k), Q (p×p) and readout a (p); NaN where an average does not exist. */
  risk(M: Float64Array, Q: Float64Array, readout: Float64Array): number;
  /** Of the last value of `risk`, absolute: a bound where Hermite series were used, else an estimate. */
  readonly error: number;
}

export interface Averages<Neuron extends Series> {
  readonly target: TargetMoments<Neuron>;
  /** σ(√q g); null where it does not exist. */
  neuron(variance: number): Neuron | null;
  /** E[s(x) t(y)], x and y with covariance c. */
  pair(s: Neuron, t: Neuron, c: number): Estimate;
}

export function quadraticRisk<Neuron extends Series>(experiment: Experiment, { target, neuron, pair }: Averages<Neuron>): PopulationRisk {
  const { student: { width: p }, target: { directions: k, noise } } = experiment;
  const c = outputScale(experiment);
  const marginal = remembered(neuron, 4 * p);
  let error = 0;
  return {
    get error() {
      return error;
    },
    risk(M, Q, readout) {
      error = 0.5 * target.error;
      let sum = target.second;
      const neurons: Neuron[] = [];
      for (let j = 0; j < p; j++) {
        const neuron = marginal(Q[j * p + j]);
        if (neuron === null) return NaN;
        neurons.push(neuron);
        const a = c * readout[j];
        const T = target.average(M.subarray(j * k, (j + 1) * k), neuron);
        sum += a * (a * neuron.second - 2 * T.value);
        error += Math.abs(a) * T.error;
        for (let i = 0; i < j; i++) {
          const S = pair(neurons[i], neuron, Q[i * p + j]);
          sum += 2 * a * c * readout[i] * S.value;
          error += Math.abs(a * c * readout[i]) * S.error;
        }
      }
      return 0.5 * (noise + sum);
    },
  };
}

/** A training run visits few variances often (q = 1), or many once. */
function remembered<T>(make: (variance: number) => T, most: number): (variance: number) => T {
  const known = new Map<number, T>();
  return (variance) => {
    if (known.has(variance)) return known.get(variance)!;
    if (known.size >= most) known.clear();
    const made = make(variance);
    known.set(variance, made);
    return made;
  };
}
