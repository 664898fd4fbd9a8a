// The samples' side of dynamical mean-field theory: copies of one sample, each with its label and its fields at all times
// so far (theory/reuse.md, section 5),
//   H_t = M_t z + w_t − η Σ_s K_ts F_s,   w_t = Σ_s L_ts ξ_s,   F_t = F(H_t, y),
// with z and ξ_s independent normals, and L that of kernels.ts. Averages over the copies are the kernels; derivatives by w are
// averages too, by Stein's lemma: F_t is regressed on (z, ξ_0 … ξ_t) with their own Gram matrix over the copies, and
//   g_t = α × what goes with z,   b_t = α × what goes with ξ,   Γ_t = b_t L⁻¹.
// No derivative of F is taken, so kinks of the activation count in full.

import { addProducts, addScaled, combine } from '../../math/products.ts';
import { BLOCK } from '../../model/block.ts';
import type { Kernels } from './kernels.ts';
import type { Neurons } from './neurons.ts';
import { divideByGram, extendFactor } from './triangle.ts';

/** Normals of copies `block`·BLOCK … at a time; −1 is before all times: z (k rows), then the label's noise if there is any. */
export interface CopyDraws {
  start(time: number, block: number): void;
  normals(out: Float64Array, count: number): void;
}

export interface CopiesOptions {
  readonly p: number;
  readonly k: number;
  readonly alpha: number;
  readonly eta: number;
  /** Times at which fields will be wanted, at most. */
  readonly times: number;
  readonly copies: number;
  /** Bytes in which a number is kept. */
  readonly entry: 4 | 8;
  /** √Δ. */
  readonly deviation: number;
  readonly neurons: Neurons;
  readonly draws: CopyDraws;
  readonly kernels: Kernels;
  /** May serve all who take turns. */
  readonly desk: Desk;
}

export interface Copies {
  /** Mean of ½ (y − f)² at the kernels' time, where that was asked for. */
  readonly loss: number;
  readonly blocks: number;
  /** Makes the fields of one block at the kernels' time, block after block. */
  visit(block: number, withLoss: boolean): void;
  /** All blocks visited: the kernels go one time on. */
  learn(): void;
}

/** Rows that one block of copies needs at once, in float64. */
export interface Desk {
  readonly all: Float64Array;
  readonly y: Float64Array;
  readonly z: readonly Float64Array[];
  /** ξ and F of each time, p rows each. */
  readonly xi: readonly (readonly Float64Array[])[];
  readonly F: readonly (readonly Float64Array[])[];
  readonly H: readonly Float64Array[];
}

/** Numbers kept of a copy. */
export function rowsKept(p: number, k: number, times: number): number {
  return 1 + k + 2 * p * times;
}

export function openDesk(p: number, k: number, times: number): Desk {
  const all = new Float64Array(rowsKept(p, k, times) * BLOCK);
  const rows = Array.from({ length: rowsKept(p, k, times) }, (_, i) => all.subarray(i * BLOCK, (i + 1) * BLOCK));
  const group = (first: number, count: number) => rows.slice(first, first + count);
  return {
    all, y: rows[0], z: group(1, k),
    xi: Array.from({ length: times }, (_, t) => group(1 + k + 2 * p * t, p)),
    F: Array.from({ length: times }, (_, t) => group(1 + k + 2 * p * t + p, p)),
    H: Array.from({ length: p }, () => new Float64Array(BLOCK)),
  };
}

