// Where the neurons are in the unit ball: w_j/|w_j| in an orthonormal frame of up to three rows of W*.
//
// With m_j the overlaps of neuron j with the n ≤ 3 directions looked at, and L Lᵀ their Gram matrix (Cholesky), its coordinates are
// L⁻¹ m_j / √Q_jj: for orthonormal directions the cosines M_jr / √Q_jj. What is left over, √(1 − |x|²), is a coordinate of its own
// where n < 3, so that one direction is looked at on a half circle and two on a hemisphere.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { cholesky } from '../../src/math/linalg.ts';
import type { Snapshot } from '../../src/run/contract.ts';

/** x to the right, y up, z towards the reader. */
export type Point = readonly [x: number, y: number, z: number];

export interface BallAxis {
  readonly name: string;
  /** Where it points: a row of W*, of length 1, or what is outside their span. */
  readonly to: Point;
}

export interface Ball {
  /** Indices of the directions looked at, up to three, from 0. */
  readonly directions: readonly number[];
  readonly axes: readonly BallAxis[];
  place(snapshot: Snapshot, neuron: number): Point;
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
export const directionName = (r: number): string => `w*${subscripts[r + 1]}`;

/** The first direction to the right, the second into the page, the third or the rest upwards; one alone has the rest upwards in the page's plane. */
const worldOf = (n: number, x: readonly number[], rest: number): Point => (n === 1 ? [x[0], rest, 0] : [x[0], n === 2 ? rest : x[2], -x[1]]);

/** The first three of the directions asked for that there are; without any, the first three. */
export function chosenDirections(asked: readonly number[], k: number): readonly number[] {
  const known = [...new Set(asked)].filter((r) => Number.isInteger(r) && r >= 0 && r < k).slice(0, 3);
  return known.length > 0 ? known : Array.from({ length: Math.min(k, 3) }, (_, r) => r);
}

/** M_jr / √Q_jj of each direction looked at; 0 for a neuron that is 0. */
export function cosines({ M, Q }: Snapshot, neuron: number, p: number, k: number, directions: readonly number[]): number[] {
  const norm = Math.sqrt(Math.max(Q[neuron * p + neuron], 0));
  return directions.map((r) => (norm > 0 ? M[neuron * k + r] / norm : 0));
}

export function ballOf({ target: { gram, directions: k }, student: { width: p } }: Experiment, asked: readonly number[]): Ball {
  const directions = chosenDirections(asked, k);
  const n = directions.length;
  const P = Float64Array.from({ length: n * n }, (_, i) => {
    const [a, b] = [directions[Math.floor(i / n)], directions[i % n]];
    return gram ? gram[a][b] : Number(a === b);
  });
  const L = cholesky(P, n);
  if (!L) throw new Error(`target.gram: the directions ${directions.map((r) => r + 1).join(', ')} are not independent`);
  const rows = directions.map((_, a) => Array.from(L.subarray(a * n, (a + 1) * n)));
  return {
    directions,
    axes: [
      ...directions.map((r, a) => ({ name: directionName(r), to: worldOf(n, rows[a], 0) })),
      ...(n < 3 ? [{ name: '⊥', to: worldOf(n, rows[0].map(() => 0), 1) }] : []),
    ],
    place(snapshot, neuron) {
      const x: number[] = [];
      for (const [a, cosine] of cosines(snapshot, neuron, p, k, directions).entries()) x.push((cosine - x.reduce((sum, value, b) => sum + rows[a][b] * value, 0)) / rows[a][a]);
      const length = x.reduce((sum, value) => sum + value * value, 0);
      // Averages of theories may leave the ball by their error; a neuron that is 0 has no direction.
      const rest = snapshot.Q[neuron * p + neuron] > 0 ? Math.sqrt(Math.max(0, 1 - length)) : 0;
      return worldOf(n, x, rest);
    },
  };
}
