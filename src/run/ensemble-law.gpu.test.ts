// A thousand runs at once on the GPU against the exact law of the overlaps, computed by an independent program
// (testing/laws.ts, which says what such a comparison sees).
//
// False alarms: as there. The label noise, the loss and the readout are those of the laws; constraints are told apart by
// engines/reduced/ensemble.gpu.test.ts.

import { afterAll, expect, test } from 'vitest';
import { compareInLaw, FLOORS } from '../../e2e/in-law.mjs';
import { openEnsembleRuns } from '../engines/reduced/ensemble.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { startEnsemble } from './ensemble.ts';
import { laws } from './testing/laws.ts';

const COUNT = 1024;
let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

test.for(laws)('a thousand runs at once have the law of %s', async ([, { experiment: document, law }]) => {
  const experiment = parseExperiment({ ...document, engine: 'reduced' });
  const { student: { width: p }, target: { directions: k } } = experiment;
  const runs = await openEnsembleRuns(experiment, [0, COUNT - 1], { gpu: await gpu(), budget: () => 50 });
  const all = [];
  for (let some = await runs.advance(); some.length > 0; some = await runs.advance()) all.push(...some);
  runs.dispose();
  const ensemble = startEnsemble();
  for (let run = 0; run < COUNT; run++) {
    const snapshots = all.map(({ step, M, Q }) => ({
      step, M: Float64Array.from(M.subarray(run * p * k, (run + 1) * p * k)), Q: Float64Array.from(Q.subarray(run * p * p, (run + 1) * p * p)),
      readout: new Float64Array(p), risk: 0,
    }));
    ensemble.add({ snapshots, riskKind: 'population', adapter: null, elapsedSeconds: 0 });
  }
  const comparison = compareInLaw(ensemble.result(experiment, [0, COUNT - 1]), law, FLOORS.dense);
  expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
});
