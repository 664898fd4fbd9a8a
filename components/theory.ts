// The elements that show what theory says: one file for a page to load once its first figure is drawn.

export { PlateauPrediction } from './prediction/plateau-prediction.ts';
export { PlateauTarget } from './target/plateau-target.ts';
