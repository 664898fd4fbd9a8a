// Sample by sample, in law, at any dimension and a cost that does not depend on it (theory/reuse.md, sections 6.3 and 6.4):
// batches of one, used once or several times, and the look-ahead "sample" of section 2, where each sample's residuals are
// those after its own displacement ρ r |x|². A sample is its coordinates in span(W*, W), those in the span of what its batch
// has added so far, and the length of what is left.

import type { Experiment } from '../../experiment/experiment.ts';
import { openDraws } from '../../math/draws.ts';
import { factorSemidefinite } from '../../math/factor.ts';
import { chiSquare } from '../../math/gamma.ts';
import { Stream } from '../../math/streams.ts';
import { constrainedStep } from '../constraint.ts';
import { dot } from '../initial.ts';
import type { Pause } from '../reduced/advance.ts';
import type { Schedule } from '../schedule.ts';
import { turned } from './frame.ts';
import type { Residuals } from './residuals.ts';
import type { Chain } from './unfolding.ts';

export interface SampleDraws {
  start(batch: number): void;
  normals(out: Float64Array, count: number): void;
  chiSquare(freedom: number): number;
}

export function seededSamples(seed: number): SampleDraws {
  const draws = openDraws();
  return {
    start: (batch) => draws.start(seed, Stream.samples, batch),
    normals: draws.normals,
    chiSquare: (freedom) => chiSquare(draws, freedom),
  };
}

export interface SamplesOptions {
  readonly experiment: Experiment;
  readonly schedule: Schedule;
  /** W in a frame of k + p vectors, the first k spanning W*. */
  readonly rows: readonly Float64Array[];
  readonly draws: SampleDraws;
  readonly residuals: Residuals;
  readonly pause: Pause;
  /** y, without noise, of a sample whose coordinates in the frame begin with these k. */
  label(coordinates: Float64Array): number;
}

export function openSamples({ experiment, schedule: { batchOf }, rows: start, draws, residuals, pause, label }: SamplesOptions): Chain {
  const { target, student: { width: p }, data: { dimension: d }, training: { batch: n, constraint, weightDecay, lookAhead } } = experiment;
  const k = target.directions;
  const noise = Math.sqrt(target.noise);
  // Beside the frame a batch adds up to p directions, and one sample one.
  const extra = n === 1 ? 1 : p;
  const known = k + p;
  const size = known + extra;
  const rho = lookAhead?.kind === 'sample' ? lookAhead.rho : null;
  let rows: readonly Float64Array[] = start.map((row) => row.slice());

  /** The sample in the frame: k + p coordinates, then those outside. */
  const x = new Float64Array(size);
  const normals = new Float64Array(known);
  const fields = Array.from({ length: p }, () => new Float64Array(1));
  const y = new Float64Array(1);
  const xi = new Float64Array(1);

  /**
   * Draws x and y; returns |x|². With one sample a batch, what it has outside the frame is the frame's next vector. At each
   * step on a batch its draws are made again: W stays in the frame that had them, one vector longer, until the batch changes.
   */
  function drawSample(): number {
    draws.normals(normals, known);
    x.set(normals);
    let beyond = 0;
    if (n === 1) x[known] = Math.sqrt(draws.chiSquare(d - known));
    else {
      draws.normals(normals, p);
      x.set(normals.subarray(0, p), known);
      beyond = draws.chiSquare(d - known - p);
    }
    y[0] = label(x);
    if (noise > 0) {
      draws.normals(xi, 1);
      y[0] += noise * xi[0];
    }
    return dot(x, x) + beyond;
  }

  /** r of the sample into `fields`, at W or at the place that the look-ahead takes it to; returns the loss at W. */
  function respond(lengthSquared: number, square: boolean): number {
    for (let j = 0; j < p; j++) fields[j][0] = project(rows[j]);
    if (rho === null) return residuals(fields, y, 1, square);
    const here = fields.map(([lambda]) => lambda);
    const loss = residuals(fields, y, 1, square);
    for (let j = 0; j < p; j++) fields[j][0] = here[j] + rho * fields[j][0] * lengthSquared;
    residuals(fields, y, 1, square);
    return loss;
  }

  function project(row: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < row.length; i++) sum += row[i] * x[i];
    return sum;
  }

  function oneSample(gamma: number, square: boolean): void {
    respond(drawSample(), square);
    rows = rows.map((row, j) => {
      const next = extended(row, size);
      constrainedStep(next, x.map((entry, i) => fields[j][0] * entry - weightDecay * next[i]), gamma, constraint);
      return next;
    });
  }

  /**
   * Many samples, one after the other: of S = Σ r xᵀ, the part outside the frame is R U with R (p×p) lower triangular and
   * orthonormal rows U. A sample's coordinates along U are drawn, so S Sᵀ and then R follow.
   */
  async function manySamples(gamma: number, square: boolean): Promise<void> {
    const inside = Array.from({ length: p }, () => new Float64Array(known));
    const gram = new Float64Array(p * p);
    const R = new Float64Array(p * p);
    const along = new Float64Array(p);
    for (let sample = 0; sample < n; sample++) {
      const lengthSquared = drawSample();
      respond(lengthSquared, square);
      let outside = lengthSquared;
      for (let i = 0; i < known; i++) outside -= x[i] * x[i];
      for (let j = 0; j < p; j++) {
        for (let i = 0; i < known; i++) inside[j][i] += fields[j][0] * x[i];
        along[j] = 0;
        for (let l = 0; l <= j; l++) along[j] += R[j * p + l] * x[known + l];
      }
      for (let i = 0; i < p; i++)
        for (let j = 0; j < p; j++) gram[i * p + j] += fields[i][0] * along[j] + along[i] * fields[j][0] + fields[i][0] * fields[j][0] * outside;
      factorSemidefinite(gram, R, p);
      if (pause?.due()) await pause.take();
    }
    rows = rows.map((row, j) => {
      const next = extended(row, size);
      const gradient = extended(inside[j], size);
      gradient.set(R.subarray(j * p, (j + 1) * p), known);
      constrainedStep(next, gradient.map((entry, i) => entry / n - weightDecay * next[i]), gamma, constraint);
      return next;
    });
  }

  return {
    get rows() {
      return rows;
    },
    async advance(step, { learningRate, square }) {
      draws.start(batchOf(step));
      if (n === 1) {
        oneSample(learningRate, square);
        if (pause?.due()) await pause.take();
      } else await manySamples(learningRate, square);
      if (batchOf(step + 1) !== batchOf(step) && rows.every((row) => row.every(Number.isFinite))) rows = turned(rows, k);
    },
    async batchLoss(step) {
      draws.start(batchOf(step));
      let sum = 0;
      for (let sample = 0; sample < n; sample++) {
        sum += respond(drawSample(), true);
        if (pause?.due()) await pause.take();
      }
      return sum / n;
    },
    dispose() {},
  };
}

function extended(row: Float64Array, size: number): Float64Array {
  const longer = new Float64Array(size);
  longer.set(row);
  return longer;
}
