// One-pass descent of both layers beside a gradient flow, from the flow's own start (theory/timescales.md, section 6): the step η
// and the batch B for a wanted ηd/B, which is what sets how far descent departs from the flow, or a sentence on why not here.

import { startOf } from '../engines/theory/start.ts';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { flowClock } from '../experiment/flow-clock.ts';
import { hermiteOf } from '../experiment/hermite.ts';
import { readoutVector } from '../experiment/quantities.ts';
import { rowsOf } from './result.ts';

export interface DescentPlan {
  /** As `openSimulation` takes it; each seed has its own samples, all have the flow's start. */
  readonly experiment: Experiment;
  readonly eta: number;
  readonly batch: number;
  readonly dimension: number;
  readonly steps: number;
  /** ηd/B as it came out: at most what was wanted. */
  readonly dial: number;
  /** Largest distance of the mean risk from the flow's that is to be expected, 20 ηd/B. */
  readonly departure: number;
  /** Steps to keep, from 0 to the last, evenly in ln t. */
  readonly kept: readonly number[];
}

/** η U(1)/ε, condition (iii): beyond it the second layer's step is no longer small. */
const EULER = 0.05;
/** max_t |mean R_SGD − R_ODE| = 18 … 22 ηd/B, measured at ε = 0.1. */
const DEPARTURE = 20;
/** What a page does for all seeds together: steps of one, and products of numbers. */
const [MOST_STEPS, MOST_WORK, MOST_BATCH] = [100_000, 6e9, 4096];
const POINTS = 26;

/** `dimension` is the descent's where the flow has none. Throws RangeError or `InvalidExperiment`, a sentence. */
export function planDescent(flow: Experiment, { dimension, dial, seeds }: { readonly dimension: number; readonly dial: number; readonly seeds: number }): DescentPlan {
  if (!(dial > 0)) throw new RangeError(`ηd/B: found ${dial}; allowed: a number above 0`);
  const { epsilon, timeOf } = flowClock(flow);
  const { student: { width: m }, data, target, seed } = flow;
  const horizon = timeOf(flow.training.steps);
  const finite = flow.theory!.form === 'flow' && Number.isFinite(data.dimension);
  const d = finite ? data.dimension : dimension;
  const self = hermiteOf(flow)!.student.reduce((sum, c) => sum + c * c, 0);
  const largest = (EULER * epsilon) / self;
  const batch = Math.min(Math.max(1, Math.ceil((largest * d) / dial)), MOST_BATCH);
  const eta = Math.min(largest, (dial * batch) / d);
  const steps = Math.ceil(horizon / eta);
  const engine = m <= 16 ? 'reduced' : 'reference';
  // A step of `reduced` draws B rows of m + 1 fields through their factor, one of `reference` B rows of d entries.
  const work = seeds * steps * batch * (m + 1) * (engine === 'reduced' ? m + 1 : d);
  const size = `At ε = ${figure(epsilon)} descent to t = ${figure(horizon)} takes ${figure(steps)} steps of η = ${figure(eta)} on ${batch.toLocaleString('en')} ${batch === 1 ? 'sample' : 'samples'}`;
  if (steps > MOST_STEPS) throw new RangeError(`${size}, and a page makes ${figure(MOST_STEPS)} at most. Take a larger ε or a shorter horizon.`);
  if (work > MOST_WORK) throw new RangeError(`${size}, ${figure(work / MOST_WORK)} times what a page should compute. Take a larger ηd/B, a larger ε, a shorter horizon or fewer neurons.`);
  const start = startOf(flow);
  const experiment = parseExperiment({
    target, student: { ...flow.student, readout: [...readoutVector(flow)] },
    data: { dimension: d },
    initial: { M: rowsOf(start.M, m, 1), Q: rowsOf(start.Q, m, m) },
    training: { constraint: 'spherical', batch, learningRate: eta * m, secondLayer: { learningRate: (eta * m) / epsilon }, steps },
    seed, engine,
  });
  return { experiment, eta, batch, dimension: d, steps, dial: (eta * d) / batch, departure: (DEPARTURE * eta * d) / batch, kept: keptOf(epsilon / 10 / eta, steps) };
}

function keptOf(first: number, last: number): number[] {
  const from = Math.min(Math.max(first, 1), last);
  return [...new Set([0, ...Array.from({ length: POINTS }, (_, i) => Math.round(from * (last / from) ** (i / (POINTS - 1))))])];
}

const figure = (value: number): string => (value >= 1000 ? Math.round(Number(value.toPrecision(2))).toLocaleString('en') : String(Number(value.toPrecision(2))));
