// What goes up to the GPU before an ensemble's first step.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { cholesky, solveLower } from '../../math/linalg.ts';
import type { InitialOverlaps } from './initial.ts';

/** The struct `Ensemble` of shaders/reduced_run.wgsl. */
export function ensembleUniform({ target, student: { width: p }, data: { dimension: d }, training }: Experiment, [first, last]: readonly [number, number]): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(28);
  const freedom = d - p - target.directions;
  const constraint = { none: 0, projected: 1, spherical: 2 }[training.constraint];
  new Uint32Array(bytes, 0, 4).set([last - first + 1, first, constraint, Math.min(p, freedom)]);
  new Float32Array(bytes, 16, 3).set([freedom, training.learningRate, Math.sqrt(target.noise)]);
  return new Uint8Array(bytes);
}

/** W with these overlaps in an orthonormal frame whose first k axes span W*: (t, s), p × (k + p) row-major, s lower triangular. */
export function rowsInFrame(experiment: Experiment, { M, Q }: InitialOverlaps): Float64Array {
  const { target: { directions: k }, student: { width: p } } = experiment;
  const L = cholesky(gramMatrix(experiment), k)!;
  const rows = new Float64Array(p * (k + p));
  const rest = Float64Array.from(Q);
  for (let j = 0; j < p; j++) rows.set(solveLower(L, M.subarray(j * k, (j + 1) * k), k), j * (k + p));
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) for (let r = 0; r < k; r++) rest[i * p + j] -= rows[i * (k + p) + r] * rows[j * (k + p) + r];
  // The document's own check allows what rounding makes of a singular Q.
  const outside = cholesky(rest, p, 1e-8)!;
  for (let j = 0; j < p; j++) rows.set(outside.subarray(j * p, (j + 1) * p), j * (k + p) + k);
  return rows;
}
