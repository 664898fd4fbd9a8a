// Defines every element. The providers of runs come before the charts that ask for them.

import { PlateauChart } from './chart/plateau-chart.ts';
import { PlateauOverlaps } from './chart/plateau-overlaps.ts';
import { PlateauRisk } from './chart/plateau-risk.ts';
import { PlateauControls } from './controls/plateau-controls.ts';
import { define } from './define.ts';
import { PlateauExport } from './export/plateau-export.ts';
import { PlateauLab } from './lab/plateau-lab.ts';
import { defineLateWhenMet } from './later.ts';
import { PlateauOpening } from './opening/plateau-opening.ts';
import { PlateauSimulation } from './simulation/plateau-simulation.ts';

define('plateau-simulation', PlateauSimulation);
define('plateau-chart', PlateauChart);
define('plateau-overlaps', PlateauOverlaps);
define('plateau-risk', PlateauRisk);
define('plateau-controls', PlateauControls);
define('plateau-export', PlateauExport);
define('plateau-opening', PlateauOpening);
define('plateau-lab', PlateauLab);
// Those of components/later.ts.
defineLateWhenMet();

export { PlateauChart, PlateauControls, PlateauExport, PlateauLab, PlateauOpening, PlateauOverlaps, PlateauRisk, PlateauSimulation };
export type { ScaleChange } from './chart/plateau-chart.ts';
export type { ChartLook } from './chart/plateau-overlaps.ts';
export type { ExperimentChange } from './controls/plateau-controls.ts';
export type { Figure, FigureData } from './export/figure.ts';
export type { PlateauKernels } from './kernels/plateau-kernels.ts';
export type { AdoptEventDetail, OpeningEventDetail } from './opening/plateau-opening.ts';
export type { PlateauPrediction, PredictionEventDetail } from './prediction/plateau-prediction.ts';
export type { Measured } from './prediction/words.ts';
export type { PlateauNeurons } from './neurons/plateau-neurons.ts';
export type { PlateauProfile } from './profile/plateau-profile.ts';
export type { PlateauScaling, ScalingEventDetail } from './scaling/plateau-scaling.ts';
export type { SimulationEventDetails } from './simulation/plateau-simulation.ts';
export type { RunState, RunView } from './simulation/view.ts';
export type { PlateauTable } from './table/plateau-table.ts';
export type { AnalysisEventDetail, PlateauTarget } from './target/plateau-target.ts';
export type { TimeEventDetail } from './timescales/drawing.ts';
export type { PlateauFlowRisk } from './timescales/plateau-flow-risk.ts';
export type { PlateauLearnedFunction } from './timescales/plateau-learned-function.ts';
export type { PlateauNeuronCloud } from './timescales/plateau-neuron-cloud.ts';
export type { PlateauResiduals } from './timescales/plateau-residuals.ts';
export type { PlateauSlopes } from './timescales/plateau-slopes.ts';
export type { PlateauTimescales, TimescalesEventDetail } from './timescales/plateau-timescales.ts';
