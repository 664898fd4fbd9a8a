// Field averages of any activation and target, by quadrature in the frame of as many directions as the fields span: lattices
// where all is smooth, nested panels where there are folds, quasi-Monte Carlo where the directions are many.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { symmetricEigen } from '../../math/eigen.ts';
import { cholesky } from '../../math/linalg.ts';
import { kinks } from '../../model/kinks.ts';
import type { Link } from '../../model/link.ts';
import type { FieldAverages } from '../averages.ts';
import { jointCovariance } from '../overlaps.ts';
import { foldsOf } from './folds.ts';
import { latticeSums, type Sampled } from './lattice.ts';
import { type FrameFold, nestedSums } from './nested.ts';
import { shiftedSums } from './shifted.ts';
import { type Frame, integrandOf } from './sums.ts';

/** Directions up to which grids are affordable. */
const FEW = 4;
/** What is left beyond the reach of the grids, of the largest sum: 5e-9 where squares grow like the twelfth power, less of a ReLU's. */
const BEYOND = 1e-8;
/** Where an activation's kinks are looked for. */
const FAR = 40;

/** `activation` and `target` are finite, and their squares have means. */
export function quadratureAverages(experiment: Experiment, activation: Link, target: Link): FieldAverages {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const P = gramMatrix(experiment);
  const integrand = integrandOf(experiment, activation, target);
  const bends = kinks(activation, -FAR, FAR);
  const { folds, flat } = foldsOf(target);
  const smooth = bends.length === 0 && folds.length === 0 && flat;
  const reach = grows(activation, target) ? 8.5 : 7;
  const lattice = latticeSums(integrand, reach);
  const shifted = shiftedSums(integrand);

  function sample(frame: Frame): Sampled {
    const { rank, L } = frame;
    if (rank > FEW || !flat) return shifted(rank);
    if (smooth) return lattice(rank);
    const inFrame = (direction: Float64Array): Float64Array =>
      Float64Array.from({ length: rank }, (_, b) => direction.reduce((sum, v, r) => sum + v * L[r * rank + b], 0));
    const all: FrameFold[] = folds.map(({ direction, at }) => ({ row: inFrame(direction), at }));
    for (let j = 0; j < p; j++) for (const at of bends) all.push({ row: L.slice((k + j) * rank, (k + j + 1) * rank), at });
    return nestedSums(integrand, rank, all, reach) ?? shifted(rank);
  }

  return {
    of(M, Q, readout, square, residuals) {
      const { frame, lost } = frameOf(jointCovariance({ M, Q }, P, p, k), k + p);
      integrand.prepare(frame, readout, square);
      const { sums, error } = sample(frame);
      const fields = sums.slice(0, p * (k + p));
      const second = sums.slice(p * (k + p));
      for (let j = 0; j < p; j++) for (let l = 0; l < j; l++) second[l * p + j] = second[j * p + l];
      const size = sums.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return { fields, residuals: residuals ? second : null, error: error + lost + BEYOND * size };
    },
  };
}

/** A factor of Ω without the columns that vanish; `lost` is what had to be taken from an Ω that is no covariance. */
function frameOf(Omega: Float64Array, r: number): { frame: Frame; lost: number } {
  let factor = cholesky(Omega, r, 1e-12);
  let lost = 0;
  if (factor === null) {
    const { values, vectors } = symmetricEigen(Omega, r);
    factor = vectors.map((v, i) => v * Math.sqrt(Math.max(values[i % r], 0)));
    lost = Math.max(0, -values[0]);
  }
  const kept = Array.from({ length: r }, (_, b) => b).filter((b) => factor.some((v, i) => i % r === b && v !== 0));
  const L = Float64Array.from({ length: r * kept.length }, (_, i) => factor[Math.floor(i / kept.length) * r + kept[i % kept.length]]);
  return { frame: { L, rank: kept.length }, lost };
}

/** Whether squares at seven deviations are so large that the tail beyond counts. */
function grows(activation: Link, target: Link): boolean {
  const k = target.variables.length;
  let largest = 0;
  for (let trial = 1; trial <= 50; trial++) {
    const z = Array.from({ length: k }, (_, r) => Math.sin(2.4 * trial * (r + 1)) + 0.1);
    const norm = Math.hypot(...z);
    largest = Math.max(largest, Math.abs(target.evaluate(z.map((v) => (7 * v) / norm))));
  }
  for (const x of [7, -7]) largest = Math.max(largest, Math.abs(activation.evaluate([x])));
  return !(largest < 20);
}
