// Dynamical mean-field theory by Monte Carlo (theory/reuse.md, section 5): the limit of full-batch descent, n, d → ∞ with
// n/d = α. The copies are split among replicas that know nothing of each other, since all copies of one share its
// kernels: the spread of sixteen means is a standard error, known to 18 % of itself. Regressions on n = k + pT normals by S copies
// leave a bias, about n/S of a kernel, which no averaging over replicas removes: with 10⁶ copies in all 0.03 % at
// n = 16, a tenth of the standard error; size.ts says when it is no longer small.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { cholesky, multiply, solveLower, transpose } from '../../math/linalg.ts';
import { Stream } from '../../math/streams.ts';
import type { Overlaps } from '../overlaps.ts';
import { openCopies, openDesk, type Copies, type CopyDraws } from './copies.ts';
import { openKernels, type Dynamics, type Kernels } from './kernels.ts';
import { openNeurons } from './neurons.ts';
import type { Size } from './size.ts';
import { spreadOf, type Spread } from './spread.ts';

/** steps × steps × p × p, t before s, means over replicas; what lies after the diagonal is zero but for C. */
export interface KernelTables {
  /** α E[F_t F_sᵀ], F the derivative of a sample's loss by its preactivations. */
  readonly C: number[][][][];
  /** α E[∂F_t/∂w_s]: how F at t responds to the fields at s. */
  readonly Gamma: number[][][][];
  /** How W at t responds to the force at s, per −η = −γ/α. */
  readonly K: number[][][][];
}

export interface Dmft {
  /** Steps made. */
  readonly time: number;
  /** A bounded piece of the way to the next step; true once it is made. */
  work(): boolean;
  /** A bounded piece of the way to `loss`; true once it is known. */
  see(): boolean;
  /** Of the samples trained on, ½ E(y − f)² now, one entry; after `see`. */
  loss(): Spread;
  /** M (p×k) and Q (p×p) now, with the standard errors of both. */
  overlaps(): { readonly M: Spread; readonly Q: Spread };
  /** M and Q of each replica. */
  replicas(): readonly Overlaps[];
  /** Of the steps made. */
  tables(): { readonly mean: KernelTables; readonly sem: KernelTables };
}

interface Replica {
  readonly kernels: Kernels;
  readonly copies: Copies;
}

/** From M and Q at step 0. `drawsOf` replaces the normals of a replica's copies, which the seed determines. */
export function openDmft(experiment: Experiment, start: Overlaps, size: Size, drawsOf = seeded(experiment.seed)): Dmft {
  const { target, student: { width: p }, data: { dimension: d }, training } = experiment;
  const k = target.directions;
  const alpha = training.batch / d;
  const eta = training.learningRate / alpha;
  const dynamics: Dynamics = { p, k, steps: training.steps, eta, decay: training.learningRate * training.weightDecay, constraint: training.constraint };
  // In an orthonormal frame of the target's directions W* is P's Cholesky factor, so M there is M L⁻ᵀ.
  const L = cholesky(gramMatrix(experiment), k)!;
  const Lt = transpose(L, k, k);
  const framed = new Float64Array(p * k);
  for (let j = 0; j < p; j++) framed.set(solveLower(L, start.M.subarray(j * k, (j + 1) * k), k), j * k);

  const desk = openDesk(p, k, size.times);
  const neurons = openNeurons(experiment);
  const all = Array.from({ length: size.replicas }, (_, index): Replica => {
    const kernels = openKernels(dynamics, { M: framed, Q: start.Q });
    const copies = openCopies({
      p, k, alpha, eta, times: size.times, copies: size.copies, entry: size.entry, deviation: Math.sqrt(target.noise),
      neurons, draws: drawsOf(index), kernels, desk,
    });
    return { kernels, copies };
  });

  /** The block to be visited next, of all replicas'; the replica to learn next. */
  let [next, learning] = [0, 0];
  const { blocks } = all[0].copies;

  function visit(): boolean {
    if (next === blocks * all.length) return true;
    all[Math.floor(next / blocks)].copies.visit(next % blocks, size.withLoss);
    next++;
    return false;
  }

  const overlapsOf = ({ kernels: { overlaps: { M, Q } } }: Replica): Overlaps => ({ M: multiply(M, Lt, p, k, k), Q });

  return {
    get time() {
      return all[all.length - 1].kernels.time;
    },
    work() {
      if (next < blocks * all.length) {
        visit();
        return false;
      }
      all[learning].copies.learn();
      if (++learning < all.length) return false;
      next = learning = 0;
      return true;
    },
    see: visit,
    loss: () => spreadOf(all.map(({ copies }) => [copies.loss])),
    overlaps() {
      const each = all.map(overlapsOf);
      return { M: spreadOf(each.map(({ M }) => M)), Q: spreadOf(each.map(({ Q }) => Q)) };
    },
    replicas: () => all.map(overlapsOf),
    tables() {
      const names = ['C', 'Gamma', 'K'] as const;
      const spreads = names.map((name) => spreadOf(all.map(({ kernels }) => kernels[name])));
      const table = (which: 'mean' | 'sem') => {
        const [C, Gamma, K] = spreads.map((spread) => nested(spread[which], all[0].kernels, p));
        return { C, Gamma, K };
      };
      return { mean: table('mean'), sem: table('sem') };
    },
  };
}

/** A matrix of blocks as t, s, i, j. */
function nested(matrix: Float64Array, { stride, time }: Kernels, p: number): number[][][][] {
  const numbers = (length: number) => Array.from({ length }, (_, i) => i);
  return numbers(time).map((t) => numbers(time).map((s) => numbers(p).map((i) => numbers(p).map((j) => matrix[(p * t + i) * stride + p * s + j]))));
}

function seeded(seed: number): (replica: number) => CopyDraws {
  const draws = openDraws();
  return (replica) => ({
    start: (time, block) => draws.start(seed, Stream.copies, block, time + 1, replica),
    normals: draws.normals,
  });
}
