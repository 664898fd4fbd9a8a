// The averages over the fields on which every deterministic limit of one-pass SGD rests: how the gradient of one sample
// is correlated with the fields, and with itself.

import type { Experiment } from '../experiment/experiment.ts';
import { activationVariables, type Link, parseLink, targetVariables } from '../model/link.ts';
import { univariatePolynomial } from '../model/polynomial.ts';
import { erfAverages } from './averages/erf.ts';
import { lifted } from './averages/lifted.ts';
import { pairMeans } from './averages/pairs.ts';
import { polynomialAverages } from './averages/polynomial.ts';
import { quadratureAverages } from './averages/quadrature.ts';
import { targetParts } from './averages/units.ts';
import { type ClosedForm, closedForm } from './closed.ts';

/** Averages over the fields φ = (λ*, λ) ~ N(0, Ω), Ω = [[P, Mᵀ], [M, Q]], of R_j = c a_j σ'(λ_j) e; e = y − f (square) or y (correlation). */
export interface Drift {
  /** E[R_j φ_a], p×(k+p), the teacher's fields first. */
  readonly fields: Float64Array;
  /** E[R_j R_l], p×p, label noise included; null when not asked for. */
  readonly residuals: Float64Array | null;
  /** Of any entry, absolute, estimated; 0 where closed forms leave rounding alone. */
  readonly error: number;
}

export interface FieldAverages {
  /** At M (p×k), Q (p×p) and readout a (p). Entries that do not exist are NaN. */
  of(M: Float64Array, Q: Float64Array, readout: Float64Array, square: boolean, residuals: boolean): Drift;
}

/** Null where neither a closed form nor quadrature gives them. */
export function fieldAverages(experiment: Experiment): FieldAverages | null {
  const { target, student } = experiment;
  const activation = parseLink(student.activation, activationVariables());
  const link = parseLink(target.link, targetVariables(target.directions));
  const parts = targetParts(link);
  const powers = univariatePolynomial(activation);
  if (parts && powers && parts.every((part) => part.powers)) return polynomialAverages(experiment, powers, parts);
  const sigma = erfOnly((x) => activation.evaluate([x]));
  const forms = parts?.map(({ evaluate }) => erfOnly(evaluate));
  if (parts && sigma && forms && isComplete(forms)) return erfAverages(experiment, sigma, parts, forms);
  if (!isSampleable(activation, link)) return null;
  const whole = quadratureAverages(experiment, activation, link);
  const pairs = parts && pairMeans(experiment, activation, parts);
  if (!pairs) return whole;
  return {
    of(M, Q, readout, square, residuals) {
      const means = pairs(M, Q, readout, square);
      if (!residuals) return { ...means, residuals: null };
      const { residuals: second, error } = whole.of(M, Q, readout, square, true);
      return { fields: means.fields, residuals: second, error: Math.max(means.error, error) };
    },
  };
}

/** Whether the target is finite where samples are, and the squares of σ and σ' have means. */
function isSampleable(activation: Link, target: Link): boolean {
  for (let trial = 1; trial <= 64; trial++) {
    const z = target.variables.map((_, r) => 3 * Math.sin(trial * (1.7 + r)));
    if (!Number.isFinite(target.evaluate(z))) return false;
  }
  return [activation, activation.derivative('x')].every((link) => lifted((x) => link.evaluate([x]), null) !== null);
}

/** A + D erf(βx) with 0 < β < ∞, or null. */
function erfOnly(f: (x: number) => number): ClosedForm | null {
  const form = closedForm(f);
  return form && form.linear === 0 && form.modulus === 0 && (form.erf === 0 || form.beta < Infinity) ? form : null;
}

function isComplete<T>(list: readonly (T | null)[]): list is readonly T[] {
  return list.every((entry) => entry !== null);
}
