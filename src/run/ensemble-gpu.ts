// A block of seeds at once on a GPU, in the shape in which the processor delivers them one by one.

import { openEnsembleRuns } from '../engines/reduced/ensemble.ts';
import { readoutVector } from '../experiment/quantities.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Gpu } from '../gpu/device.ts';
import { populationRisk } from '../theory/risk.ts';
import type { Trace } from './ensemble-bands.ts';

/** Milliseconds a submission may take: the page draws between two. */
const BUDGET = 7;

/**
 * The traces of the seeds first … last at `steps`, some of those that the experiment records. Null where the GPU cannot say
 * the risk, which is then the mean over a batch that it does not keep.
 */
export async function tracesOnGpu(experiment: Experiment, seeds: readonly [number, number], steps: readonly number[], gpu: Gpu, signal: AbortSignal): Promise<Trace[] | null> {
  const population = populationRisk(experiment);
  if (!population) return null;
  const { student: { width: p }, target: { directions: k } } = experiment;
  const readout = readoutVector(experiment);
  const at = new Map(steps.map((step, i) => [step, i]));
  const traces = Array.from({ length: seeds[1] - seeds[0] + 1 }, (_, i): Trace => ({
    seed: seeds[0] + i, M: new Float64Array(steps.length * p * k), risk: new Float64Array(steps.length),
  }));
  const runs = await openEnsembleRuns(experiment, seeds, { gpu, signal, budget: () => BUDGET });
  try {
    for (let made = await runs.advance(); made.length > 0; made = await runs.advance()) {
      for (const { step, M, Q } of made) {
        const row = at.get(step);
        if (row === undefined) continue;
        traces.forEach((trace, run) => {
          const overlaps = Float64Array.from(M.subarray(run * p * k, (run + 1) * p * k));
          trace.M.set(overlaps, row * p * k);
          trace.risk[row] = population.risk(overlaps, Float64Array.from(Q.subarray(run * p * p, (run + 1) * p * p)), readout);
        });
      }
    }
  } finally {
    runs.dispose();
  }
  return traces;
}
