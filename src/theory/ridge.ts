// Targets made of functions of one direction each, h*(λ*) = Σ_t g_t(⟨v_t, λ*⟩): committees, sums over coordinates and
// single-index targets that mix several variables. All that the risk needs are averages over pairs of fields.

import { type Marginal, marginalOf, profileOf } from './marginal.ts';
import { pairAverage } from './pair.ts';
import type { TargetMoments } from './polynomial-target.ts';

export interface Ridge {
  readonly direction: Float64Array;
  readonly marginal: Marginal;
}

/** g(⟨v, λ*⟩) with λ* of covariance P (null: the identity); null when g is not to be integrated. */
export function ridgeOf(
  g: (t: number) => number,
  polynomial: readonly number[] | null,
  direction: Float64Array,
  P: Float64Array | null,
): Ridge | null {
  const marginal = marginalOf(profileOf(g, polynomial), form(direction, direction, P));
  return marginal && { direction, marginal };
}

/** uᵀ P v. */
function form(u: Float64Array, v: Float64Array, P: Float64Array | null): number {
  let sum = 0;
  for (let r = 0; r < u.length; r++) {
    if (P === null) sum += u[r] * v[r];
    else for (let s = 0; s < v.length; s++) sum += u[r] * P[r * u.length + s] * v[s];
  }
  return sum;
}

export function ridgeTarget(ridges: readonly Ridge[], P: Float64Array | null): TargetMoments {
  let [second, mean, error] = [0, 0, 0];
  ridges.forEach((a, i) => {
    second += a.marginal.second;
    error += 1e-14 * a.marginal.second;
    mean += a.marginal.spectrum(0).coefficients[0];
    for (const b of ridges.slice(0, i)) {
      const cross = pairAverage(a.marginal, b.marginal, form(a.direction, b.direction, P));
      second += 2 * cross.value;
      error += 2 * cross.error;
    }
  });
  return {
    second,
    mean,
    error,
    average(m, neuron) {
      const sum = { value: 0, error: 0 };
      for (const { direction, marginal } of ridges) {
        const part = pairAverage(marginal, neuron, form(direction, m, null));
        sum.value += part.value;
        sum.error += part.error;
      }
      return sum;
    },
  };
}