export function openCopies({ p, k, alpha, eta, times, copies, entry, deviation, neurons, draws, kernels, desk }: CopiesOptions): Copies {
  const blocks = Math.ceil(copies / BLOCK);
  const size = rowsKept(p, k, times) * BLOCK;
  const kept = Array.from({ length: blocks }, () => (entry === 8 ? new Float64Array(size) : new Float32Array(size)));
  /** Gram matrix of the regressors z, ξ_0, …, over all copies, and its factor. */
  const stride = k + p * times;
  const gram = new Float64Array(stride * stride);
  const factor = new Float64Array(stride * stride);
  const noise = new Float64Array(BLOCK);

  /** Of the time at hand: what the fields are made of with which coefficients, and sums over the copies visited. */
  let now: ReturnType<typeof begin> | null = null;
  let loss = 0;

  function begin() {
    const t = kernels.time;
    const regressors = [desk.z, ...desk.xi.slice(0, t + 1)].flat();
    const before = desk.F.slice(0, t).flat();
    const width = regressors.length + before.length;
    const coefficients = new Float64Array(p * width);
    for (let j = 0; j < p; j++) {
      const row = (p * t + j) * kernels.stride;
      coefficients.set(kernels.overlaps.M.subarray(j * k, (j + 1) * k), j * width);
      coefficients.set(kernels.L.subarray(row, row + p * t + j + 1), j * width + k);
      for (let s = 0; s < p * t; s++) coefficients[j * width + regressors.length + s] = -eta * kernels.K[row + s];
    }
    // Of the regressors, those that are new; F on top.
    const left = [...desk.F[t], ...desk.xi[t], ...(t === 0 ? desk.z : [])];
    return {
      t, regressors, inputs: [...regressors, ...before], coefficients, width, left,
      residuals: [...before, ...desk.F[t]],
      onRegressors: new Float64Array(left.length * regressors.length),
      onResiduals: new Float64Array(p * p * (t + 1)),
      loss: 0,
    };
  }

  /** Rows of the desk from `from` to `to`, as they are kept. */
  function keep(store: Float64Array | Float32Array, from: number, to: number): void {
    store.set(desk.all.subarray(from * BLOCK, to * BLOCK), from * BLOCK);
    if (entry === 4) desk.all.set(store.subarray(from * BLOCK, to * BLOCK), from * BLOCK);
  }

  function label(block: number, count: number): void {
    draws.start(-1, block);
    for (const row of desk.z) draws.normals(row, count);
    neurons.label(desk.z, desk.y, count);
    if (deviation === 0) return;
    draws.normals(noise, count);
    addScaled(desk.y, deviation, noise, count);
  }

  return {
    blocks,
    get loss() {
      return loss;
    },
    visit(block, withLoss) {
      if (now?.t !== kernels.time) now = begin();
      const { t, regressors, inputs, coefficients, width, left, residuals, onRegressors, onResiduals } = now;
      const count = Math.min(BLOCK, copies - block * BLOCK);
      const known = rowsKept(p, k, t);
      if (t === 0) {
        label(block, count);
        keep(kept[block], 0, known);
      } else desk.all.set(kept[block].subarray(0, known * BLOCK));
      draws.start(t, block);
      for (const row of desk.xi[t]) draws.normals(row, count);
      keep(kept[block], known, known + p);
      for (let j = 0; j < p; j++) combine(desk.H[j], coefficients, j * width, inputs, width, count);
      if (withLoss) now.loss += neurons.loss(desk.H, desk.y, count);
      neurons.respond(desk.H, desk.y, desk.F[t], count);
      keep(kept[block], known + p, known + 2 * p);
      addProducts(onRegressors, left, regressors, count);
      addProducts(onResiduals, desk.F[t], residuals, count);
      if (block === blocks - 1) loss = now.loss / copies;
    },
    learn() {
      const { t, regressors: { length: width }, coefficients, onRegressors, onResiduals } = now!;
      const n = p * (t + 1);
      for (let i = 0; i < p; i++) gram.set(onRegressors.subarray((p + i) * width, (p + i + 1) * width), (k + p * t + i) * stride);
      if (t === 0) for (let r = 0; r < k; r++) gram.set(onRegressors.subarray((2 * p + r) * width, (2 * p + r + 1) * width), r * stride);
      extendFactor(gram, factor, stride, t === 0 ? 0 : k + p * t, k + n);

      const drift = new Float64Array(p * k);
      const response = new Float64Array(p * n);
      const along = new Float64Array(p);
      for (let j = 0; j < p; j++) {
        const row = onRegressors.slice(j * width, (j + 1) * width);
        const [made, total] = [coefficients.subarray(j * (width + n - p), (j + 1) * (width + n - p)), width + n - p];
        for (let i = 0; i < total; i++) along[j] += (alpha / copies) * made[i] * (i < width ? row[i] : onResiduals[j * n + i - width]);
        divideByGram(row, factor, stride, width);
        for (let r = 0; r < k; r++) drift[j * k + r] = alpha * row[r];
        for (let s = 0; s < n; s++) response[j * n + s] = alpha * row[k + s];
      }
      kernels.advance({ drift, response, along, C: onResiduals.map((sum) => (alpha * sum) / copies) });
    },
  };
}
