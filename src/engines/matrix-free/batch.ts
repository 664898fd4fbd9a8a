// The samples of one batch, seen only through what has been asked of them (theory/reuse.md, section 6.1). X (n×d) is the
// batch's data, f_1, f_2, … an orthonormal basis of the directions of R^d that the dynamics has met, v_1, v_2, … one of
// the residuals in R^n:
//   G_j = X f_j, and the part of X outside span(v) × span(f) is still unknown: independent normals.
// Everything here has n entries; what is small is in unfolding.ts.

import type { Pause } from '../reduced/advance.ts';
import { addCombination, addDots, eachBlock, load, squares, store, type Column } from './columns.ts';
import { NOISE, type Dice } from './dice.ts';
import type { Residuals } from './residuals.ts';

export interface BatchOptions {
  /** Its number among the batches of the run, and how many samples it has. */
  readonly index: number;
  readonly size: number;
  readonly width: number;
  readonly directions: number;
  /** y of the target's fields z (k), without noise. */
  label(z: Float64Array): number;
  /** √Δ. */
  readonly noise: number;
  /** Cholesky factor of P (k×k): z = L (G_1 … G_k). */
  readonly factor: Float64Array;
  readonly residuals: Residuals;
  readonly dice: Dice;
  readonly pause: Pause;
  readonly store: Store;
}

/** Columns that are no longer needed serve again: a fresh batch at every step allocates nothing. */
export interface Store {
  /** What is left of a residual beside the known directions, relative to it, that is no new direction but rounding. */
  readonly tolerance: number;
  /** Scratch: 2 + max(p, k) blocks of samples, no two of which are in use at once by two batches. */
  readonly blocks: readonly Float64Array[];
  take(n: number): Column;
  give(columns: readonly Column[]): void;
}

export interface Batch {
  readonly index: number;
  readonly size: number;
  /** Draws what is missing of G_1 … G_J given all that is known. */
  extend(J: number): Promise<void>;
  /**
   * With W's rows in the basis f (p arrays of J numbers) the residuals of all samples. Returns ⟨G_l, r_j⟩ (p×J), Xᵀr in
   * the known directions, and the mean loss.
   */
  respond(rows: readonly Float64Array[], square: boolean): Promise<{ readonly dots: Float64Array[]; readonly loss: number }>;
  /**
   * Makes new directions v of the last residuals. Returns, for each, the component of the residual that made it and of
   * those after it: q rows of p numbers.
   */
  absorb(): Promise<Float64Array[]>;
  /**
   * The next columns of G, `first` and on, belong to directions met through the last q vectors v: G gets Σ_l T_li v_l
   * with T (q×q) in them, the samples' own part in the step.
   */
  own(first: number, count: number, T: Float64Array, q: number): void;
  dispose(): void;
}

/** A batch whose columns are arrays. */
export interface StoredBatch extends Batch {
  /** v_1 … v_L as far as they are known. */
  readonly V: readonly Column[];
}

