// Runs that tests draw: not a simulation, only its shape.

import { parseExperiment, type Experiment } from '../src/experiment/experiment.ts';
import type { Snapshot } from '../src/run/contract.ts';
import { emptyView, type RunView } from './simulation/view.ts';

function experimentOf(p: number, k: number, steps: number): Experiment {
  return parseExperiment({
    target: { link: Array.from({ length: k }, (_, r) => `He3(z${r + 1})`).join(' + '), directions: k },
    student: { width: p, activation: 'He3(x)' },
    data: { dimension: 256 },
    training: { batch: 1024, learningRate: 0.5, steps },
  });
}

/** Overlap of neuron j with direction r at step t: grows towards something that tells (j, r) apart. */
function snapshotsOf(p: number, k: number, steps: readonly number[]): Snapshot[] {
  return steps.map((step) => ({
    step,
    M: Float64Array.from({ length: p * k }, (_, i) => (Math.tanh(step / 10) * (i + 1)) / (p * k)),
    Q: Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : 0.1)),
    readout: new Float64Array(p).fill(1),
    risk: 3 * Math.exp(-step / 10),
  }));
}

export function viewOf(p: number, k: number, steps: readonly number[]): RunView {
  return {
    ...emptyView,
    experiment: experimentOf(p, k, steps.at(-1) ?? 0),
    state: 'done',
    snapshots: snapshotsOf(p, k, steps),
    host: { engine: 'reference', adapter: null, fallbackAdapter: false, bytes: 4_200_000, riskKind: 'population', note: null },
    progress: { step: steps.at(-1) ?? 0, steps: steps.at(-1) ?? 0, elapsedSeconds: 2, stepsPerSecond: 25, etaSeconds: 0 },
  };
}
