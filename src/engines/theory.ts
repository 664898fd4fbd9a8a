// The deterministic limits as an engine: the overlap process, step by step, or its differential equation, in time counted in
// steps. Nothing is drawn but the initial condition, and nothing costs more in a higher dimension.

import type { Experiment } from '../experiment/experiment.ts';
import { isFlow } from '../experiment/flow.ts';
import { readoutVector } from '../experiment/quantities.ts';
import { fieldAverages } from '../theory/averages.ts';
import { adapt, initialLoss, type LossState } from './adaptive.ts';
import { Diverged, Unsupported, type Checkpoint, type Engine, type Snapshot } from './engine.ts';
import { riskFor } from './risk.ts';
import { openFlow } from './theory/flow.ts';
import { openProcess } from './theory/course.ts';
import { startOf } from './theory/start.ts';

export interface TheoryOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** Milliseconds of arithmetic before the thread is given back, so that a worker hears its messages. */
const SLICE_MILLISECONDS = 12;

export async function openTheory(experiment: Experiment, { checkpoint, signal }: TheoryOptions = {}): Promise<Engine> {
  const { student: { width: p }, target: { directions: k }, training } = experiment;
  if (experiment.theory?.form === 'dmft') return (await import('./theory/dmft.ts')).openDmft(experiment, startOf(experiment), { checkpoint, signal });
  if (isFlow(experiment)) return (await import('./theory/gradient-flow.ts')).openGradientFlow(experiment, { checkpoint, signal });
  refuseReuse(experiment);
  const population = riskFor(experiment);
  const averages = fieldAverages(experiment);
  if (!population || !averages)
    throw new Unsupported('engine: found "theory"; it averages over the fields, and neither a closed form nor quadrature does that for this target.link and student.activation; "dense" and "reference" run the chain itself');
  const readout = readoutVector(experiment);
  const start = startOf(experiment);
  const riskAtStart = population.risk(start.M, start.Q, readout);
  let step = checkpoint?.step ?? 0;
  let loss: LossState = checkpoint?.adaptive ? { ...checkpoint.adaptive } : initialLoss(experiment);
  const course =
    experiment.theory?.form === 'ode'
      ? openFlow(experiment, averages, readout, start, checkpoint)
      : openProcess(experiment, averages, readout, start, checkpoint, () => loss);

  function read(): Snapshot {
    const { M, Q } = course.overlaps();
    const risk = population!.risk(M, Q, readout);
    if (!Number.isFinite(risk)) throw new Diverged(step, 'the risk');
    return { step, M: Float64Array.from(M), Q: Float64Array.from(Q), readout: Float64Array.from(readout), risk };
  }

  return {
    get step() {
      return step;
    },
    riskKind: 'population',
    adapter: null,
    bytes: 16 * p * (p + k + 1),
    get theoryError() {
      return course.error;
    },
    async advance(steps, record = () => false) {
      const snapshots: Snapshot[] = [];
      let yielded = performance.now();
      for (let i = 0; i < steps; i++) {
        while (!course.next()) if (performance.now() - yielded > SLICE_MILLISECONDS) yielded = await giveBack(signal);
        if (performance.now() - yielded > SLICE_MILLISECONDS) yielded = await giveBack(signal);
        step++;
        const kept = record(step);
        const now = kept || training.loss === 'adaptive' ? read() : null;
        if (kept) snapshots.push(now!);
        if (training.loss === 'adaptive') loss = adapt(loss, now!.risk, riskAtStart, training.adaptive);
      }
      return snapshots;
    },
    async read() {
      return read();
    },
    async save() {
      return { step, state: course.state(), readout: Float64Array.from(readout), adaptive: training.loss === 'adaptive' ? { ...loss } : null };
    },
    dispose() {},
  };
}

async function giveBack(signal: AbortSignal | undefined): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
  return performance.now();
}

function refuseReuse({ training: { reuse } }: Experiment): void {
  if (reuse !== 1) throw new Unsupported(`training.reuse: found ${JSON.stringify(reuse)}; the engine "theory" follows the limits of one-pass descent, with fresh samples at every step, unless theory.form is "dmft"; allowed here: 1`);
}
