// A block of seeds at once on a GPU, in the shape in which the processor delivers them one by one.

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

/**
 * The traces of the seeds first … last at `steps`, some of those that the experiment records. Null where the GPU cannot say
 * the risk, which is then the mean over a batch that it does not keep.
 */
export async function tracesOnGpu(experiment: Experiment, seeds: readonly [number, number], steps: readonly number[], { gpu, signal, budget, profiler, pause }: TracesOptions): Promise<Trace[] | null> {
  const population = populationRisk(experiment);
  if (!population) return null;
  const { student: { width: p }, target: { directions: k } } = experiment;
  const readout = readoutVector(experiment);
  const at = new Map(steps.map((step, i) => [step, i]));
  const traces = Array.from({ length: seeds[1] - seeds[0] + 1 }, (_, i): Trace => ({
    seed: seeds[0] + i, M: new Float64Array(steps.length * p * k), risk: new Float64Array(steps.length),
  }));
  const runs = await openEnsembleRuns(experiment, seeds, { gpu, signal, budget, profiler });
  let began = 0;
  const rest = async (): Promise<void> => {
    profiler?.note('reduced/risk', began, performance.now());
    await pause?.();
    began = performance.now();
  };
  try {
    for (let made = await runs.advance(); made.length > 0; made = await runs.advance()) {
      began = performance.now();
      for (const { step, M, Q } of made) {
        const row = at.get(step);
        if (row === undefined) continue;
        for (const [run, trace] of traces.entries()) {
          const overlaps = Float64Array.from(M.subarray(run * p * k, (run + 1) * p * k));
          trace.M.set(overlaps, row * p * k);
          trace.risk[row] = population.risk(overlaps, Float64Array.from(Q.subarray(run * p * p, (run + 1) * p * p)), readout);
          if (performance.now() - began > SLICE) await rest();
        }
      }
      await rest();
    }
  } finally {
    runs.dispose();
  }
  return traces;
}
