// A gradient flow followed once, with what is predicted of it and what is measured on it: what the page's panels draw, and
// `plateau predict` prints. In slices, for whoever must hear messages meanwhile.

import { flowOf } from '../engines/theory/gradient-flow.ts';
import { startOf } from '../engines/theory/start.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { flowClock } from '../experiment/flow-clock.ts';
import { hermiteOf } from '../experiment/hermite.ts';
import { readoutVector } from '../experiment/quantities.ts';
import { timescales, type Timescales } from '../theory/flow/predictions.ts';
import { measureTransitions, type Transition } from '../theory/flow/transitions.ts';

export interface FlowTrajectory {
  readonly experiment: Experiment;
  readonly epsilon: number;
  readonly form: 'flow' | 'mean-field-flow';
  /** m. */
  readonly width: number;
  /** K + 1. */
  readonly degrees: number;
  /** φ_k and σ_k of normalised h_k, K + 1 of each. */
  readonly target: readonly number[];
  readonly student: readonly number[];
  /** n times: 0, then evenly in ln t from ε/100 to the horizon. */
  readonly times: Float64Array;
  /** n, without label noise. */
  readonly risk: Float64Array;
  /** n × (K + 1): res_k. */
  readonly residuals: Float64Array;
  /** n × m: a_i. */
  readonly readout: Float64Array;
  /** n × m: s_i. */
  readonly overlaps: Float64Array;
  /** Measured on this trajectory, between its times too. */
  readonly transitions: readonly Transition[];
  readonly predictions: Timescales;
  /** A sentence where the flow has come to rest although degrees that it should have learned by then are left; null elsewhere. */
  readonly trapped: string | null;
  /** What it took, pauses excluded. */
  readonly milliseconds: number;
}

/** Called after each slice of a millisecond or two; may throw to stop. */
type Between = () => Promise<void> | null;

export interface FollowOptions {
  readonly between?: Between;
  /** How often residuals are looked at: 150 times make crossings good to 5e-4, 600 to 1e-4. */
  readonly perDecade?: number;
  /** Times after 0, 240 when left out. */
  readonly points?: number;
}

/** Throws a sentence where the flow ceases to be finite. */
export async function followFlow(experiment: Experiment, { between = () => null, perDecade = 150, points = 240 }: FollowOptions = {}): Promise<FlowTrajectory> {
  let began = performance.now();
  let milliseconds = 0;
  const pause = async (): Promise<void> => {
    const waiting = between();
    if (!waiting) return;
    milliseconds += performance.now() - began;
    await waiting;
    began = performance.now();
  };
  const { epsilon } = flowClock(experiment);
  const times = gridOf(experiment, points);
  const parts = Math.ceil((Math.log10(times[points] / times[1]) * perDecade) / points);
  const [n, m] = [times.length, experiment.student.width];
  const flow = flowOf(experiment);
  const degrees = flow.residuals().length;
  const coefficients = hermiteOf(experiment)!;
  const [target, student] = [coefficients.target, coefficients.student].map((c) => Array.from({ length: degrees }, (_, k) => c[k] ?? 0));
  const [risk, residuals, readout, overlaps] = [1, degrees, m, m].map((columns) => new Float64Array(n * columns));
  const [fineTimes, fine]: [number[], Float64Array[]] = [[], []];
  for (let i = 0; i < n; i++) {
    for (let part = i < 2 ? parts : 1; part <= parts; part++) {
      const time = part === parts ? times[i] : times[i - 1] * (times[i] / times[i - 1]) ** (part / parts);
      while (!flow.work(time)) await pause();
      if (i === 0) continue;
      fineTimes.push(time);
      fine.push(flow.residuals());
    }
    const state = flow.state();
    risk[i] = flow.risk();
    residuals.set(flow.residuals(), i * degrees);
    readout.set(state.readout, i * m);
    overlaps.set(state.overlaps, i * m);
    await pause();
  }
  const predictions = predictionsOf(experiment);
  const transitions = measureTransitions(target, fineTimes, fine);
  const form = experiment.theory!.form as FlowTrajectory['form'];
  const found = { experiment, epsilon, form, width: m, degrees, target, student, times, risk, residuals, readout, overlaps, transitions, predictions };
  return { ...found, trapped: trapped(found), milliseconds: milliseconds + performance.now() - began };
}

/** What is predicted of a flow's experiment, before it is followed. */
export function predictionsOf(experiment: Experiment): Timescales {
  const { target, student } = hermiteOf(experiment)!;
  const { theory, initial, data: { dimension } } = experiment;
  // Overlaps that the document gives; those that are drawn are a matter of the dimension.
  const overlaps = typeof initial === 'string' ? undefined : startOf(experiment).M;
  return timescales({
    target, student, overlaps, readout: readoutVector(experiment), epsilon: flowClock(experiment).epsilon,
    dimension: theory!.form === 'flow' ? dimension : Infinity,
  });
}

/** 0, then evenly in ln t from ε/100 to the last time of the experiment, whatever it records. */
function gridOf(experiment: Experiment, points: number): Float64Array {
  const { epsilon, timeOf } = flowClock(experiment);
  const last = timeOf(experiment.training.steps);
  const first = Math.min(epsilon / 100, last / 10);
  return Float64Array.from({ length: points + 1 }, (_, i) => (i === 0 ? 0 : i === points ? last : first * (last / first) ** ((i - 1) / (points - 1))));
}

/** Risk above the floor, as a share of ½|φ|², from which something is left to learn. */
const LEFT = 0.05;
/** Change of the risk per e-fold of time, as a share of what is left, below which it stands. */
const STANDS = 0.01;
/** How long after a degree's predicted half-time it is overdue; what has no prediction is due at this time itself. */
const OVERDUE = 3;

/** A plateau of the staircase stands too, but is not overdue. */
function trapped({ target, times, risk, predictions, form }: Omit<FlowTrajectory, 'trapped' | 'milliseconds'>): string | null {
  const end = times.length - 1;
  const before = times.findLastIndex((time) => time < times[end] / Math.E);
  const left = risk[end] - predictions.floor;
  const whole = target.reduce((sum, phi) => sum + phi * phi, 0) / 2;
  if (!(left > LEFT * whole) || before < 0) return null;
  const late = OVERDUE * (form === 'flow' ? predictions.slowdown : 1);
  const due = predictions.degrees.every(({ halfTime }) => halfTime === Infinity || times[end] > late * (halfTime ?? 1));
  if (!due || Math.abs(risk[before] - risk[end]) > STANDS * left) return null;
  return `The flow stands at risk ${figure(risk[end])}, not at ${figure(predictions.floor)}, though all that it can learn is overdue: it is trapped at this ε. The order of learning is that of ε → 0.`;
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));