export function openBatch({ index, size: n, width: p, directions: k, label, noise, factor, residuals, dice, pause, store: keep }: BatchOptions): StoredBatch {
  const G: Column[] = [];
  const V: Column[] = [];
  let labels: Column | null = null;
  let last: Column[] = [];
  let owned: { first: number; count: number; T: Float64Array; vectors: Column[] } | null = null;

  const [work, y, ...fields] = keep.blocks;

  /**
   * x ← (1 − V Vᵀ)^sweeps factor·x. Returns the norm before and after, and the coefficients taken away (L). A pass over the
   * samples does the end of one sweep and the beginning of the next.
   */
  async function orthogonalise(x: Column, sweeps: number, factor = 1): Promise<{ before: number; after: number; taken: Float64Array }> {
    const taken = new Float64Array(V.length);
    let coefficients = taken;
    let [before, after] = [0, 0];
    const passes = V.length === 0 ? 0 : sweeps;
    for (let pass = 0; pass <= passes; pass++) {
      const next = new Float64Array(V.length);
      await eachBlock(n, pause, (from, count) => {
        load(work, x, from, count, pass === 0 ? factor : 1);
        if (pass === 0) before += squares(work, count);
        else addCombination(work, coefficients, V, from, count, -1);
        if (pass > 0 || factor !== 1) store(x, work, from, count);
        if (pass < passes) addDots(next, V, work, from, count);
        else after += squares(work, count);
      });
      next.forEach((coefficient, l) => (taken[l] += coefficient));
      coefficients = next;
    }
    return { before: Math.sqrt(before), after: Math.sqrt(after), taken };
  }

  async function draw(column: number): Promise<Column> {
    const g = keep.take(n);
    // What a direction sees of this batch lies outside span(v) at first, and there is nothing outside R^n.
    if (V.length === n) g.fill(0);
    else {
      await eachBlock(n, pause, (from, count, block) => {
        dice.column(work, count, index, column, block);
        store(g, work, from, count);
      });
      if (V.length > 0) await orthogonalise(g, 2);
    }
    if (owned === null || column < owned.first || column >= owned.first + owned.count) return g;
    const { first, T, vectors } = owned;
    const factors = vectors.map((_, l) => T[l * vectors.length + column - first]);
    await eachBlock(n, pause, (from, count) => {
      load(work, g, from, count);
      addCombination(work, factors, vectors, from, count);
      store(g, work, from, count);
    });
    return g;
  }

  async function drawLabels(): Promise<void> {
    const out = (labels = keep.take(n));
    const z = new Float64Array(k);
    const frame = G.slice(0, k);
    await eachBlock(n, pause, (from, count, block) => {
      for (let r = 0; r < k; r++) {
        fields[r].fill(0, 0, count);
        addCombination(fields[r], factor.subarray(r * k, (r + 1) * k), frame, from, count);
      }
      if (noise > 0) dice.column(work, count, index, NOISE, block);
      for (let i = 0; i < count; i++) {
        for (let r = 0; r < k; r++) z[r] = fields[r][i];
        out[from + i] = label(z) + (noise > 0 ? noise * work[i] : 0);
      }
    });
  }

  return {
    index,
    size: n,
    V,
    async extend(J) {
      while (G.length < J) G.push(await draw(G.length));
      if (labels === null) await drawLabels();
    },
    async respond(rows, square) {
      while (last.length < p) last.push(keep.take(n));
      const dots = rows.map(() => new Float64Array(G.length));
      let sum = 0;
      const H = fields.slice(0, p);
      await eachBlock(n, pause, (from, count) => {
        for (let j = 0; j < p; j++) {
          H[j].fill(0, 0, count);
          addCombination(H[j], rows[j], G, from, count);
        }
        load(y, labels!, from, count);
        sum += residuals(H, y, count, square);
        for (let j = 0; j < p; j++) {
          store(last[j], H[j], from, count);
          addDots(dots[j], G, H[j], from, count);
        }
      });
      return { dots, loss: sum / n };
    },
    async absorb() {
      const known = V.length;
      const components: Float64Array[] = [];
      const unused: Column[] = [];
      for (let j = 0; j < p; j++) {
        const r = last[j];
        const { before, after, taken } = await orthogonalise(r, 2);
        components.forEach((row, l) => (row[j] = taken[known + l]));
        // There are no more than n directions in R^n.
        if (V.length === n || !(after > keep.tolerance * before)) {
          unused.push(r);
          continue;
        }
        // Normalised, and swept once more: what rounding left along the others has been made larger by `before / after`.
        const again = await orthogonalise(r, 1, 1 / after);
        await orthogonalise(r, 0, 1 / again.after);
        V.push(r);
        components.push(new Float64Array(p));
        components[components.length - 1][j] = after;
      }
      last = unused;
      return components;
    },
    own(first, count, T, q) {
      owned = { first, count, T, vectors: V.slice(V.length - q) };
    },
    dispose() {
      keep.give([...G, ...V, ...last, ...(labels ? [labels] : [])]);
      G.length = V.length = last.length = 0;
    },
  };
}
