// A block of seeds at once on a GPU, in the shape in which the processor delivers them one by one.

import { Diverged } from '../engines/engine.ts';
import { openEnsembleRuns } from '../engines/reduced/ensemble.ts';
import { readoutVector } from '../experiment/quantities.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import { populationRisk } from '../theory/risk.ts';
import type { Trace } from './ensemble-bands.ts';

/** Milliseconds that the risks, which the processor works out, may take at a time: runs on show share the thread. */
const SLICE = 8;

interface TracesOptions {
  readonly gpu: Gpu;
  /** The ensemble was closed. */
  readonly signal: AbortSignal;
  /** Milliseconds a submission may take: the page draws between two. */
  readonly budget?: () => number;
  readonly profiler?: Profiler;
  /** Awaited every few milliseconds: lets whoever shares the thread go on. */
  readonly pause?: () => Promise<void>;
}

interface Block {
  /** Of the seeds whose numbers stayed finite. */
  readonly traces: readonly Trace[];
  /** By seed, of the others, what went wrong. */
  readonly diverged: ReadonlyMap<number, Diverged>;
}

/**
 * The seeds first … last at `steps`, some of those that the experiment records. Null where the GPU cannot say the risk, which is
 * then the mean over a batch that it does not keep.
 */
export async function tracesOnGpu(experiment: Experiment, seeds: readonly [number, number], steps: readonly number[], { gpu, signal, budget, profiler, pause }: TracesOptions): Promise<Block | null> {
  const population = populationRisk(experiment);
  if (!population) return null;
  const { student: { width: p }, target: { directions: k } } = experiment;
  const readout = readoutVector(experiment);
  const at = new Map(steps.map((step, i) => [step, i]));
  const traces = Array.from({ length: seeds[1] - seeds[0] + 1 }, (_, i): Trace => ({
    seed: seeds[0] + i, M: new Float64Array(steps.length * p * k), risk: new Float64Array(steps.length),
  }));
  const diverged = new Map<number, Diverged>();
  const lose = (seed: number, step: number, what: string): void => void (diverged.has(seed) || diverged.set(seed, new Diverged(step, what)));
  const onDiverged = (seed: number, step: number): void => lose(seed, step, 'the overlaps');
  const runs = await openEnsembleRuns(experiment, seeds, { gpu, signal, budget, profiler, onDiverged });
  let began = 0;
  const rest = async (): Promise<void> => {
    profiler?.note('reduced/risk', began, performance.now());
    await pause?.();
    began = performance.now();
  };
  try {
    for (let made = await runs.advance(); made.length > 0 && diverged.size < traces.length; made = await runs.advance()) {
      began = performance.now();
      for (const { step, M, Q } of made) {
        const row = at.get(step);
        if (row === undefined) continue;
        for (const [run, trace] of traces.entries()) {
          if (diverged.has(trace.seed)) continue;
          const overlaps = Float64Array.from(M.subarray(run * p * k, (run + 1) * p * k));
          trace.M.set(overlaps, row * p * k);
          trace.risk[row] = population.risk(overlaps, Float64Array.from(Q.subarray(run * p * p, (run + 1) * p * p)), readout);
          if (!Number.isFinite(trace.risk[row])) lose(trace.seed, step, 'the risk');
          if (performance.now() - began > SLICE) await rest();
        }
      }
      await rest();
    }
  } finally {
    runs.dispose();
  }
  return { traces: traces.filter(({ seed }) => !diverged.has(seed)), diverged };
}
