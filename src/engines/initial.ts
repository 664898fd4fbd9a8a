// The initial condition in d dimensions, in float64: the teacher W* (k×d) and the student W (p×d). Every engine that
// holds weights starts from these, so that two of them differ by rounding alone.

import type { Experiment } from '../experiment/experiment.ts';
import { gramMatrix } from '../experiment/quantities.ts';
import { cholesky, flatten, multiply, solveLower } from '../math/linalg.ts';
import { fillNormals } from '../math/normal.ts';
import { Stream } from '../math/streams.ts';

export interface InitialWeights {
  /** W*, k×d row-major, W* W*ᵀ = P. */
  readonly target: Float64Array;
  /** W, p×d row-major. */
  readonly weights: Float64Array;
}

export function initialWeights(experiment: Experiment): InitialWeights {
  const { seed, initial } = experiment;
  const { directions: k } = experiment.target;
  const { width: p } = experiment.student;
  const { dimension: d } = experiment.data;

  // An orthonormal frame of span(W*) is drawn first; W* is P's Cholesky factor on it.
  const frame = normalRows(k, d, seed, Stream.target);
  orthonormalise(frame, k, d, 0);
  const L = cholesky(gramMatrix(experiment), k)!;
  const target = multiply(L, frame, k, k, d);

  const rows = normalRows(p, d, seed, Stream.student);
  if (initial === 'random') {
    for (let j = 0; j < p; j++) scaleTo(rows.subarray(j * d, (j + 1) * d), 1);
    return { target, weights: rows };
  }
  if ('overlap' in initial) {
    const m = initial.overlap;
    const inside = new Float64Array(k);
    for (let j = 0; j < p; j++) {
      const row = rows.subarray(j * d, (j + 1) * d);
      for (let sweep = 0; sweep < 2; sweep++) for (let r = 0; r < k; r++) project(row, frame.subarray(r * d, (r + 1) * d));
      scaleTo(row, Math.sqrt(1 - m * m));
      // A part of norm m inside span(W*), uniform on its sphere; with one direction, +w*.
      if (k === 1) inside[0] = 1;
      else fillNormals(inside, k, seed, Stream.student, 1, j);
      scaleTo(inside, m);
      for (let r = 0; r < k; r++) addMultiple(row, inside[r], frame.subarray(r * d, (r + 1) * d));
    }
    return { target, weights: rows };
  }

  // Given M and Q: W = M P⁻¹ W* + chol(Q − M P⁻¹ Mᵀ) U with U orthonormal in the complement of span(W*).
  const M = flatten(initial.M);
  const onFrame = new Float64Array(p * k);
  for (let j = 0; j < p; j++) onFrame.set(solveLower(L, M.subarray(j * k, (j + 1) * k), k), j * k);
  const rest = flatten(initial.Q);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) for (let r = 0; r < k; r++) rest[i * p + j] -= onFrame[i * k + r] * onFrame[j * k + r];
  const both = new Float64Array((k + p) * d);
  both.set(frame);
  both.set(rows, k * d);
  orthonormalise(both, k + p, d, k);
  const coordinates = new Float64Array(p * (k + p));
  const outside = cholesky(rest, p, 1e-8)!;
  for (let j = 0; j < p; j++) {
    coordinates.set(onFrame.subarray(j * k, (j + 1) * k), j * (k + p));
    coordinates.set(outside.subarray(j * p, (j + 1) * p), j * (k + p) + k);
  }
  return { target, weights: multiply(coordinates, both, p, k + p, d) };
}

function normalRows(count: number, d: number, seed: number, stream: Stream): Float64Array {
  const rows = new Float64Array(count * d);
  for (let j = 0; j < count; j++) fillNormals(rows.subarray(j * d, (j + 1) * d), d, seed, stream, 0, j);
  return rows;
}

/** Gram–Schmidt, two sweeps a row, on rows `from` … `count` − 1; the rows before are orthonormal already. */
function orthonormalise(rows: Float64Array, count: number, d: number, from: number): void {
  for (let j = from; j < count; j++) {
    const row = rows.subarray(j * d, (j + 1) * d);
    for (let sweep = 0; sweep < 2; sweep++) for (let i = 0; i < j; i++) project(row, rows.subarray(i * d, (i + 1) * d));
    scaleTo(row, 1);
  }
}

/** row ← row − ⟨row, unit⟩ unit */
function project(row: Float64Array, unit: Float64Array): void {
  addMultiple(row, -dot(row, unit), unit);
}

function addMultiple(row: Float64Array, factor: number, other: Float64Array): void {
  for (let i = 0; i < row.length; i++) row[i] += factor * other[i];
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function scaleTo(row: Float64Array, norm: number): void {
  const factor = norm / Math.sqrt(dot(row, row));
  for (let i = 0; i < row.length; i++) row[i] *= factor;
}

/** X Yᵀ for rows of length d. */
export function overlapMatrix(X: Float64Array, Y: Float64Array, rows: number, columns: number, d: number): Float64Array {
  const overlaps = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) overlaps[i * columns + j] = dot(X.subarray(i * d, (i + 1) * d), Y.subarray(j * d, (j + 1) * d));
  return overlaps;
}
