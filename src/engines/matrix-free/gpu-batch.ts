// The samples of one batch on a GPU: what batch.ts does on the CPU, step for step, with columns in float32 (theory/reuse.md,
// sections 6.1 and 6.2). Two sweeps of Gram and Schmidt, and one more after normalising, all without a number coming down:
// a residual in which there is no new direction becomes a column of zeros, which no later sweep feels.

import type { Batch } from './batch.ts';
import { BLOCK } from './columns.ts';
import { NOISE, type Dice } from './dice.ts';
import type { GpuColumns } from './gpu-columns.ts';

export interface GpuBatchOptions {
  readonly index: number;
  readonly size: number;
  readonly width: number;
  readonly directions: number;
  /** √Δ. */
  readonly noise: number;
  /** Cholesky factor of P (k×k). */
  readonly factor: Float64Array;
  readonly columns: GpuColumns;
  /** In place of the GPU's own draws. */
  readonly dice?: Pick<Dice, 'column'>;
}

/** As float32 columns have it on the CPU. */
const TOLERANCE = 1e-6;

export interface GpuBatch extends Batch {
  readonly V: readonly GPUBuffer[];
}

export function openGpuBatch({ index, size: n, width: p, directions: k, noise, factor, columns, dice }: GpuBatchOptions): GpuBatch {
  const G: GPUBuffer[] = [];
  const V: GPUBuffer[] = [];
  let labels: GPUBuffer | null = null;
  let owned: { first: number; count: number; T: Float64Array; vectors: GPUBuffer[] } | null = null;

  function drawInto(x: GPUBuffer, column: number): void {
    if (!dice) return columns.draw(x, n, index, column);
    const out = new Float64Array(BLOCK);
    const content = new Float32Array(n);
    for (let from = 0, block = 0; from < n; from += BLOCK, block++) {
      const count = Math.min(BLOCK, n - from);
      dice.column(out, count, index, column, block);
      content.set(out.subarray(0, count), from);
    }
    columns.write(x, content);
  }

  /** x ← (1 − V Vᵀ) x, with Vᵀ x in the sums from `slot` on. */
  function sweep(x: GPUBuffer, slot: number, known: readonly GPUBuffer[]): void {
    columns.dots(x, known, slot);
    columns.subtract(x, slot, known);
  }

  function drawColumn(column: number): GPUBuffer {
    const g = columns.take();
    // What a direction sees of this batch lies outside span(v) at first, and there is nothing outside R^n.
    if (V.length === n) columns.combine(g, [], [], true);
    else {
      drawInto(g, column);
      for (let i = 0; i < 2; i++) sweep(g, 0, V);
    }
    if (owned === null || column < owned.first || column >= owned.first + owned.count) return g;
    const { first, T, vectors } = owned;
    columns.combine(g, vectors.map((_, l) => T[l * vectors.length + column - first]), vectors);
    return g;
  }

  function drawLabels(): GPUBuffer {
    const y = columns.take();
    if (noise > 0) drawInto(y, NOISE);
    for (let r = 0; r < k; r++) columns.combine(columns.fields[r], factor.subarray(r * k, (r + 1) * k), G.slice(0, k), true);
    columns.label(y, n, noise);
    return y;
  }

  return {
    index,
    size: n,
    V,
    async extend(J) {
      if (G.length >= J && labels !== null) return;
      columns.reserve(V.length);
      while (G.length < J) G.push(drawColumn(G.length));
      labels ??= drawLabels();
      await columns.run(0);
    },
    async respond(rows, square) {
      const J = G.length;
      columns.reserve(p * J + 1);
      for (let j = 0; j < p; j++) columns.combine(columns.fields[j], rows[j], G, true);
      columns.respond(labels!, n, square, p * J);
      for (let j = 0; j < p; j++) columns.dots(columns.fields[j], G, j * J);
      const sums = await columns.run(p * J + 1);
      return { dots: rows.map((_, j) => Float64Array.from(sums.subarray(j * J, (j + 1) * J))), loss: sums[p * J] / n };
    },
    async absorb() {
      const known = [...V];
      const made: GPUBuffer[] = [];
      // Of each residual |r|², two sweeps' products, |r|² after them, one sweep's products, and |v|² after that.
      const places = Array.from({ length: p }, (_, j) => ({ slot: 3 * (j * V.length + j + (j * (j - 1)) / 2), L: V.length + j }));
      const slots = places[p - 1].slot + 3 * (places[p - 1].L + 1);
      columns.reserve(slots);
      for (const [j, { slot, L }] of places.entries()) {
        const v = columns.take();
        columns.combine(v, [1], [columns.fields[j]], true);
        columns.dots(v, [v], slot);
        sweep(v, slot + 1, known);
        sweep(v, slot + 1 + L, known);
        columns.dots(v, [v], slot + 1 + 2 * L);
        columns.normalise(v, slot + 1 + 2 * L, slot, TOLERANCE);
        sweep(v, slot + 2 + 2 * L, known);
        columns.dots(v, [v], slot + 2 + 3 * L);
        columns.normalise(v, slot + 2 + 3 * L, slot + 2 + 3 * L, 0);
        known.push(v);
        made.push(v);
      }
      const sums = await columns.run(slots);
      const components: Float64Array[] = [];
      /** Which of the vectors made now have a row among the components. */
      const rowOf = new Map<number, number>();
      const first = V.length;
      for (const [j, { slot, L }] of places.entries()) {
        for (const [i, row] of rowOf) components[row][j] = sums[slot + 1 + first + i] + sums[slot + 1 + L + first + i];
        const [after, again] = [slot + 1 + 2 * L, slot + 2 + 3 * L].map((at) => Math.sqrt(sums[at]));
        // A unit vector, or zeros. There are no more than n directions in R^n.
        if (V.length === n || !(again > 0.5)) {
          columns.give([made[j]]);
          continue;
        }
        rowOf.set(j, components.length);
        components.push(new Float64Array(p));
        components[components.length - 1][j] = after * again;
        V.push(made[j]);
      }
      return components;
    },
    own(first, count, T, q) {
      owned = { first, count, T, vectors: V.slice(V.length - q) };
    },
    dispose() {
      columns.give([...G, ...V, ...(labels ? [labels] : [])]);
      G.length = V.length = 0;
      labels = null;
    },
  };
}
