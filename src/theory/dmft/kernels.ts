// The weights' side of dynamical mean-field theory: full-batch gradient descent on a two-layer network with n, d → ∞ at
// α = n/d (arXiv:2402.03220; theory/reuse.md, sections 1 and 5). There W is linear in Gaussian vectors, so a few
// matrices with two times, of p×p blocks, say all of it: with F_j the derivative of a sample's loss by its preactivation λ_j,
//   C_ts = α E[F_t F_sᵀ],   Γ_ts = α E[∂F_t/∂w_s],   g_t = α E[F_t zᵀ],
//   M_{t+1} = κ M_t − η g_t,   K_{t+1,s} = κ K_ts − η Σ_r Γ_tr K_rs + δ_ts I   (κ = 1 − ηλ),
//   W_t = M_t W* + P_t W̃_0 − η Σ_s K_ts u_s,   W̃_0 outside span(W*),   u ~ GP(0, C).
//
// After many steps of a smooth activation the F_t are nearly dependent, Γ is huge and K undetermined. So W is followed in an
// orthonormal frame instead: ω_0 spans W̃_0, and ω_{t+1} = −(what u_t has outside u_0 … u_{t−1}, made orthonormal), so with C = R Rᵀ,
//   W_t = M_t W* + Σ_i L_ti ω_i,   Q_t = M_t M_tᵀ + L_t L_tᵀ,   L_{t+1} = κ L_t − η b_t + η [0 | R_t],
// where b_t = Γ_t L is what F_t, times α, has of the normals ξ_i that stand for ω_i among the samples. L is then the Cholesky
// factor of the theory's Q̃, and K = N R⁻¹ with η N the columns of L from ω_1 on.
//
// The rows of a constrained W are divided by their norms, numbers that do not fluctuate in the limit; on the sphere κ_j is
// what takes the gradient's part along row j away.

import { multiply, transpose } from '../../math/linalg.ts';
import type { Overlaps } from '../overlaps.ts';
import { divideByFactor, extendFactor } from './triangle.ts';

export interface Dynamics {
  readonly p: number;
  readonly k: number;
  /** Steps that will be made, at most. */
  readonly steps: number;
  /** γ/α, α = n/d: the rate of the sum over samples. */
  readonly eta: number;
  /** γ times the weight decay. */
  readonly decay: number;
  readonly constraint: 'none' | 'projected' | 'spherical';
}

/** What the samples' side tells at a time t, of n = p (t + 1) numbers a row where they are of times 0 … t. */
interface Responses {
  /** g_t, p×k. */
  readonly drift: Float64Array;
  /** b_t, p×n. */
  readonly response: Float64Array;
  /** C_t0 … C_tt, p×n. */
  readonly C: Float64Array;
  /** α E[F_j H_j] (p). */
  readonly along: Float64Array;
}

export interface Kernels {
  /** t. */
  readonly time: number;
  /** At time t; M in coordinates in which the target's directions are orthonormal. */
  readonly overlaps: Overlaps;
  /** Entries of a row: p (steps + 1). Entry (i, j) of the block of times t and s is at (p t + i) stride + p s + j. */
  readonly stride: number;
  /** Blocks of times below t. */
  readonly C: Float64Array;
  readonly Gamma: Float64Array;
  /** Blocks of times up to t. */
  readonly K: Float64Array;
  readonly L: Float64Array;
  /** From t to t + 1. */
  advance(responses: Responses): void;
}

/** n×n matrices that a run holds. */
export const MATRICES = 6;

