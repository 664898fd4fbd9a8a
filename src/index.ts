// The package without its elements: the experiment document, the links, the theory, and runs.

export { parseExperiment, parseExperimentText, InvalidExperiment } from './experiment/experiment.ts';
export type { EngineName, Experiment, ExperimentDocument, Issue } from './experiment/experiment.ts';
export { preset, presets, type Preset } from './experiment/presets.ts';
export { applySetting } from './experiment/settings.ts';
export { fromPermalink, toPermalink } from './experiment/permalink.ts';
export { asWritten } from './experiment/written.ts';
export { gramMatrix, outputScale, readoutVector, recordedSteps } from './experiment/quantities.ts';
export { InvalidLink, parseLink, targetVariables, type Link } from './model/link.ts';
export { texOf } from './model/write-tex.ts';
export { wgslOf } from './model/write-wgsl.ts';
export { analyseTarget, UnfitTarget, type Exponent, type Stage, type TargetAnalysis } from './model/target/analysis.ts';
export { predict } from './theory/predictions/predict.ts';
export type { Prediction, PredictionConstants, Region, Regime } from './theory/predictions/prediction.ts';
export { populationRisk, type PopulationRisk } from './theory/risk.ts';
export { NoWebGPU, DeviceLost } from './gpu/device.ts';
export { Diverged, type Checkpoint, type Engine, type RiskKind, type Snapshot } from './engines/engine.ts';
export { engineHost, type EngineHost, type OpenOptions } from './engines/open.ts';
export { openReducedRuns, type ReducedRuns } from './engines/reduced/runs.ts';
export { openSemiReduced } from './engines/reduced/semi.ts';
export { runExperiment, type RunOptions, type RunRecord } from './run/run.ts';
export { describeHost, openSimulation, type HostDescription, type SimulationOptions } from './run/simulation.ts';
export type { Host, Progress, Simulation, SimulationEvents, SimulationState } from './run/contract.ts';
