// Elements that are loaded when a page first has one: nothing that is drawn at once waits for them.

import { definer, whenMet } from './met.ts';

/** Where their classes are. */
export const late = {
  'plateau-target': async () => (await import('./target/plateau-target.ts')).PlateauTarget,
  'plateau-prediction': async () => (await import('./prediction/plateau-prediction.ts')).PlateauPrediction,
  'plateau-kernels': async () => (await import('./kernels/plateau-kernels.ts')).PlateauKernels,
  'plateau-scaling': async () => (await import('./scaling/plateau-scaling.ts')).PlateauScaling,
  'plateau-profile': async () => (await import('./profile/plateau-profile.ts')).PlateauProfile,
  'plateau-neurons': async () => (await import('./neurons/plateau-neurons.ts')).PlateauNeurons,
  'plateau-table': async () => (await import('./table/plateau-table.ts')).PlateauTable,
  'plateau-timescales': async () => (await import('./timescales/plateau-timescales.ts')).PlateauTimescales,
  'plateau-residuals': async () => (await import('./timescales/plateau-residuals.ts')).PlateauResiduals,
  'plateau-learned-function': async () => (await import('./timescales/plateau-learned-function.ts')).PlateauLearnedFunction,
  'plateau-neuron-cloud': async () => (await import('./timescales/plateau-neuron-cloud.ts')).PlateauNeuronCloud,
  'plateau-slopes': async () => (await import('./timescales/plateau-slopes.ts')).PlateauSlopes,
  'plateau-flow-risk': async () => (await import('./timescales/plateau-flow-risk.ts')).PlateauFlowRisk,
};

/** The elements that one of them draws inside its shadow root. */
export const lateDraws = {
  'plateau-timescales': ['plateau-residuals', 'plateau-learned-function', 'plateau-neuron-cloud', 'plateau-slopes', 'plateau-flow-risk'],
} as const;

/** Loads and defines them now; for whoever draws them inside a shadow root. */
export const defineLate = definer(late, lateDraws);

/** Loads and defines those that the document has, once it has them. Does nothing in Node. */
export function defineLateWhenMet(): void {
  whenMet(Object.keys(late) as (keyof typeof late)[], defineLate);
}
