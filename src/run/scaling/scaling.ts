// Overlap after a few steps against the dimension, over seeds, by the engine `matrix-free`: exact in law for one batch
// used at every step, and for fresh ones (theory/reuse.md, sections 6 and 7).

import { Diverged } from '../../engines/engine.ts';
import { openChain } from '../../engines/matrix-free/chain.ts';
import { framed, overlapsOf } from '../../engines/matrix-free/frame.ts';
import { initialLoss } from '../../engines/adaptive.ts';
import { pauseEvery } from '../../engines/reduced/advance.ts';
import { initialOverlaps } from '../../engines/reduced/initial.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, readoutVector } from '../../experiment/quantities.ts';
import { threefry4x32 } from '../../math/threefry-plain.ts';
import { axes, complement } from '../../model/target/basis.ts';
import { capturedMatrix, shareOf } from './captured.ts';
import { overlapOf, type Overlap } from './fit.ts';
import { experimentAt, type Plan } from './plan.ts';
import { protocols, type Overlaps, type Point, type Protocol, type Seeds } from './points.ts';
import { studyOf, type Study } from './study.ts';

export interface PointOptions {
  readonly signal?: AbortSignal;
  /** Told after each seed: how many are done. */
  onSeed?(done: number): void;
}

const PAUSE_MILLISECONDS = 50;

export async function pointAt(plan: Plan, dimension: number, seeds: Seeds, { signal, onSeed }: PointOptions = {}): Promise<Point> {
  const { student: { width: p } } = plan.experiment;
  const captured: Record<Protocol, Float64Array[]> = { reuse: [], onePass: [] };
  for (let seed = seeds[0]; seed <= seeds[1]; seed++) {
    signal?.throwIfAborted();
    for (const protocol of protocols) captured[protocol].push(await captureOf(experimentAt(plan, protocol, dimension, seedAt(seed, dimension)), signal));
    onSeed?.(seed - seeds[0] + 1);
  }
  const { training: { batch } } = experimentAt(plan, 'reuse', dimension, 0);
  const overlaps = { reuse: summaryOf(plan, 'reuse', captured.reuse), onePass: summaryOf(plan, 'onePass', captured.onePass) };
  return { dimension, batch, nothing: Math.sqrt(p / dimension), overlaps };
}

/** A seed of its own for each dimension, whichever others are studied: the draws of two would else begin alike. */
function seedAt(seed: number, dimension: number): number {
  return threefry4x32([dimension % 2 ** 32, Math.floor(dimension / 2 ** 32), 0, 0], [seed, 0, 0, 0])[0];
}

/** Mᵀ Q⁻¹ M at the end of a run. The chain alone: the risk of a target in several directions takes longer than the run. */
async function captureOf(experiment: Experiment, signal: AbortSignal | undefined): Promise<Float64Array> {
  const { student: { width: p }, target: { directions: k }, training: { steps } } = experiment;
  const factor = gramMatrix(experiment);
  const pause = pauseEvery(PAUSE_MILLISECONDS, async () => {
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  });
  const { chain } = openChain(experiment, framed(initialOverlaps(experiment), factor, p, k), { readout: readoutVector(experiment), pause });
  try {
    const loss = initialLoss(experiment);
    for (let step = 0; step < steps; step++) await chain.advance(step, loss);
    const { M, Q } = overlapsOf(chain.rows, factor, k);
    const C = capturedMatrix(M, Q, p, k);
    if (!C.every(Number.isFinite)) throw new Diverged(steps, 'the weights');
    return C;
  } finally {
    chain.dispose();
  }
}

function summaryOf({ experiment: { target: { directions: k } }, finds, focus }: Plan, protocol: Protocol, captured: readonly Float64Array[]): Overlaps {
  const found = finds[protocol];
  const rest = complement(found, k);
  const over = (square: (C: Float64Array) => number): Overlap => overlapOf(captured.map(square));
  return {
    all: over((C) => shareOf(axes(k), C, k)),
    directions: axes(k).map((axis) => over((C) => shareOf([axis], C, k))),
    focus: over((C) => shareOf(focus.directions, C, k)),
    found: found.length > 0 ? over((C) => shareOf(found, C, k)) : null,
    each: found.map((v) => over((C) => shareOf([v], C, k))),
    rest: rest.length > 0 ? over((C) => shareOf(rest, C, k)) : null,
  };
}

interface StudyOptions {
  readonly signal?: AbortSignal;
  onPoint?(point: Point): void;
  onSeed?(dimension: number, done: number): void;
}

/** One dimension after the other; the same seeds give the same numbers at a dimension whichever others there are. */
export async function scaling(plan: Plan, dimensions: readonly number[], seeds: Seeds, { signal, onPoint, onSeed }: StudyOptions = {}): Promise<Study> {
  // All are refused before one is run.
  for (const dimension of dimensions) experimentAt(plan, 'reuse', dimension, 0);
  const points: Point[] = [];
  for (const dimension of dimensions) {
    const point = await pointAt(plan, dimension, seeds, { signal, onSeed: (done) => onSeed?.(dimension, done) });
    points.push(point);
    onPoint?.(point);
  }
  return studyOf(plan, seeds, points);
}
