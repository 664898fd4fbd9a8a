// The leap process: which directions a family of functions of z shows, in which order, when what is found already may
// be conditioned on. Abbe, Boix-Adserà and Misiakiewicz (2023) for one function; with all functions of the label in
// its place, the generative leap of Damian, Pillaud-Vivien, Lee and Bruna (2024) and Troiani et al. (2024).

import { symmetricEigen } from '../../math/eigen.ts';
import { axes, combine, complement, type Rows, span } from './basis.ts';
import { type MultiIndices, rotateCoefficients } from './multi-index.ts';

/** Functions g_1, …, g_m by their Hermite coefficients. */
export interface Family {
  readonly indices: MultiIndices;
  /** m arrays of coefficients. */
  readonly coefficients: readonly Float64Array[];
  /** The same from a coarser rule: what differs is the noise. Null when they are exact to `rounding`. */
  readonly coarse: readonly Float64Array[] | null;
  /** Strengths up to this are zero. */
  readonly floor: number;
  /** At least this much of any strength is rounding. */
  readonly rounding: number;
  /** A strength lost in noise is taken for zero only where ABSENT times the noise is below this. */
  readonly resolution: number;
}

/** Directions of one order, found at once: E[g He_l(v) | u] ≠ 0, u what was found before. */
export interface Stage {
  readonly order: number;
  /** Orthonormal rows in z coordinates, new at this stage, the strongest first. */
  readonly directions: Rows;
  /** Singular value of each: of the tensors T_d[V^l, U^(d−l)], weighted √binom(d, l), unfolded along one slot of V. */
  readonly strength: number[];
}

export interface LeapProcess {
  readonly stages: readonly Stage[];
  /** Why the process could not be followed to its end; null when it was. */
  readonly undecided: string | null;
  /** The order that could not be told from noise; null when none. */
  readonly undecidedOrder: number | null;
}

/** Orders and tensors up to `degree`, all that there are unless said. */
export function leapProcess(family: Family, degree = family.indices.degree): LeapProcess {
  const { k } = family.indices;
  const found: Rows = [];
  const stages: Stage[] = [];
  while (found.length < k) {
    const next = nextStage(family, found, degree);
    if (next === null) break;
    if (typeof next !== 'object') {
      const why = `whether order ${next} is active ${found.length === 0 ? '' : `beside the ${found.length} found `}cannot be told from the quadrature's noise`;
      return { stages, undecided: why, undecidedOrder: next };
    }
    stages.push(next);
    found.push(...next.directions);
  }
  return { stages, undecided: null, undecidedOrder: null };
}

/** The smallest active order's directions; that order alone when it is not clear; null when no order is active. */
function nextStage(family: Family, found: Rows, degree: number): Stage | number | null {
  const { indices, coefficients, coarse } = family;
  const left = found.length === 0 ? axes(indices.k) : complement(found, indices.k);
  const turn = (a: Float64Array) => rotateCoefficients(indices, a, [...found, ...left]);
  const turned = coefficients.map(turn);
  const noise = coarse?.map((a, m) => turn(a).map((value, i) => turned[m][i] - value)) ?? null;
  for (let order = 1; order <= degree; order++) {
    const A = turned.map((a) => unfold(indices, a, found.length, order, degree));
    const N = noise && noise.map((a) => unfold(indices, a, found.length, order, degree));
    const stage = clearest(family, A, N, left, order);
    if (stage !== null) return stage;
  }
  return null;
}

/**
 * What is clearly present at this order; `order` when something may be; null when nothing is. What all functions
 * together leave in doubt may be clear from the first ones, which are the smoothest and have the least noise.
 */
