// Where the overlap that recovers first begins: the largest, over the neurons and directions that can grow, along them.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { normalCdf } from '../../math/erf.ts';
import { cholesky, solveLower } from '../../math/linalg.ts';
import type { LocalConstants } from './constants.ts';

export interface Start {
  /** m0, positive towards where the drift leads; 0 or less where every row is given on the other side of an odd target. */
  readonly overlap: number;
  /** Draws among which it is the largest; 1 where the overlaps are given. */
  readonly draws: number;
  /** Whether it is a typical value of a random draw. */
  readonly random: boolean;
}

/** An odd target is felt on one side only: growth m^(ℓ−1) with ℓ − 1 even has the sign of the target, not of m. */
export function startOf(experiment: Experiment, order: number, { neurons, directions }: LocalConstants): Start {
  const { initial, data: { dimension: d }, target: { directions: k } } = experiment;
  const oneSided = order % 2 === 1;
  const draws = neurons.length * directions.length;
  // For ℓ = 1 the drift does not wait for an overlap, and a random one is as often against it.
  const typical = order === 1 ? 0 : typicalLargest(draws, oneSided);
  if (initial === 'random') return { overlap: typical / Math.sqrt(d), draws, random: true };
  const L = cholesky(gramMatrix(experiment), k)!;
  const frame = directions.map((v) => solveLower(L, Float64Array.from(v), k));
  const along = (row: readonly number[], side: number): number => {
    const coordinates = solveLower(L, Float64Array.from(row), k);
    const overlaps = frame.map((v) => v.reduce((sum, value, r) => sum + value * coordinates[r], 0));
    return Math.max(...overlaps.map((x) => (oneSided ? side * x : Math.abs(x))));
  };
  if ('overlap' in initial) {
    const m = initial.overlap;
    // One direction: +w*. More: uniform on the sphere of radius m, whose components are about m/√k times a normal.
    if (k === 1) return { overlap: Math.max(...neurons.map(({ side }) => along([m], side))), draws: 1, random: false };
    return { overlap: m * Math.min(1, typical / Math.sqrt(k)), draws, random: true };
  }
  return { overlap: Math.max(...neurons.map(({ index, side }) => along(initial.M[index], side))), draws: 1, random: false };
}

/**
 * Median of the largest of `count` standard normals in size, or, `oneSided`, of the largest of them given that one is
 * positive: (2Φ(x) − 1)^N = ½, and Φ(x)^N = ½ (1 + 2^−N).
 */
function typicalLargest(count: number, oneSided: boolean): number {
  const probability = (x: number): number => (oneSided ? normalCdf(x) : 2 * normalCdf(x) - 1) ** count;
  const wanted = oneSided ? 0.5 * (1 + 0.5 ** count) : 0.5;
  let [low, high] = [0, 10];
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (low + high);
    if (probability(middle) < wanted) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
