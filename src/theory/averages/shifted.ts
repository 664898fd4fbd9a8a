// Integrands of many Gaussian directions: a rank-1 lattice in the cube, shifted at random by fixed seeds, folded by the
// baker's map and mirrored. The spread over the shifts tells the error (Cranley and Patterson 1976).

import { normalQuantile } from '../../math/normal-quantile.ts';
import { threefry4x32 } from '../../math/threefry-plain.ts';
import type { Sampled } from './lattice.ts';
import type { Integrand } from './sums.ts';

/** A prime number of points, in each of so many shifts, each with its mirror image. */
const POINTS = 4093;
const SHIFTS = 8;
const CANDIDATES = 40;

export function shiftedSums(integrand: Integrand): (rank: number) => Sampled {
  let [nodes, dimension]: [Float64Array, number] = [new Float64Array(0), -1];
  return (rank) => {
    if (rank !== dimension) [nodes, dimension] = [normalNodes(rank), rank];
    const groups = Array.from({ length: SHIFTS }, () => new Float64Array(integrand.size));
    const mirror = new Float64Array(rank);
    for (let shift = 0, at = 0; shift < SHIFTS; shift++)
      for (let i = 0; i < POINTS; i++, at += rank) {
        const x = nodes.subarray(at, at + rank);
        for (let b = 0; b < rank; b++) mirror[b] = -x[b];
        integrand.visit(x, 0.5 / POINTS, groups[shift]);
        integrand.visit(mirror, 0.5 / POINTS, groups[shift]);
      }
    let worst = 0;
    const sums = groups[0].map((_, i) => {
      const mean = groups.reduce((sum, group) => sum + group[i], 0) / SHIFTS;
      const square = groups.reduce((sum, group) => sum + (group[i] - mean) ** 2, 0);
      worst = Math.max(worst, square);
      return mean;
    });
    return { sums, error: 2 * Math.sqrt(worst / (SHIFTS * (SHIFTS - 1))) };
  };
}

/** SHIFTS × POINTS × rank. */
function normalNodes(rank: number): Float64Array {
  const generator = bestGenerator(rank);
  const nodes = new Float64Array(SHIFTS * POINTS * rank);
  for (let shift = 0, at = 0; shift < SHIFTS; shift++) {
    const offset = Float64Array.from({ length: rank }, (_, b) => (threefry4x32([b, shift, 0, 0], [0x9e3779b9, 0, 0, 0])[0] + 0.5) / 2 ** 32);
    for (let i = 0; i < POINTS; i++)
      for (let b = 0, z = 1; b < rank; b++, z = (z * generator) % POINTS) {
        const t = (((i * z) % POINTS) / POINTS + offset[b]) % 1;
        nodes[at++] = normalQuantile(Math.min(1 - 1e-16, Math.max(1e-16, 1 - Math.abs(2 * t - 1))));
      }
  }
  return nodes;
}

/** Korobov's lattice (1, g, g², …) with the least mean square error P₂, later directions weighing less, among some g. */
function bestGenerator(rank: number): number {
  let [best, least] = [1, Infinity];
  for (let c = 1; c <= CANDIDATES; c++) {
    const generator = 2 + ((c * 1597) % (POINTS - 3));
    let sum = 0;
    for (let i = 0; i < POINTS; i++) {
      let product = 1;
      for (let b = 0, z = 1; b < rank; b++, z = (z * generator) % POINTS) {
        const u = ((i * z) % POINTS) / POINTS;
        product *= 1 + (2 * Math.PI ** 2 * (u * u - u + 1 / 6)) / (b + 1) ** 2;
      }
      sum += product;
    }
    if (sum < least) [best, least] = [generator, sum];
  }
  return best;
}
