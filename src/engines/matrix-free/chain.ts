// From an experiment to the chain that runs it: sample by sample where a batch is one sample or each looks ahead by itself,
// by unfolding batches otherwise.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { cholesky, multiply } from '../../math/linalg.ts';
import { parseLink, targetVariables } from '../../model/link.ts';
import type { Pause } from '../reduced/advance.ts';
import { openBatch, type Batch, type Store } from './batch.ts';
import { BLOCK, type Column } from './columns.ts';
import { seededDice, type Dice } from './dice.ts';
import { residualsOf } from './residuals.ts';
import { openSamples, seededSamples, type SampleDraws } from './samples.ts';
import { sizeOf } from './size.ts';
import { scheduleOf } from '../schedule.ts';
import { openUnfolding, type Chain } from './unfolding.ts';

export interface ChainOptions {
  /** a (p). */
  readonly readout: Float64Array;
  readonly pause: Pause;
  /** In place of those of the experiment's seed. */
  readonly dice?: Dice;
  readonly samples?: SampleDraws;
  /** Bytes of a column's entry, in place of what the size asks for. */
  readonly entry?: 8 | 4;
  /** Batches whose columns are kept elsewhere: on a GPU, in float32. */
  readonly batches?: { open(index: number, size: number): Batch };
}

const FLOAT32 = 'the columns of the data that are kept are in float32: overlaps are right to about 1e-6 after few steps.';

interface OpenedChain {
  readonly chain: Chain;
  readonly bytes: number;
  readonly notice?: string;
}

/** Whether whole batches unfold. Else samples come one by one: each batch is one, or each sample looks ahead by itself. */
export function unfolds({ training: { batch, dataset, lookAhead } }: Experiment): boolean {
  return lookAhead?.kind !== 'sample' && !(batch === 1 && dataset === null);
}

/** `rows` is W in a frame of k + p vectors, the first k spanning W*. */
export function openChain(experiment: Experiment, rows: readonly Float64Array[], { readout, pause, ...given }: ChainOptions): OpenedChain {
  const { target, student: { width: p }, training, seed } = experiment;
  const { batch: n, dataset } = training;
  const k = target.directions;
  const factor = cholesky(gramMatrix(experiment), k)!;
  const link = parseLink(target.link, targetVariables(k));
  const residuals = residualsOf(experiment, readout);
  if (!unfolds(experiment)) {
    const label = (coordinates: Float64Array) => link.evaluate(multiply(factor, coordinates, k, k, 1));
    const chain = openSamples({ experiment, schedule: scheduleOf(experiment), rows, draws: given.samples ?? seededSamples(seed), residuals, pause, label });
    return { chain, bytes: 8 * p * (3 * p + 2 * k) };
  }
  const size = sizeOf(experiment);
  const dice = given.dice ?? seededDice(seed);
  const noise = Math.sqrt(target.noise);
  const store = storeOf(given.entry ?? size.entry, 2 + Math.max(p, k));
  const { batches } = given;
  const open = (index: number) => {
    const samples = dataset === null ? n : Math.min(n, dataset - index * n);
    return batches?.open(index, samples) ?? openBatch({ index, size: samples, width: p, directions: k, label: link.evaluate, noise, factor, residuals, dice, pause, store });
  };
  const chain = openUnfolding({ experiment, schedule: scheduleOf(experiment), rows, dice, open });
  if (batches) return { chain, bytes: (4 * size.bytes) / size.entry, notice: `On the GPU ${FLOAT32}` };
  return { chain, bytes: size.bytes, notice: size.entry === 4 ? `At this size ${FLOAT32}` : undefined };
}

/** Columns in float64 or float32, with what rounding leaves there of a residual in known directions (theory/reuse.md, section 6.2). */
export function storeOf(entry: 8 | 4, blocks: number): Store {
  const spare: Column[] = [];
  return {
    blocks: Array.from({ length: blocks }, () => new Float64Array(BLOCK)),
    tolerance: entry === 8 ? 1e-10 : 1e-6,
    take(n) {
      const at = spare.findIndex(({ length }) => length === n);
      return at < 0 ? (entry === 8 ? new Float64Array(n) : new Float32Array(n)) : spare.splice(at, 1)[0];
    },
    give(columns) {
      spare.push(...columns);
    },
  };
}
