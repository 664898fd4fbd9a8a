// The Hermite spectrum of a target, and the families of functions whose leaps are followed, with their tolerances.

import { axes, complement, type Rows } from './basis.ts';
import type { Law } from './law.ts';
import type { Family } from './leap.ts';
import { type MultiIndices, multiIndices, rotateCoefficients } from './multi-index.ts';
import type { ExactSpectrum } from './polynomial-spectrum.ts';

/** Strengths relative to the spread that are zero: of coefficients known by algebra, and by quadrature. */
export const EXACT_FLOOR = 1e-9;
export const FLOOR = 1e-9;
/** Below, a strength may be lost in noise without notice; above, "undecided" says that it may be. */
export const RESOLUTION = 3e-3;

export interface Spectrum {
  /** The target less its mean, over `spread`. */
  readonly family: Family;
  /** Whether the family is in the frame's coordinates, not in z. */
  readonly inFrame: boolean;
  readonly spread: number;
  readonly secondMoment: number;
  readonly weights: { degree: number; weight: number }[];
  readonly coefficients: { powers: number[]; value: number }[];
}

export function exactSpectrum({ indices, coefficients, spread, rounding }: ExactSpectrum): Spectrum {
  const secondMoment = coefficients.reduce((sum, a) => sum + a * a, 0);
  return {
    family: {
      indices,
      coefficients: [coefficients.map((a) => a / spread)],
      coarse: null,
      floor: EXACT_FLOOR,
      rounding: rounding / spread,
      resolution: RESOLUTION,
    },
    inFrame: false,
    spread,
    secondMoment,
    ...listed(indices, coefficients, () => 0, secondMoment),
  };
}

/** Of a target that was integrated in the coordinates x = rows z. */
export function sampledSpectrum(law: Law, rows: Rows, shift: number, scale: number): Spectrum {
  const [fine, coarse] = law.target!;
  const k = rows[0].length;
  const indices = multiIndices(k, law.indices.degree);
  const inZ = (a: Float64Array) => {
    const all = new Float64Array(indices.powers.length);
    law.indices.powers.forEach((beta, i) => (all[indices.indexOf([...beta, ...Array.from({ length: k - rows.length }, () => 0)])] = a[i]));
    const R = [...rows, ...complement(rows, k)];
    return rotateCoefficients(indices, all, axes(k).map((_, i) => R.map((row) => row[i]))).map((x) => x * scale);
  };
  const [coefficients, others] = [inZ(fine), inZ(coarse)];
  const secondMoment = scale * scale * law.second + 2 * shift * coefficients[0] + shift * shift;
  for (const a of [coefficients, others]) a[0] += shift;
  return {
    family: { indices: law.indices, coefficients: [fine], coarse: [coarse], floor: FLOOR, rounding: 0, resolution: RESOLUTION },
    inFrame: true,
    spread: scale,
    secondMoment,
    ...listed(indices, coefficients, (i) => Math.max(FLOOR * scale, 3 * Math.abs(coefficients[i] - others[i])), secondMoment),
  };
}

export function labelFamily(law: Law): Family {
  const [fine, coarse] = law.labels;
  return { indices: law.indices, coefficients: fine, coarse, floor: FLOOR, rounding: 0, resolution: RESOLUTION };
}

function listed(indices: MultiIndices, a: Float64Array, tolerance: (i: number) => number, secondMoment: number) {
  const weights = Array.from({ length: indices.degree + 1 }, (_, degree) => ({ degree, weight: 0 }));
  const coefficients: { powers: number[]; value: number }[] = [];
  indices.powers.forEach((beta, i) => {
    weights[indices.degrees[i]].weight += (a[i] * a[i]) / secondMoment;
    if (Math.abs(a[i]) > tolerance(i)) coefficients.push({ powers: [...beta], value: a[i] });
  });
  return { weights, coefficients: coefficients.sort((b, c) => Math.abs(c.value) - Math.abs(b.value)) };
}