/** From M and Q at time 0, in the coordinates of `overlaps`. */
export function openKernels({ p, k, steps, eta, decay, constraint }: Dynamics, start: Overlaps): Kernels {
  const stride = p * (steps + 1);
  const square = () => new Float64Array(stride * stride);
  const [C, R, Gamma, K, L, N] = [square(), square(), square(), square(), square(), square()];
  let M: Float64Array = Float64Array.from(start.M);
  let Q: Float64Array = Float64Array.from(start.Q);
  let time = 0;

  const inside = multiply(M, transpose(M, p, k), p, k, p);
  const outside = Q.map((entry, i) => entry - inside[i]);
  const first = new Float64Array(p * p);
  extendFactor(outside, first, p, 0, p);
  for (let i = 0; i < p; i++) L.set(first.subarray(i * p, (i + 1) * p), i * stride);

  /** Takes C_t and Γ_t in; returns b_t without what can only be chance, since W has nothing of that ω_i. */
  function learn({ response, C: correlation }: Responses, n: number): Float64Array {
    const real = response.map((b, at) => (L[(at % n) * (stride + 1)] === 0 ? 0 : b));
    for (let i = 0; i < p; i++) {
      const row = n - p + i;
      for (let s = 0; s < n; s++) C[row * stride + s] = C[s * stride + row] = correlation[i * n + s];
      const gamma = real.slice(i * n, (i + 1) * n);
      divideByFactor(gamma, L, stride, n);
      Gamma.set(gamma, row * stride);
    }
    extendFactor(C, R, stride, n - p, n);
    return real;
  }

  /** Row i of M, L and N at t + 1, n = p (t + 1), before any constraint. */
  function descend(i: number, kept: number, drift: Float64Array, response: Float64Array, n: number): void {
    const [before, after] = [(n - p + i) * stride, (n + i) * stride];
    for (let r = 0; r < k; r++) M[i * k + r] = kept * M[i * k + r] - eta * drift[i * k + r];
    for (let s = 0; s < n; s++) L[after + s] = kept * L[before + s] - eta * response[i * n + s];
    for (let s = 0; s < n; s++) {
      L[after + p + s] += eta * R[before + s];
      N[after + s] = kept * N[before + s] + R[before + s] - (s < n - p ? response[i * n + p + s] : 0);
    }
  }

  /** Returns what it divided by. */
  function constrain(i: number, n: number): number {
    const [m, l] = [M.subarray(i * k, (i + 1) * k), L.subarray((n + i) * stride, (n + i) * stride + n + p)];
    const norm = constraint === 'none' ? 1 : Math.sqrt(dot(m, m) + dot(l, l));
    for (const row of [m, l, N.subarray((n + i) * stride, (n + i) * stride + n)]) for (let s = 0; s < row.length; s++) row[s] /= norm;
    return norm;
  }

  /** Row i of K at t + 1. Of forces that are those of others no K is the right one: there it goes on undisturbed. */
  function respond(i: number, kept: number, norm: number, n: number): void {
    const row = N.slice((n + i) * stride, (n + i) * stride + n);
    divideByFactor(row, R, stride, n, (s) => (kept * K[(n - p + i) * stride + s] + (s === n - p + i ? 1 : 0)) / norm);
    K.set(row, (n + i) * stride);
  }

  return {
    get time() {
      return time;
    },
    get overlaps() {
      return { M, Q };
    },
    stride, C, Gamma, K, L,
    advance(responses) {
      const n = p * (time + 1);
      const response = learn(responses, n);
      const diagonal = Float64Array.from({ length: p }, (_, j) => Q[j * p + j]);
      M = M.slice();
      for (let i = 0; i < p; i++) {
        const kept = constraint === 'spherical' ? 1 + (eta * responses.along[i]) / diagonal[i] : 1 - decay;
        descend(i, kept, responses.drift, response, n);
        respond(i, kept, constrain(i, n), n);
      }
      time++;
      Q = multiply(M, transpose(M, p, k), p, k, p);
      for (let i = 0; i < p; i++)
        for (let j = 0; j < p; j++) for (let s = 0; s < n + p; s++) Q[i * p + j] += L[(n + i) * stride + s] * L[(n + j) * stride + s];
    },
  };
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, entry, i) => sum + entry * y[i], 0);
}
