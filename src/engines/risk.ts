// The population risk as engines have it.

import type { Experiment } from '../experiment/experiment.ts';
import { populationRisk, type PopulationRisk } from '../theory/risk.ts';
import { Unsupported } from './engine.ts';

/** The population risk, or null where nothing gives it; the adaptive loss, which tests it, is refused then. */
export function riskFor(experiment: Experiment): PopulationRisk | null {
  const population = populationRisk(experiment);
  if (!population && experiment.training.loss === 'adaptive')
    throw new Unsupported('training.loss: found "adaptive"; it tests the population risk, which neither a closed form nor quadrature gives for this target.link and student.activation; allowed here: "square", "correlation"');
  return population;
}
