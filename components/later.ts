// Elements that are loaded when a page first has one: nothing that is drawn at once waits for them.

import { define } from './define.ts';
import { whenMet } from './met.ts';

const tags = ['plateau-target', 'plateau-prediction', 'plateau-kernels', 'plateau-scaling'] as const;

/** Loads and defines them now; for whoever draws them inside a shadow root. */
export async function defineTheory(): Promise<void> {
  const { PlateauKernels, PlateauPrediction, PlateauScaling, PlateauTarget } = await import('./theory.ts');
  define('plateau-target', PlateauTarget);
  define('plateau-prediction', PlateauPrediction);
  define('plateau-kernels', PlateauKernels);
  define('plateau-scaling', PlateauScaling);
}

/** The same for `<plateau-profile>`. */
export async function defineProfile(): Promise<void> {
  const { PlateauProfile } = await import('./profile/plateau-profile.ts');
  define('plateau-profile', PlateauProfile);
}

/** The same for `<plateau-neurons>`. */
export async function defineNeurons(): Promise<void> {
  const { PlateauNeurons } = await import('./neurons/plateau-neurons.ts');
  define('plateau-neurons', PlateauNeurons);
}

/** The same for `<plateau-table>`. */
export async function defineTable(): Promise<void> {
  const { PlateauTable } = await import('./table/plateau-table.ts');
  define('plateau-table', PlateauTable);
}

/** The same for `<plateau-timescales>`, with its panels. */
export async function defineTimescales(): Promise<void> {
  const { definePanels } = await import('./timescales/index.ts');
  definePanels();
}

/** Loads and defines them once the document has one of them. Does nothing in Node. */
export function defineLaterWhenMet(): void {
  whenMet(tags, defineTheory);
  whenMet(['plateau-profile'], defineProfile);
  whenMet(['plateau-neurons'], defineNeurons);
  whenMet(['plateau-table'], defineTable);
  whenMet(['plateau-timescales'], defineTimescales);
}
