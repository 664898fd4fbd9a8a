// One run, as an element holds it: opened when it is first needed, closed with the element, and shown once a frame at most.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Simulation, Snapshot } from '../../src/run/contract.ts';
import { openSimulation } from '../../src/run/simulation.ts';
import { Profiling, type ProfileListener } from './profiling.ts';
import { inTurn } from './turns.ts';
import { emptyView, type RunSource, type RunView } from './view.ts';

type Listener = (view: RunView) => void;

export class RunController implements ReactiveController, RunSource {
  view: RunView = emptyView;
  /** Runs even what is estimated to take minutes a step. */
  insist = false;
  readonly profiling = new Profiling();
  private simulation: Simulation | null = null;
  private readonly listeners = new Set<Listener>();
  private snapshots: Snapshot[] = [];
  /** Ends the wait of a view that is not told of yet. */
  private waiting: (() => void) | null = null;
  /** Counts openings: events of a run that was replaced are dropped. */
  private opening = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.view);
    return () => this.listeners.delete(listener);
  }

  profile(listener: ProfileListener): () => void {
    return this.profiling.listen(listener);
  }

  hostDisconnected(): void {
    // An element that is only moved is connected again in the same task.
    queueMicrotask(() => {
      if (!(this.host as unknown as Node).isConnected) this.load(this.view.experiment, this.view.experiment ? null : this.view.error);
    });
  }

  /** Takes another experiment, or none with a reason. What ran before is closed and forgotten. */
  load(experiment: Experiment | null, error: string | null = null): void {
    this.close();
    this.snapshots = [];
    this.show({ ...emptyView, experiment, error, snapshots: this.snapshots, state: error === null ? 'idle' : 'failed' });
  }

  start(): void {
    this.open()?.start();
  }

  pause(): void {
    this.simulation?.pause();
  }

  stepBy(count: number): void {
    this.open()?.stepBy(count);
  }

  /** Back to step 0 of the same experiment. */
  reset(): void {
    this.load(this.view.experiment);
  }

  close(): void {
    this.opening += 1;
    this.waiting?.();
    this.waiting = null;
    this.simulation?.close();
    this.simulation = null;
    this.profiling.follow(null);
  }

  private open(): Simulation | null {
    const { experiment } = this.view;
    if (this.simulation || !experiment) return this.simulation;
    const opening = ++this.opening;
    const change = (part: Partial<RunView>): void => {
      if (opening === this.opening) this.show({ ...this.view, ...part });
    };
    this.simulation = openSimulation(experiment, {
      onSnapshots: (fresh) => {
        if (opening !== this.opening) return;
        for (const snapshot of fresh) this.snapshots.push(snapshot);
        change({});
      },
      onProgress: (progress) => change({ progress }),
      onKernels: (kernels) => change({ kernels }),
      onHost: (host) => change({ host }),
      onProfile: (report) => opening === this.opening && this.profiling.tell(report),
      onState: (state) => change({ state }),
      onError: (error) => change({ error, state: 'failed' }),
      onNotice: (notice) => change({ notices: [...this.view.notices, notice] }),
    }, { autostart: false, insist: this.insist });
    this.profiling.follow(this.simulation);
    change({ state: 'opening' });
    return this.simulation;
  }

  /** Changes the view now and tells about it when its turn comes, however often it changes until then. */
  private show(view: RunView): void {
    this.view = view;
    this.waiting ??= inTurn(() => {
      this.waiting = null;
      this.host.requestUpdate();
      for (const listener of this.listeners) listener(this.view);
    });
  }
}
