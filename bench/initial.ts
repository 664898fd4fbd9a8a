// Weights with prescribed overlaps, the same for every contender that takes an array.

import type { Size } from './contender.ts';
import { Normals } from './plain.ts';

export interface Weights {
  /** W (p×d), rows of norm 1. */
  readonly W: Float32Array;
  /** W* (k×d), orthonormal rows. */
  readonly star: Float32Array;
}

/** M (p×k) at the start, as rows. */
export function startingM({ p, k, overlap }: Size): number[][] {
  return Array.from({ length: p }, (_, j) => Array.from({ length: k }, (_, r) => (j % k === r ? overlap : 0)));
}

/** Q (p×p) at the start: the parts of the neurons outside the span of W* are orthogonal to each other. */
export function startingQ(size: Size): number[][] {
  const M = startingM(size);
  return M.map((mj, j) => M.map((ml, l) => (j === l ? 1 : mj.reduce((sum, m, r) => sum + m * ml[r], 0))));
}

/** w_j = Σ_r M_jr w*_r + √(1 − |M_j|²) u_j with w*_r and u_j a random orthonormal family. */
export function startingWeights(size: Size): Weights {
  const { d, p, k } = size;
  const basis = orthonormal(p + k, d, new Normals(size.seed));
  const star = new Float32Array(k * d);
  for (let r = 0; r < k; r++) star.set(basis[r], r * d);
  const W = new Float32Array(p * d);
  startingM(size).forEach((row, j) => {
    const rest = Math.sqrt(1 - row.reduce((sum, m) => sum + m * m, 0));
    for (let i = 0; i < d; i++) {
      let w = rest * basis[k + j][i];
      for (let r = 0; r < k; r++) w += row[r] * basis[r][i];
      W[j * d + i] = w;
    }
  });
  return { W, star };
}

/** `count` orthonormal vectors of length d: modified Gram–Schmidt on normal draws. */
function orthonormal(count: number, d: number, normals: Normals): Float64Array[] {
  const family: Float64Array[] = [];
  const draws = new Float32Array(d);
  for (let v = 0; v < count; v++) {
    normals.fill(draws);
    const vector = Float64Array.from(draws);
    for (const other of family) {
      const c = inner(vector, other);
      for (let i = 0; i < d; i++) vector[i] -= c * other[i];
    }
    const scale = 1 / Math.sqrt(inner(vector, vector));
    for (let i = 0; i < d; i++) vector[i] *= scale;
    family.push(vector);
  }
  return family;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
