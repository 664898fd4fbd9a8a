// Smooth integrands of few Gaussian directions: lattice sums, which converge faster than any power of the spacing. Two lattices,
// one in the holes of the other, tell by how much; finer ones are taken as long as they disagree.

import { ROOT_2PI } from '../../math/quadrature.ts';
import type { Integrand, Sums } from './sums.ts';

export interface Sampled {
  readonly sums: Sums;
  readonly error: number;
}

const STEPS = [0.85, 0.7, 0.58, 0.48, 0.4, 0.33, 0.27];
/** Nodes of both lattices together: beyond, a step of the theory would take a good part of a second. */
const MOST = 6e5;
/** Of the two lattices from each other, relative to the largest sum. Their mean is the better for the holes that they fill. */
const WANTED = 1e-7;

/** Sums over lattices that remember the spacing which was fine enough before. */
export function latticeSums(integrand: Integrand, reach: number): (rank: number) => Sampled {
  const known = new Map<string, Float64Array>();
  const level: number[] = [];
  return (rank) => {
    for (let at = level[rank] ?? 0; ; at++) {
      const step = STEPS[at];
      const sums = [0, 0.5].map((offset) => {
        const key = `${rank} ${step} ${offset}`;
        let nodes = known.get(key);
        if (nodes === undefined) known.set(key, (nodes = ballLattice(rank, step, offset, reach)));
        return sumOver(integrand, nodes, rank);
      });
      let [error, size] = [0, 0];
      const mean = sums[0].map((value, i) => {
        error = Math.max(error, Math.abs(value - sums[1][i]));
        size = Math.max(size, Math.abs(value));
        return 0.5 * (value + sums[1][i]);
      });
      const finer = STEPS[at + 1];
      if (!(error > WANTED * size) || finer === undefined || 2 * nodesIn(rank, finer, reach) > MOST) {
        level[rank] = at;
        return { sums: mean, error: ofMean(error, size) };
      }
    }
  };
}

/**
 * What the mean leaves of a difference: the wave vectors that both alias are longer than those of one by √2, and an analytic
 * function's spectrum falls geometrically.
 */
function ofMean(difference: number, size: number): number {
  const relative = difference / size;
  return relative > 0 && relative < 1 ? 3 * size * relative ** Math.SQRT2 : difference;
}

/** Nodes (rank numbers and a weight each), those within `reach` of 0. */
function ballLattice(rank: number, step: number, offset: number, reach: number): Float64Array {
  const nodes: number[] = [];
  const x: number[] = [];
  const last = Math.ceil(reach / step);
  const visit = (square: number, weight: number): void => {
    if (x.length === rank) {
      nodes.push(...x, weight);
      return;
    }
    for (let i = -last - 1; i <= last; i++) {
      const at = (i + offset) * step;
      if (square + at * at > reach * reach) continue;
      x.push(at);
      visit(square + at * at, (weight * step * Math.exp(-0.5 * at * at)) / ROOT_2PI);
      x.pop();
    }
  };
  visit(0, 1);
  return Float64Array.from(nodes);
}

function nodesIn(rank: number, step: number, reach: number): number {
  const unitBall = [1, 2, Math.PI, (4 / 3) * Math.PI, 0.5 * Math.PI ** 2][rank];
  return unitBall * (reach / step) ** rank;
}

function sumOver(integrand: Integrand, nodes: Float64Array, rank: number): Sums {
  const sums = new Float64Array(integrand.size);
  const x = new Float64Array(rank);
  for (let i = 0; i < nodes.length; i += rank + 1) {
    for (let b = 0; b < rank; b++) x[b] = nodes[i + b];
    integrand.visit(x, nodes[i + rank], sums);
  }
  return sums;
}
