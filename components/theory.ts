// The elements that show what theory says: one file for a page to load once its first figure is drawn.

export { PlateauKernels } from './kernels/plateau-kernels.ts';
export { Projections } from './chart/projections.ts';
export { PlateauPrediction } from './prediction/plateau-prediction.ts';
export { PlateauScaling } from './scaling/plateau-scaling.ts';
export { PlateauTarget } from './target/plateau-target.ts';
