// An ensemble's steps as dispatches: each makes some steps of some runs, so few that it stays short.

import type { Work } from '../../gpu/profiler.ts';
import { SLICE_STRIDE, type Shape } from './gpu-kernel.ts';

export interface SliceOfRuns {
  readonly firstRun: number;
  readonly runs: number;
  /** Steps made before. */
  readonly firstStep: number;
  readonly steps: number;
  /** Index of the next recorded step. */
  readonly record: number;
}

/** What a step of one run costs, about in normals drawn. */
export function stepWeight({ p, k, n, workgroup }: Pick<Shape, 'p' | 'k' | 'n' | 'workgroup'>): number {
  // A sample's normals, its p (p + k) sums at an eighth of a normal each, and the step's serial part.
  return Math.ceil(n / workgroup) * workgroup * (4 * Math.ceil((p + k + 1) / 4) + (p * (p + k)) / 8) + 100 + 10 * p * p;
}

/**
 * What some steps of some runs do by their formula, for the profile: of each sample the fields L x (k + p of them, L lower
 * triangular) and the sums r (λ*, λ)ᵀ; normals, links and a step's serial part are not counted. Bytes are those of W's rows, which
 * a run reads before its steps and writes after them.
 */
export function stepWork({ p, k, n }: Pick<Shape, 'p' | 'k' | 'n'>, runs: number, steps: number): Work {
  return { flops: runs * steps * n * ((k + p) * (k + p) + 2 * p * (k + p)), bytes: 8 * runs * p * (k + p) };
}

/** Fewer runs side by side than this take no less time. */
const LEAST_RUNS = { fallback: 2, gpu: 32 };

/** The steps `start` + 1 … `end` of all runs in dispatches of about `limit` at most; `record` is the index of the first recorded one. */
export function planSlices(shape: Shape, records: readonly number[], record: number, [start, end]: readonly [number, number], limit: number, fallback: boolean): SliceOfRuns[] {
  const weight = stepWeight(shape);
  const least = fallback ? LEAST_RUNS.fallback : LEAST_RUNS.gpu;
  const together = Math.max(1, Math.min(shape.groups, shape.runs, Math.max(least, Math.floor(limit / weight))));
  const stride = Math.max(1, Math.floor(limit / (weight * together)));
  const slices: SliceOfRuns[] = [];
  for (let firstStep = start; firstStep < end; firstStep += stride) {
    while (records[record] <= firstStep) record++;
    const steps = Math.min(stride, end - firstStep);
    for (let firstRun = 0; firstRun < shape.runs; firstRun += together)
      slices.push({ firstRun, runs: Math.min(together, shape.runs - firstRun), firstStep, steps, record });
  }
  return slices;
}

/** The struct `Slice` of shaders/reduced_run.wgsl, one every SLICE_STRIDE bytes; `history` is the recorded step that the history begins with. */
export function sliceUniforms(slices: readonly SliceOfRuns[], history: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array((SLICE_STRIDE / 4) * slices.length);
  slices.forEach(({ firstRun, firstStep, steps, record }, i) => words.set([firstRun, firstStep, steps, record, history], (i * SLICE_STRIDE) / 4));
  return words;
}
