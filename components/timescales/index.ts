// The learning time scales and their panels: one file for a page to load once it shows them.

import { define } from '../define.ts';
import { PlateauFlowRisk } from './plateau-flow-risk.ts';
import { PlateauLearnedFunction } from './plateau-learned-function.ts';
import { PlateauNeuronCloud } from './plateau-neuron-cloud.ts';
import { PlateauResiduals } from './plateau-residuals.ts';
import { PlateauSlopes } from './plateau-slopes.ts';
import { PlateauTimescales } from './plateau-timescales.ts';

/** In a function, since a bundler may leave out what a module only does. */
export function definePanels(): void {
  define('plateau-residuals', PlateauResiduals);
  define('plateau-learned-function', PlateauLearnedFunction);
  define('plateau-neuron-cloud', PlateauNeuronCloud);
  define('plateau-slopes', PlateauSlopes);
  define('plateau-flow-risk', PlateauFlowRisk);
  define('plateau-timescales', PlateauTimescales);
}
