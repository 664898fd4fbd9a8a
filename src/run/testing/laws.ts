// Small experiments with the law that their overlaps obey, and the ensembles that are held to it.
//
// False alarms: seeds are fixed, so a test that passes goes on passing until the random bits change. Of a change of bits
// alone, 195 entries at |z| > 4.5 (7·10⁻⁶ each for normal means) trip a test in at most one of 700, or somewhat more, for
// the gradients have heavy tails.
//
// What they cannot see: the sign of the label noise, on which no law depends, and `spherical` in place of `projected`, which
// at rates this small moves the means by less than their error. Explicit single steps tell the constraints apart.

import type { RiskKind, Snapshot } from '../../engines/engine.ts';
import { engineHost } from '../../engines/open.ts';
import { openReducedRuns } from '../../engines/reduced/runs.ts';
import { openSemiReduced } from '../../engines/reduced/semi.ts';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { recordedSteps } from '../../experiment/quantities.ts';
import { startEnsemble, type EnsembleResult } from '../ensemble.ts';
import { runExperiment, type RunRecord } from '../run.ts';
import erfTwoDirections from './erf-two-directions.json';
import he2Plain from './he2-plain.json';
import he2Projected from './he2-projected.json';
import he3Correlation from './he3-correlation.json';
import he3Spherical from './he3-spherical.json';

export const laws = Object.entries({
  'one He2 neuron, projected': he2Projected,
  'two He2 neurons, unconstrained': he2Plain,
  'two He3 neurons, spherical, unequal readout': he3Spherical,
  'two He3 neurons, correlation loss': he3Correlation,
  'two erf neurons, two directions': erfTwoDirections,
});

export async function ensembleOf(document: object, engine: 'dense' | 'reference', count: number, entry?: GPU): Promise<EnsembleResult> {
  const experiment = parseExperiment({ ...document, engine });
  const host = engineHost(entry);
  try {
    return await gather(experiment, count, (seed) => runExperiment({ ...experiment, seed }, { host }));
  } finally {
    host.dispose();
  }
}

/** Of the engine `reduced`: thousands of seeds a second, so that small errors show too. */
export async function reducedEnsemble(document: object, count: number): Promise<EnsembleResult> {
  const experiment = parseExperiment({ ...document, engine: 'reduced' });
  const runs = openReducedRuns(experiment);
  const steps = recordedSteps(experiment);
  return gather(experiment, count, async (seed) => recordOf(await runs.run(seed, steps), runs));
}

/** Of the chain that keeps W, at the steps of the document. */
export async function semiReducedEnsemble(document: object, count: number): Promise<EnsembleResult> {
  const experiment = parseExperiment({ ...document, engine: 'reduced' });
  return gather(experiment, count, async (seed) => {
    const engine = await openSemiReduced({ ...experiment, seed });
    return recordOf([await engine.read(), ...(await engine.advance(experiment.training.steps, () => true))], engine);
  });
}

const recordOf = (snapshots: Snapshot[], { riskKind }: { riskKind: RiskKind }): RunRecord => ({ snapshots, riskKind, adapter: null, elapsedSeconds: 0 });

async function gather(experiment: Experiment, count: number, run: (seed: number) => Promise<RunRecord>): Promise<EnsembleResult> {
  const ensemble = startEnsemble();
  for (let seed = 0; seed < count; seed++) ensemble.add(await run(seed));
  return ensemble.result(experiment, [0, count - 1]);
}