function clearest(family: Family, A: number[][][], N: number[][][] | null, left: Rows, order: number): Stage | number | null {
  for (let count = A.length; count > 0; count--) {
    const [signal, difference] = [beside(A.slice(0, count)), N && beside(N.slice(0, count))];
    const overall = difference ? size(difference) / SPREAD : 0;
    const seen = singularDirections(signal).map((v) => {
      const strength = length(v, signal);
      const noise = Math.max(difference ? length(v, difference) : 0, overall, family.rounding);
      return { v, strength, noise, verdict: judge(family, strength, noise) };
    });
    const present = seen.filter(({ verdict }) => verdict === 'present');
    // Fewer functions are another try at a small signal, so they must show a large one.
    if (present.length > 0 && (count === A.length || present[0].strength > family.resolution)) {
      const directions: Rows = [];
      for (const { v, strength, noise } of present) directions.push(...span([clean(v, (ABSENT * noise) / strength)], directions, 0.5));
      return { order, directions: directions.map((v) => tidy(combine(v, left))), strength: present.map(({ strength }) => strength) };
    }
    if (count === A.length && seen.every(({ verdict }) => verdict === 'absent')) return null;
  }
  return order;
}

/** This many times the noise is a signal, and this many may be noise; between them nothing is said. */
export const PRESENT = 10;
export const ABSENT = 3;
/** In any direction there is at least this part of all the noise: less would be luck. */
const SPREAD = 3;

function judge({ floor, resolution }: Family, strength: number, noise: number): 'present' | 'absent' | 'undecided' {
  if (strength <= floor) return 'absent';
  if (strength > PRESENT * noise) return 'present';
  return strength <= ABSENT * noise && ABSENT * noise <= resolution ? 'absent' : 'undecided';
}

/**
 * Rows i ∈ V (the last k − r axes), columns β with |β_V| = l − 1 and |β| < most: √((β_i + 1)/l) a_{β+e_i}. Its Gram matrix is
 * that of √binom(d, l) T_d[V^l, U^{d−l}] unfolded along one slot of V, summed over d, without the repetitions of a tensor.
 */
function unfold(indices: MultiIndices, a: Float64Array, r: number, order: number, most: number): number[][] {
  const { k, powers, degrees } = indices;
  const rows: number[][] = Array.from({ length: k - r }, () => []);
  for (let b = 0; b < powers.length && degrees[b] < most; b++) {
    const beta = powers[b];
    let degree = 0;
    for (let i = r; i < k; i++) degree += beta[i];
    if (degree !== order - 1) continue;
    for (let i = r; i < k; i++) rows[i - r].push(Math.sqrt((beta[i] + 1) / order) * a[indices.indexOf(beta.with(i, beta[i] + 1))]);
  }
  return rows;
}

/** Matrices of as many rows, side by side. */
function beside(blocks: number[][][]): number[][] {
  return blocks[0].map((_, i) => blocks.flatMap((block) => block[i]));
}

function size(A: number[][]): number {
  return Math.hypot(...A.map((row) => Math.hypot(...row)));
}

/** Left singular vectors, the strongest first. */
function singularDirections(A: number[][]): Rows {
  const n = A.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let l = 0; l < A[i].length; l++) gram[i * n + j] += A[i][l] * A[j][l];
  const { vectors } = symmetricEigen(gram, n);
  return Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => vectors[i * n + n - 1 - j]));
}

/** |vᵀ A|: of a vanishing one it keeps the digits that the root of an eigenvalue loses. */
function length(v: readonly number[], A: number[][]): number {
  let sum = 0;
  for (let l = 0; l < A[0].length; l++) {
    let entry = 0;
    for (let i = 0; i < v.length; i++) entry += v[i] * A[i][l];
    sum += entry * entry;
  }
  return Math.sqrt(sum);
}

/** Components that noise explains are none; a twentieth is too much to be explained away. */
function clean(v: number[], noise: number): number[] {
  const small = Math.max(1e-13, Math.min(noise, 0.05));
  return v.map((x) => (Math.abs(x) <= small ? 0 : x));
}

/** The largest component positive, no −0. */
function tidy(v: number[]): number[] {
  const largest = v.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-9 ? x : best), 0);
  return v.map((x) => (x === 0 ? 0 : largest < 0 ? -x : x));
}
