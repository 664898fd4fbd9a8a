// A figure in a notebook: the module that anywidget loads (https://anywidget.dev), everything in one file.
//
// Traits: `experiment`, a document (a dict in Python), or null or an empty one; `preset`, an id or null, under it; `width` in pixels or
// null, for as wide as the cell; `value`, written here, the last of the run's snapshots.

import type { ExperimentDocument } from '../src/experiment/experiment.ts';
import type { Snapshot } from '../src/run/contract.ts';
import { rowsOf } from '../src/run/result.ts';
import { PlateauChart } from './chart/plateau-chart.ts';
import { PlateauOverlaps } from './chart/plateau-overlaps.ts';
import { PlateauRisk } from './chart/plateau-risk.ts';
import { define } from './define.ts';
import { PlateauSimulation, type SimulationEventDetails } from './simulation/plateau-simulation.ts';

/** The part of anywidget's model that is used here. */
export interface WidgetModel {
  get(trait: string): unknown;
  set(trait: string, value: unknown): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

/** What the kernel is told of the run: matrices as rows, so that NumPy reads them. */
export interface WidgetValue {
  readonly step: number;
  /** p×k. */
  readonly M: number[][];
  /** p×p. */
  readonly Q: number[][];
  readonly readout: number[];
  readonly risk: number;
  readonly state: string;
}

function valueOf({ step, M, Q, readout, risk }: Snapshot, state: string): WidgetValue {
  const p = readout.length;
  return { step, M: rowsOf(M, p, M.length / p), Q: rowsOf(Q, p, p), readout: [...readout], risk, state };
}

/** Fills `el`, and returns what is to be called when the cell's output is taken away. */
function render({ model, el }: { readonly model: WidgetModel; readonly el: HTMLElement }): () => void {
  define('plateau-simulation', PlateauSimulation);
  define('plateau-chart', PlateauChart);
  define('plateau-overlaps', PlateauOverlaps);
  define('plateau-risk', PlateauRisk);
  const simulation = document.createElement('plateau-simulation');
  simulation.autostart = true;
  simulation.append(document.createElement('plateau-overlaps'), document.createElement('plateau-risk'));

  const take = (): void => {
    const width = model.get('width');
    simulation.preset = (model.get('preset') as string | null | undefined) || null;
    const experiment = model.get('experiment') as ExperimentDocument | null | undefined;
    // A traitlets.Dict of no default is an empty one.
    simulation.experiment = experiment && Object.keys(experiment).length > 0 ? experiment : null;
    simulation.style.maxInlineSize = typeof width === 'number' ? `${width}px` : '';
  };
  let last: Snapshot | null = null;
  const hear = ({ detail }: CustomEvent<SimulationEventDetails['plateau-snapshots']>): void => void (last = detail.all.at(-1) ?? last);
  // The kernel is told where a run rests, not of every frame: each telling is a message through the notebook's server.
  const tell = ({ detail: { state } }: CustomEvent<SimulationEventDetails['plateau-state']>): void => {
    if (!last || (state !== 'done' && state !== 'paused')) return;
    model.set('value', valueOf(last, state));
    model.save_changes();
  };
  simulation.addEventListener('plateau-snapshots', hear as EventListener);
  simulation.addEventListener('plateau-state', tell as EventListener);
  const traits = ['experiment', 'preset', 'width'];
  for (const trait of traits) model.on(`change:${trait}`, take);
  take();
  el.append(simulation);
  return () => {
    for (const trait of traits) model.off(`change:${trait}`, take);
    simulation.remove();
  };
}

export default { render };
