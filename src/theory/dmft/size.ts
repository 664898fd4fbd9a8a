// How many copies, at how many times, in which precision: before anything is allocated.

import type { Experiment } from '../../experiment/experiment.ts';
import { BLOCK } from '../../model/block.ts';
import { rowsKept } from './copies.ts';
import { MATRICES } from './kernels.ts';

/** Independent Monte Carlo runs, for standard errors. */
const REPLICAS = 16;
/** Up to here copies are kept in float64, beyond in float32: their normals are then those rounded ones, and no less normal. */
const FLOAT64_BYTES = 5e8;
/** Beyond it arrays are more than common machines and JavaScript engines hold. */
const MOST_BYTES = 4e9;

export interface Size {
  readonly replicas: number;
  /** Of each replica. */
  readonly copies: number;
  /** At which fields may be wanted. */
  readonly times: number;
  readonly withLoss: boolean;
  /** Bytes of a number kept of a copy. */
  readonly entry: 4 | 8;
  readonly bytes: number;
  /** Where the regressions' own bias may show beside the standard errors. */
  readonly notice?: string;
}

/** A size that will not do, in words: the key, what was found, what is allowed. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** Bytes of copies and of kernels. */
function bytesOf(p: number, k: number, times: number, copies: number, entry: 4 | 8): number {
  const kept = Math.ceil(copies / BLOCK) * BLOCK * rowsKept(p, k, times);
  const matrices = MATRICES * (p * (times + 1)) ** 2 + 2 * (k + p * times) ** 2;
  return REPLICAS * (entry * kept + 8 * matrices);
}

/** `withLoss`: also the loss on the samples trained on, at the last step too. Throws `Unfit`. */
export function sizeOf({ theory, student: { width: p }, target: { directions: k }, training: { steps } }: Experiment, withLoss: boolean): Size {
  const samples = theory?.samples ?? 1e6;
  const copies = Math.ceil(samples / REPLICAS);
  const times = steps + (withLoss ? 1 : 0);
  const least = REPLICAS * leastCopies(p, k, times);
  if (samples < least)
    throw new Unfit(`theory.samples: found ${samples}; with ${steps} steps of ${p} neurons each of ${REPLICAS} replicas regresses on ${k + p * times} normals; allowed here: at least ${least}`);
  if (bytesOf(p, k, times, copies, 4) > MOST_BYTES) throw new Unfit(tooLarge(p, k, steps, times, samples));
  const entry = bytesOf(p, k, times, copies, 8) <= FLOAT64_BYTES ? 8 : 4;
  return { replicas: REPLICAS, copies, times, withLoss, entry, bytes: bytesOf(p, k, times, copies, entry), notice: noticeOf(samples, copies, k + p * times) };
}

/** A regression on n normals by fewer than some 4 n copies is mostly noise. */
function leastCopies(p: number, k: number, times: number): number {
  return 4 * (k + p * times);
}

/** Kernels are low by about n/S of themselves for S copies a replica and n regressors; their error is some 1/√(16 S). */
function noticeOf(samples: number, copies: number, regressors: number): string | undefined {
  if (copies >= regressors ** 2) return undefined;
  const share = ((100 * regressors) / copies).toPrecision(2);
  return `theory.samples: ${samples} copies in ${REPLICAS} replicas leave a bias of about ${share} % in the kernels, beside which the standard errors are small; ${REPLICAS * regressors ** 2} or more would not`;
}

function tooLarge(p: number, k: number, steps: number, times: number, samples: number): string {
  const need = (bytesOf(p, k, times, Math.ceil(samples / REPLICAS), 4) / 1e9).toFixed(1);
  const found = `found ${samples}; ${steps} steps of ${p} neurons would keep ${need} GB of copies and kernels, at all times`;
  const most = largest((blocks) => bytesOf(p, k, times, blocks * BLOCK, 4) <= MOST_BYTES) * BLOCK;
  const fewer = largest((t) => bytesOf(p, k, t + times - steps, Math.ceil(samples / REPLICAS), 4) <= MOST_BYTES);
  const choices = [
    ...(most >= leastCopies(p, k, times) ? [`up to ${most * REPLICAS}`] : []),
    ...(fewer > 0 ? [`training.steps up to ${fewer}`] : []),
  ];
  return `theory.samples: ${found}; allowed here: ${choices.length > 0 ? choices.join(', or ') : 'fewer of them, and fewer training.steps'}`;
}

/** The largest whole number from 0 for which `fits`, which holds up to some number and not beyond. */
function largest(fits: (n: number) => boolean): number {
  if (!fits(0)) return 0;
  let [most, tooMany] = [0, 1];
  while (fits(tooMany)) [most, tooMany] = [tooMany, 2 * tooMany];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}
