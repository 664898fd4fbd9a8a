// Theory beside a run, as an element holds it: computed once the run has begun, from where the run begins, in a worker that
// the run does not wait for.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { recordedSteps } from '../../src/experiment/quantities.ts';
import type { Kernels, Simulation, Snapshot } from '../../src/run/contract.ts';
import { bandSteps } from '../../src/run/ensemble-bands.ts';
import { openSimulation } from '../../src/run/simulation.ts';
import type { TheoryRun } from '../chart/theory.ts';
import { theoryOf, type Terms } from './theory-experiment.ts';
import { refusesTheory, theoryLabel, theoryProgress, theorySlow, theoryStops, theoryWarns } from './theory-words.ts';
import type { RunView } from './view.ts';

/** Seconds after which theory is left where it is. */
const PATIENCE = 20;
/** Milliseconds between two drawings, and before progress is worth a word. */
const [BETWEEN, SILENCE] = [150, 1500];

export class TheoryController implements ReactiveController {
  /** How far it is, or why it ends or is not there: a sentence; empty when all is well. */
  said = '';
  /** As charts take it; null without anything to draw. */
  forCharts: TheoryRun | null = null;
  /** Of the theory drawn, where it has any: that of a run which keeps its batch. */
  kernels: { readonly tables: Kernels; readonly experiment: Experiment } | null = null;
  private simulation: Simulation | null = null;
  /** What `follow` was last given, and the theory that came of it. */
  private given: readonly unknown[] = [];
  private key = '';
  /** Counts openings: what a theory that was replaced still says is dropped. */
  private opening = 0;
  private timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Whether it is being computed. */
  get busy(): boolean {
    return this.simulation !== null;
  }

  hostDisconnected(): void {
    if (this.simulation) this.clear();
  }

  /** Draws theory for this run, with these terms in place of the document's; null for none. Cheap when nothing has changed. */
  follow(view: RunView | null, terms: Terms = view?.experiment?.theory ?? null): void {
    const [experiment, start] = [view?.experiment ?? null, view?.snapshots[0] ?? null];
    const given = [experiment, start, terms];
    if (given.every((each, i) => each === this.given[i])) return;
    this.given = given;
    if (!experiment) return this.clear();
    const refusal = refusesTheory(experiment, terms);
    if (refusal !== null) {
      this.clear();
      this.said = refusal;
      return;
    }
    if (!start) {
      // The same run may begin again.
      if (this.simulation) this.clear();
      this.said = '';
      return;
    }
    const wanted = theoryOf(experiment, terms, start);
    const key = JSON.stringify(wanted);
    if (key === this.key) return;
    this.clear();
    this.key = key;
    this.open(wanted);
  }

  private open(experiment: Experiment): void {
    const opening = this.opening;
    const label = theoryLabel(experiment);
    const { steps } = experiment.training;
    const began = performance.now();
    const snapshots: Snapshot[] = [];
    let [step, drawing, notice]: [number, boolean, string] = [0, false, ''];
    const show = (error: string | null = null): void => {
      drawing = false;
      this.forCharts = snapshots.length > 0 ? { snapshots, label, error } : null;
      this.said = error ?? (this.busy && performance.now() - began > SILENCE ? theoryProgress(step, steps) : notice);
      this.host.requestUpdate();
    };
    const end = (error: string | null = null): void => {
      this.close();
      show(error);
    };
    const mine = (act: () => void) => (): void => {
      if (opening === this.opening) act();
    };
    const soon = mine(() => {
      if (drawing) return;
      drawing = true;
      this.timers.push(setTimeout(mine(show), BETWEEN));
    });
    this.simulation = openSimulation(experiment, {
      onSnapshots: (fresh) => {
        snapshots.push(...fresh);
        soon();
      },
      onProgress: (progress) => {
        step = progress.step;
        soon();
      },
      onKernels: (tables) => {
        if (opening !== this.opening) return;
        this.kernels = { tables, experiment };
        soon();
      },
      onNotice: (message) => {
        notice = theoryWarns(message);
      },
      onState: (state) => {
        if (state === 'done') mine(end)();
      },
      onError: (message) => mine(() => end(theoryStops(message, snapshots.at(-1)?.step ?? null)))(),
    }, { aside: true, steps: bandSteps(recordedSteps(experiment)) });
    this.timers.push(setTimeout(mine(() => end(theorySlow(PATIENCE, step, steps))), 1000 * PATIENCE));
  }

  private clear(): void {
    this.close();
    [this.key, this.said, this.forCharts, this.kernels] = ['', '', null, null];
  }

  private close(): void {
    this.opening++;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.simulation?.close();
    this.simulation = null;
  }
}
