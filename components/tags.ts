// Every element and where its class is: what a page without a bundler loads of them is what it has.

type Element = () => Promise<CustomElementConstructor>;

export const elements = {
  'plateau-simulation': async () => (await import('./simulation/plateau-simulation.ts')).PlateauSimulation,
  'plateau-chart': async () => (await import('./chart/plateau-chart.ts')).PlateauChart,
  'plateau-overlaps': async () => (await import('./chart/plateau-overlaps.ts')).PlateauOverlaps,
  'plateau-risk': async () => (await import('./chart/plateau-risk.ts')).PlateauRisk,
  'plateau-controls': async () => (await import('./controls/plateau-controls.ts')).PlateauControls,
  'plateau-export': async () => (await import('./export/plateau-export.ts')).PlateauExport,
  'plateau-opening': async () => (await import('./opening/plateau-opening.ts')).PlateauOpening,
  'plateau-lab': async () => (await import('./lab/plateau-lab.ts')).PlateauLab,
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
} satisfies Record<string, Element>;

export type Tag = keyof typeof elements;

/** The elements that one draws inside its shadow root. Those that the lab draws further down are loaded by itself. */
export const draws: Partial<Record<Tag, readonly Tag[]>> = {
  'plateau-overlaps': ['plateau-chart'],
  'plateau-risk': ['plateau-chart'],
  'plateau-opening': ['plateau-simulation', 'plateau-chart'],
  'plateau-timescales': ['plateau-residuals', 'plateau-learned-function', 'plateau-neuron-cloud', 'plateau-slopes', 'plateau-flow-risk'],
  'plateau-lab': ['plateau-simulation', 'plateau-chart', 'plateau-overlaps', 'plateau-risk', 'plateau-controls', 'plateau-export', 'plateau-opening'],
};
