// All of references/timescales/sgd_online.json with batches, where it lies beside the checkout: tens of thousands of steps a run.

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reducedChain } from './reduced/chain.ts';
import { riskFor } from './risk.ts';
import { compareLaw, lawExperiment, measureLaw, type Law } from './second-layer-law.ts';

const file = '../shared/references/timescales/sgd_online.json';

test.skipIf(!existsSync(file))('SGD of both layers in law, from the start to the last degree', async () => {
  const { runs, eps, phi, sigma, a0, t } = JSON.parse(readFileSync(file, 'utf8'));
  const batched = runs.filter(({ batch }: { batch: number }) => batch > 1);
  expect(batched.length).toBe(4);
  for (const run of batched) {
    // Beyond step 0, where nothing varies.
    const moments = (name: string) => ({ mean: run[`${name}_mean`].slice(1), sem: run[`${name}_sem`].slice(1) });
    const law: Law = {
      d: run.d, eta: run.eta, eps, batch: run.batch, seeds: run.seeds, phi, sigma, a0, s0: run.s0, r0Upper: run.r0_upper, t: t.slice(1),
      risk: moments('risk'), residuals: moments('res'), s: moments('s'), a: moments('a'),
    };
    const experiment = lawExperiment(law);
    const chain = reducedChain(experiment, riskFor(experiment));
    const seeds = 16;
    const measured = await measureLaw(experiment, law, seeds, async (seed, steps) => {
      chain.start(seed);
      const snapshots = [];
      while (chain.step < steps[steps.length - 1]) if (chain.work() && steps.includes(chain.step)) snapshots.push(chain.look()!);
      return snapshots;
    });
    const { compared, far } = compareLaw(measured, law, seeds);
    expect(compared).toBe(45 * 17);
    expect(far, `d = ${run.d}, B = ${run.batch}`).toEqual([]);
  }
});
