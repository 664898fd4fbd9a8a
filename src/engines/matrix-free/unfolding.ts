// Batches in law, at any dimension: what is small in theory/reuse.md, sections 6.1 and 6.4, in float64. d enters through
// the numbers of degrees of freedom alone. In the document's units W's rows are unit vectors, X is n×d with normal
// entries and a step is W ← (1 − γλ) W + γ rᵀ X / n.
//
// Of Xᵀr the part along the known directions f is G's to say. What lies outside is Σ_l ρ_l Xᵀ v_l over the directions v_l
// that this step's residuals brought, and of those Xᵀ v_l nothing was known: a Bartlett triangle in d − J dimensions. Its
// axes are the next f's.

import type { Experiment } from '../../experiment/experiment.ts';
import type { LossState } from '../adaptive.ts';
import { constrainedStep } from '../constraint.ts';
import type { Schedule } from '../schedule.ts';
import type { Batch } from './batch.ts';
import type { Dice } from './dice.ts';
import { turned } from './frame.ts';

/** A Markov chain whose weights are rows in an orthonormal frame. */
export interface Chain {
  /** W (p rows) in the frame of the step that was made last: k coordinates in span(W*), and others. */
  readonly rows: readonly Float64Array[];
  /** Makes step `step` (from 0) at γ and the loss given. */
  advance(step: number, loss: LossState): Promise<void>;
  /** The mean loss, at the weights now, of the batch that step `step` uses. */
  batchLoss(step: number): Promise<number>;
  dispose(): void;
}

export interface UnfoldingOptions {
  readonly experiment: Experiment;
  readonly schedule: Schedule;
  /** Of a step at which the batch is fresh, and that step's frame may be any. */
  readonly rows: readonly Float64Array[];
  readonly dice: Dice;
  open(index: number): Batch;
}

export function openUnfolding({ experiment, schedule, rows: start, dice, open }: UnfoldingOptions): Chain {
  const { training: { constraint, weightDecay }, target: { directions: k }, data: { dimension: d } } = experiment;
  const batches = new Map<number, { readonly batch: Batch; steps: number }>();
  /** W as the last step left it, and in the frame of the batch in hand: they differ where the next batch is a fresh one. */
  let last: readonly Float64Array[] = start.map((row) => row.slice());
  let rows = renewed(last);

  /** A fresh batch knows no direction from another: those of span(W*, W) are enough, and any k + p of them will do. */
  function renewed(rows: readonly Float64Array[]): readonly Float64Array[] {
    return rows[0].length > k + rows.length ? turned(rows, k) : rows;
  }

  /** The batch, with all that this moment's frame needs. */
  async function ready(index: number) {
    const known = batches.get(index) ?? { batch: open(index), steps: 0 };
    batches.set(index, known);
    await known.batch.extend(rows[0].length);
    return known;
  }

  async function makeStep(index: number, { learningRate, square }: LossState): Promise<void> {
    const known = await ready(index);
    const { batch } = known;
    const n = batch.size;
    const J = rows[0].length;
    const { dots } = await batch.respond(rows, square);
    // With all of R^d known there is nothing left to unfold.
    const components = J < d ? await batch.absorb() : [];
    const q = components.length;
    const count = Math.min(q, d - J);
    const T = new Float64Array(q * q);
    if (q > 0) {
      dice.triangle(T, q, d - J, index, known.steps);
      batch.own(J, count, T, q);
    }
    rows = rows.map((row, j) => {
      const next = new Float64Array(J + count);
      next.set(row);
      const gradient = new Float64Array(J + count);
      for (let l = 0; l < J; l++) gradient[l] = dots[j][l] / n - weightDecay * row[l];
      for (let i = 0; i < count; i++) {
        let sum = 0;
        for (let l = 0; l < q; l++) sum += T[l * q + i] * components[l][j];
        gradient[J + i] = sum / n;
      }
      constrainedStep(next, gradient, learningRate, constraint);
      return next;
    });
    known.steps++;
  }

  return {
    get rows() {
      return last;
    },
    async advance(step, loss) {
      const index = schedule.batchOf(step);
      await makeStep(index, loss);
      last = rows;
      if (schedule.kept || schedule.batchOf(step + 1) === index) return;
      batches.get(index)!.batch.dispose();
      batches.delete(index);
      rows = renewed(rows);
    },
    async batchLoss(step) {
      const { batch } = await ready(schedule.batchOf(step));
      return (await batch.respond(rows, true)).loss;
    },
    dispose() {
      for (const { batch } of batches.values()) batch.dispose();
      batches.clear();
    },
  };
}
