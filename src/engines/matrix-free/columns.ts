// Arithmetic on vectors over the samples of a batch, a block at a time: a block of every vector stays in the cache while
// all that is asked of it is done. Entries are kept in float64 or float32; sums are float64's, in one fixed order.

import type { Pause } from '../reduced/advance.ts';

/** A vector with one entry for each sample. */
export type Column = Float64Array | Float32Array;

/** Samples in a block: 4096 numbers of some ten columns fit in a core's second cache. */
export const BLOCK = 4096;

/** out[l] += ⟨columns_l, work⟩ over the samples from `from` on; `work` (count) holds one block. */
export function addDots(out: Float64Array, columns: readonly Column[], work: Float64Array, from: number, count: number): void {
  const L = columns.length;
  let l = 0;
  // Four at a time: one read of `work` serves four sums, and none waits for another.
  for (; l + 3 < L; l += 4) {
    const [a, b, c, d] = [columns[l], columns[l + 1], columns[l + 2], columns[l + 3]];
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const x = work[i];
      const at = from + i;
      sa += a[at] * x;
      sb += b[at] * x;
      sc += c[at] * x;
      sd += d[at] * x;
    }
    out[l] += sa;
    out[l + 1] += sb;
    out[l + 2] += sc;
    out[l + 3] += sd;
  }
  for (; l < L; l++) {
    const a = columns[l];
    let sum = 0;
    for (let i = 0; i < count; i++) sum += a[from + i] * work[i];
    out[l] += sum;
  }
}

/** work[i] += sign Σ_l factors[l] columns_l[from + i], i = 0 … count − 1. */
export function addCombination(work: Float64Array, factors: ArrayLike<number>, columns: readonly Column[], from: number, count: number, sign = 1): void {
  const L = columns.length;
  let l = 0;
  for (; l + 3 < L; l += 4) {
    const [a, b, c, d] = [columns[l], columns[l + 1], columns[l + 2], columns[l + 3]];
    const [fa, fb, fc, fd] = [sign * factors[l], sign * factors[l + 1], sign * factors[l + 2], sign * factors[l + 3]];
    for (let i = 0; i < count; i++) {
      const at = from + i;
      work[i] += fa * a[at] + fb * b[at] + (fc * c[at] + fd * d[at]);
    }
  }
  for (; l < L; l++) {
    const a = columns[l];
    const factor = sign * factors[l];
    for (let i = 0; i < count; i++) work[i] += factor * a[from + i];
  }
}

/** work[i] = factor · column[from + i]. */
export function load(work: Float64Array, column: Column, from: number, count: number, factor = 1): void {
  for (let i = 0; i < count; i++) work[i] = factor * column[from + i];
}

/** column[from + i] = work[i], rounded as the column is. */
export function store(column: Column, work: Float64Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) column[from + i] = work[i];
}

export function squares(work: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += work[i] * work[i];
  return sum;
}

/** Calls `visit(from, count, block)` for the blocks of n samples in order. */
export async function eachBlock(n: number, pause: Pause, visit: (from: number, count: number, block: number) => void): Promise<void> {
  for (let from = 0, block = 0; from < n; from += BLOCK, block++) {
    visit(from, Math.min(BLOCK, n - from), block);
    if (pause?.due()) await pause.take();
  }
}
