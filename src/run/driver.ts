// A run, driven in blocks of about the time asked for: the schedule of what is recorded, checkpoints, and a lost device
// survived. The command line and the worker of a page both stand on it.

import type { Checkpoint, Engine, Snapshot } from '../engines/engine.ts';
import type { EngineHost } from '../engines/open.ts';
import { recordedSteps } from '../experiment/quantities.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { DeviceLost } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import type { Progress } from './contract.ts';

export interface DriverOptions {
  readonly host: EngineHost;
  readonly signal?: AbortSignal;
  readonly insist?: boolean;
  readonly profiler?: Profiler;
  /** See `OpenOptions`. */
  readonly keepWeights?: boolean;
  /** Steps to keep, ascending from 0 to T, in place of those that the experiment records. */
  readonly steps?: readonly number[];
  /** What happened that did not stop the run, in a sentence. */
  onNotice?(message: string): void;
}

export interface Driver {
  readonly engine: Engine;
  readonly progress: Progress;
  readonly finished: boolean;
  /**
   * Makes steps for about `milliseconds`, at least one and at most `most`, and returns what is to be recorded of them,
   * each step once and in order; the first call returns the initial condition and makes no step.
   */
  next(milliseconds: number, most?: number): Promise<Snapshot[]>;
  dispose(): void;
}

const CHECKPOINT_MILLISECONDS = 1000;
/** A checkpoint may cost at most this share of the time. */
const CHECKPOINT_SHARE = 0.05;
/** Losses in a row without a block made between them. */
const MOST_LOSSES = 5;

export async function openDriver(experiment: Experiment, options: DriverOptions): Promise<Driver> {
  const { host, signal, insist, profiler, keepWeights } = options;
  const total = experiment.training.steps;
  const schedule = options.steps ?? recordedSteps(experiment);
  const wanted = new Set(schedule);
  /** What the engine did since `began`, as the processor sees it: on a GPU that is mostly waiting. */
  const note = (name: string, began: number, steps = 0) => profiler?.note(`${experiment.engine}/${name}`, began, performance.now(), steps);
  const opening = performance.now();
  let engine = await host.open(experiment, { signal, insist, profiler, keepWeights });
  note('open', opening);
  if (engine.notice) options.onNotice?.(engine.notice);
  let checkpoint: Checkpoint | null = null;
  let checkpointed = performance.now();
  let checkpointCost = 0;
  let reported = -1;
  let elapsed = 0;
  let millisecondsPerStep = 0;
  let losses = 0;

  async function resume(error: DeviceLost): Promise<void> {
    if (++losses > MOST_LOSSES) throw error;
    engine.dispose();
    options.onNotice?.(`The GPU device was lost (${error.message}); asking for another and going on from step ${checkpoint?.step ?? 0}.`);
    engine = await host.open(experiment, { signal, insist, profiler, keepWeights, checkpoint: checkpoint ?? undefined });
  }

  async function keepCheckpoint(): Promise<void> {
    const began = performance.now();
    if (began - checkpointed < Math.max(CHECKPOINT_MILLISECONDS, checkpointCost / CHECKPOINT_SHARE)) return;
    checkpoint = await engine.save();
    checkpointed = performance.now();
    checkpointCost = checkpointed - began;
    note('save', began);
  }

  async function block(milliseconds: number, most: number): Promise<Snapshot[]> {
    const began = performance.now();
    if (reported < 0) {
      const start = await engine.read();
      note('read', began);
      return [start];
    }
    const guess = millisecondsPerStep > 0 ? Math.round(milliseconds / millisecondsPerStep) : 1;
    const steps = Math.max(1, Math.min(guess, most, total - engine.step));
    const snapshots = await engine.advance(steps, (step) => wanted.has(step));
    const took = performance.now() - began;
    note('advance', began, steps);
    elapsed += took;
    // The first block holds what warming up costs; later ones are averaged over about five.
    millisecondsPerStep = millisecondsPerStep === 0 || engine.step <= 1 ? took / steps : 0.8 * millisecondsPerStep + (0.2 * took) / steps;
    losses = 0;
    if (engine.step < total) await keepCheckpoint();
    return snapshots;
  }

  return {
    get engine() {
      return engine;
    },
    get finished() {
      return reported >= 0 && engine.step >= total;
    },
    get progress() {
      return {
        step: engine.step,
        steps: total,
        elapsedSeconds: elapsed / 1000,
        stepsPerSecond: millisecondsPerStep > 0 ? 1000 / millisecondsPerStep : 0,
        etaSeconds: millisecondsPerStep > 0 ? ((total - engine.step) * millisecondsPerStep) / 1000 : null,
      };
    },
    async next(milliseconds, most = Infinity) {
      signal?.throwIfAborted();
      for (;;) {
        try {
          const snapshots = (await block(milliseconds, most)).filter(({ step }) => step > reported);
          if (snapshots.length > 0) reported = snapshots[snapshots.length - 1].step;
          return snapshots;
        } catch (error) {
          if (!(error instanceof DeviceLost) || signal?.aborted) throw error;
          await resume(error);
        }
      }
    },
    dispose() {
      engine.dispose();
    },
  };
}
