// Every element and where its class is: what a page without a bundler loads of them is what it has.

import { late, lateDraws } from './later.ts';

export const elements = {
  'plateau-simulation': async () => (await import('./simulation/plateau-simulation.ts')).PlateauSimulation,
  'plateau-chart': async () => (await import('./chart/plateau-chart.ts')).PlateauChart,
  'plateau-overlaps': async () => (await import('./chart/plateau-overlaps.ts')).PlateauOverlaps,
  'plateau-risk': async () => (await import('./chart/plateau-risk.ts')).PlateauRisk,
  'plateau-controls': async () => (await import('./controls/plateau-controls.ts')).PlateauControls,
  'plateau-export': async () => (await import('./export/plateau-export.ts')).PlateauExport,
  'plateau-opening': async () => (await import('./opening/plateau-opening.ts')).PlateauOpening,
  'plateau-lab': async () => (await import('./lab/plateau-lab.ts')).PlateauLab,
  ...late,
};

export type Tag = keyof typeof elements;

/** The elements that one draws inside its shadow root. Those that the lab draws further down are loaded by itself. */
export const draws: Partial<Record<Tag, readonly Tag[]>> = {
  'plateau-overlaps': ['plateau-chart'],
  'plateau-risk': ['plateau-chart'],
  'plateau-opening': ['plateau-simulation', 'plateau-chart'],
  'plateau-lab': ['plateau-simulation', 'plateau-chart', 'plateau-overlaps', 'plateau-risk', 'plateau-controls', 'plateau-export', 'plateau-opening'],
  ...lateDraws,
};
