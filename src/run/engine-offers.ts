// Of every engine served, whether it can run a document on this machine: asked by the page's worker, which holds the GPU.

import type { EngineHost } from '../engines/open.ts';
import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { engineNames } from '../experiment/schema.ts';
import { refusedByRules, type EngineOffer } from './engine-choice.ts';

type Check = (experiment: Experiment, host: Pick<EngineHost, 'gpu'>) => Promise<void>;

/** What a machine may lack beyond what the document's own rules say; throws a sentence. */
const checks: Partial<Record<EngineName, Check>> = {
  dense: async (experiment, host) => {
    const { checkDense } = await import('../engines/dense/dense.ts');
    checkDense(experiment, await host.gpu());
  },
  reference: async (experiment) => (await import('../engines/reference.ts')).checkReference(experiment),
};

export async function engineOffers(experiment: Experiment, host: Pick<EngineHost, 'gpu'>): Promise<EngineOffer[]> {
  return Promise.all(engineNames.map(async (engine): Promise<EngineOffer> => {
    const refusal = refusedByRules(experiment, engine);
    if (refusal !== null) return { engine, refusal };
    try {
      await checks[engine]?.(experiment, host);
      return { engine, refusal: null };
    } catch (error) {
      return { engine, refusal: error instanceof Error ? error.message : String(error) };
    }
  }));
}
