// E[R_j φ_a] of any continuous units, to the accuracy of averages over pairs: by parts,
//   E[σ'(λ_j) e φ_a] = cov(φ_a, λ_j) E[σ''(λ_j) e] + Σ_u w_u cov(φ_a, x_u) E[σ'(λ_j) g_u'(x_u)],
// where a bend of σ, such as ReLU's, is an atom of σ'': the average of e over the fields given λ_j at the bend.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale } from '../../experiment/quantities.ts';
import { normalDensity } from '../../math/erf.ts';
import { kinks } from '../../model/kinks.ts';
import type { Link } from '../../model/link.ts';
import { univariatePolynomial } from '../../model/polynomial.ts';
import { smoothed } from '../lines.ts';
import { type Marginal, marginalOf, type Profile } from '../marginal.ts';
import { pairAverage } from '../pair.ts';
import { lifted, type Lifted } from './lifted.ts';
import { covariancesOf, type Part } from './units.ts';

export interface FieldMeans {
  readonly fields: Float64Array;
  readonly error: number;
}

type Means = (M: Float64Array, Q: Float64Array, readout: Float64Array, square: boolean) => FieldMeans;

/** Where an activation's bends are looked for, and how near to one its two sides are read off. */
const FAR = 40;
const NEAR = 1e-8;

/** Null where some unit jumps, or is too rough for averages over pairs. */
export function pairMeans(experiment: Experiment, activation: Link, parts: readonly Part[]): Means | null {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const c = outputScale(experiment);
  const N = p + parts.length;
  const first = activation.derivative('x');
  const second = first.derivative('x');
  const [value, slope, curvature] = [activation, first, second].map((link) => lifted((x) => link.evaluate([x]), univariatePolynomial(link)));
  const bends = kinks(activation, -FAR, FAR).map((at) => ({ at, jump: first.evaluate([at + NEAR]) - first.evaluate([at - NEAR]) }));
  const straight = second.root.constant === 0;
  const targets = parts.map(({ evaluate, slope, powers }) => ({
    value: lifted(evaluate, powers),
    slope: lifted(slope, powers && powers.slice(1).map((a, n) => a * (n + 1))),
  }));
  const covariances = covariancesOf(parts, gramMatrix(experiment), p, k);
  const units = Array.from({ length: N }, (_, u) => (u < p ? { value, slope } : targets[u - p]));
  if (!slope || !curvature || !units.every((unit): unit is { value: Lifted; slope: Lifted } => unit.slope !== null && unit.value !== null && isContinuous(unit.value))) return null;

  const remembered = new Map<Profile, Map<number, Marginal | null>>();
  function marginal(profile: Profile, variance: number): Marginal | null {
    const known = remembered.get(profile) ?? new Map<number, Marginal | null>();
    remembered.set(profile, known);
    let found = known.get(variance);
    if (found === undefined) {
      if (known.size > 4 * p) known.clear();
      known.set(variance, (found = marginalOf(profile, variance)));
    }
    return found;
  }

  return (M, Q, readout, square) => {
    const { C, fields } = covariances(M, Q);
    const means = new Float64Array(p * (k + p));
    let error = 0;
    const average = (s: Lifted, j: number, t: Lifted, u: number): number => {
      const [a, b] = [marginal(s.profile, C[j * N + j]), marginal(t.profile, C[u * N + u])];
      if (!a || !b) return NaN;
      const estimate = pairAverage(a, b, C[j * N + u]);
      error = Math.max(error, estimate.error);
      if (s.lift === 0 && t.lift === 0) return estimate.value;
      const [meanA, meanB] = [a.spectrum(0).coefficients[0], b.spectrum(0).coefficients[0]];
      return estimate.value - s.lift * meanB - t.lift * meanA + s.lift * t.lift;
    };
    for (let j = 0; j < p; j++) {
      const q = C[j * N + j];
      let curved = 0;
      for (let u = 0; u < N; u++) {
        const weight = u >= p ? 1 : square ? -c * readout[u] : 0;
        if (weight === 0) continue;
        const unit = units[u];
        if (!straight) curved += weight * average(curvature, j, unit.value, u);
        for (const { at, jump } of bends) {
          const covariance = C[j * N + u];
          const spread = Math.sqrt(Math.max(0, C[u * N + u] - (covariance * covariance) / q));
          curved += (weight * jump * normalDensity(at / Math.sqrt(q)) * (smoothed(unit.value.profile, (covariance * at) / q, spread) - unit.value.lift)) / Math.sqrt(q);
        }
        const tilt = weight * average(slope, j, unit.slope, u);
        for (let a = 0; a < k + p; a++) means[j * (k + p) + a] += tilt * fields[a * N + u];
      }
      for (let a = 0; a < k + p; a++) means[j * (k + p) + a] = c * readout[j] * (means[j * (k + p) + a] + curved * fields[a * N + j]);
    }
    return { fields: means, error: c * Math.max(...readout.map(Math.abs)) * N * error };
  };
}

function isContinuous({ profile }: Lifted): boolean {
  const panels = profile.panels(16);
  return panels !== null && panels.kinks.every((x) => Math.abs(profile.evaluate(x + NEAR) - profile.evaluate(x - NEAR)) < 1e-5);
}
