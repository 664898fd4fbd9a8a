// Which engines a document's own rules let run it, and which of them runs it where there is no GPU.

import { parseExperiment, type EngineName, type Experiment } from '../experiment/experiment.ts';
import { InvalidExperiment } from '../experiment/issues.ts';

/** Whether an engine can run the document at hand. */
export interface EngineOffer {
  readonly engine: EngineName;
  /** Why not, a sentence; null when it can. */
  readonly refusal: string | null;
}

/** Which key keeps `engine` from running this experiment; null when none does. What a machine holds is another matter. */
export function refusedByRules(experiment: Experiment, engine: EngineName): string | null {
  try {
    parseExperiment({ ...experiment, engine });
    return null;
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    return error.issues.map(({ path, found, allowed }) => `${path} is ${found}; allowed: ${allowed}`).join('. ');
  }
}

/** Who draws the same law on a CPU: `reduced` where it is exact, else the twin of `dense`. */
export const cpuEngine = (experiment: Experiment): EngineName => (refusedByRules(experiment, 'reduced') === null ? 'reduced' : 'reference');
