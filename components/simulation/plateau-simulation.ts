import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import type { Progress, Snapshot } from '../../src/run/contract.ts';
import { buttons, tokens } from '../styles.ts';
import { attributePaths, resolve } from './document.ts';
import { Remote } from './remote.ts';
import { RunController } from './run-controller.ts';
import { SelfStart } from './self-start.ts';
import { provideRun } from './source.ts';
import { simulationStyles } from './styles.ts';
import { progressWords, statusWords } from './status.ts';
import type { RunState, RunView } from './view.ts';

/** Details of the events of `<plateau-simulation>`, by name. */
export interface SimulationEventDetails {
  /** `fresh`: those that came since the last such event; `all` of the run so far. */
  'plateau-snapshots': { readonly fresh: readonly Snapshot[]; readonly all: readonly Snapshot[] };
  'plateau-progress': Progress;
  'plateau-state': { readonly state: RunState; readonly error: string | null };
}

/**
 * One run: it owns the experiment, computes it off the main thread and gives it to the charts inside.
 *
 * The experiment is, in this order: the `experiment` property; else the preset, with the file at `src` over it, with a JSON child
 * (`<script type="application/json">`) over both, with the attributes over all.
 *
 * @slot - charts and whatever else draws this run
 * @slot fallback - shown in their place where nothing can be run, and until the elements are loaded
 * @slot caption - words of the page's own below the figures
 * @csspart bar - the buttons, and how far the run is in words
 * @csspart status - the line that says engine, adapter, steps a second and memory
 * @attr {string} link, activation, readout, scaling, loss, constraint, engine - keys of the experiment of that name
 * @attr {number} directions, noise, width, dimension, overlap, batch, reuse, learning-rate, steps, seed - likewise
 * @fires {CustomEvent<SimulationEventDetails['plateau-snapshots']>} plateau-snapshots - overlaps arrived, once a frame at most
 * @fires {CustomEvent<Progress>} plateau-progress - step, speed and remaining time changed
 * @fires {CustomEvent<SimulationEventDetails['plateau-state']>} plateau-state - the run started, paused, ended or failed
 */
export class PlateauSimulation extends LitElement {
  static override styles = [tokens, buttons, simulationStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...Object.keys(attributePaths)];
  }

  /** The document of the experiment; defaults may be left out. Replaces preset, JSON child and attributes. */
  @property({ attribute: false }) experiment: ExperimentDocument | null = null;
  /** Id of a preset, such as `he3-mu1.75`. */
  @property() preset: string | null = null;
  /** Address of an experiment's JSON. */
  @property() src: string | null = null;
  /**
   * Starts when the element comes into view, and again with each new experiment; pauses while nobody can see it, since it is out of
   * view or the page is hidden, and then goes on. A run that a reader started, paused or stepped is theirs, and left alone.
   */
  @property({ type: Boolean }) autostart = false;
  /** Runs even what is estimated to take minutes a step. */
  @property({ type: Boolean }) insist = false;
  /** Times kernels and steps, and shows them as tracks of the browser's Performance panel. `<plateau-profile>` inside does the same. */
  @property({ type: Boolean }) profile = false;
  /** Shows no buttons, progress or status: someone else drives this run and says who computes. */
  @property({ type: Boolean }) bare = false;

  /** The run: its `view` is what charts draw, and `subscribe` tells of each new one. */
  readonly run = new RunController(this);
  private told: RunView = this.run.view;
  private toldSnapshots = 0;
  private stale = true;
  /** The start or the steps that somebody asked for before there was an experiment. */
  private due: (() => void) | null = null;
  private readonly remote = new Remote(() => this.reread());
  private readonly self = new SelfStart(this, this.run, () => this.autostart);

  constructor() {
    super();
    provideRun(this, this.run);
    // From settings inside, whose reader is on the way to a valid experiment while there is none.
    this.addEventListener('plateau-change', ({ detail: { experiment } }) => (this.experiment = experiment ?? this.experiment));
    this.run.subscribe((view) => this.tell(view));
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name in attributePaths && old !== value) this.reread();
  }

  /** Starts, or goes on; where the file at `src` is still on its way, once it is there. */
  start(): void {
    this.make(() => this.run.start());
  }

  /** Rests after the steps on their way. */
  pause(): void {
    this.self.takeOver();
    this.due = null;
    this.run.pause();
  }

  /** Makes `count` steps, then pauses; likewise once the file is there. */
  step(count = 1): void {
    this.make(() => this.run.stepBy(count));
  }

  /** Back to step 0 of the same experiment. */
  reset(): void {
    this.self.takeOver();
    this.due = null;
    this.run.reset();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('experiment') || changed.has('preset')) this.stale = true;
    if (changed.has('src')) {
      this.remote.load(this.src);
      this.stale = true;
    }
    if (changed.has('profile')) this.run.profiling.ask(this.profile);
    if (this.hasUpdated) this.refresh();
  }

  protected override firstUpdated(): void {
    this.refresh();
  }

  /** What was asked for last is what counts, as of a run that is there. */
  private make(steps: () => void): void {
    this.self.takeOver();
    this.settle();
    this.due = this.remote.waiting ? steps : null;
    steps();
  }

  /** What was set just before is what is run: an update that still waits is made now. */
  private settle(): void {
    if (this.isConnected && this.isUpdatePending) this.performUpdate();
    this.refresh();
  }

  private reread(): void {
    this.stale = true;
    this.requestUpdate();
  }

  private refresh(): void {
    if (!this.stale) return;
    this.stale = false;
    this.run.insist = this.insist;
    const names = Object.keys(attributePaths).filter((name) => this.hasAttribute(name));
    const attributes = Object.fromEntries(names.map((name) => [name, this.getAttribute(name)!]));
    const json = this.querySelector(':scope > script[type="application/json"]')?.textContent ?? null;
    const { text, error: trouble, waiting } = this.remote;
    const own = this.experiment === null;
    const { due } = this;
    if (!own || !waiting) this.due = null;
    if (own && (waiting || trouble !== null)) return this.run.load(null, trouble);
    const { experiment, error } = resolve({ document: this.experiment, preset: this.preset, remote: text, json, attributes });
    this.run.load(experiment, error);
    if (due) due();
    else this.self.begin();
  }

  private tell(view: RunView): void {
    const fire = <K extends keyof SimulationEventDetails>(name: K, detail: SimulationEventDetails[K]): void => {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    };
    const before = this.told;
    this.told = view;
    if (view.snapshots !== before.snapshots) this.toldSnapshots = 0;
    if (view.snapshots.length > this.toldSnapshots) {
      const fresh = view.snapshots.slice(this.toldSnapshots);
      this.toldSnapshots = view.snapshots.length;
      fire('plateau-snapshots', { fresh, all: view.snapshots });
    }
    if (view.progress && view.progress !== before.progress) fire('plateau-progress', view.progress);
    if (view.state !== before.state) fire('plateau-state', { state: view.state, error: view.error });
  }

  private drawBar(view: RunView): TemplateResult {
    const { state, experiment, progress } = view;
    const able = experiment !== null && state !== 'failed';
    const ended = state === 'done' || state === 'failed';
    const running = state === 'running' || state === 'opening';
    const main = running
      ? html`<button type="button" class="primary" @click=${() => this.pause()}>Pause</button>`
      : ended
        ? html`<button type="button" class="primary" ?disabled=${experiment === null} @click=${() => { this.reset(); this.start(); }}>Run again</button>`
        : html`<button type="button" class="primary" ?disabled=${!able} @click=${() => this.start()}>${state === 'paused' ? 'Go on' : 'Run'}</button>`;
    const total = experiment?.training.steps ?? 0;
    return html`
      <div class="bar" part="bar" role="group" aria-label="Run">
        ${main}
        <button type="button" ?disabled=${!able || running || state === 'done'} @click=${() => this.step()}>Step</button>
        <button type="button" ?disabled=${!able && !ended} @click=${() => this.reset()}>Reset</button>
        <span class="words small muted numbers">${progressWords(view)}</span>
      </div>
      <progress aria-label="Progress of the run" max=${Math.max(total, 1)} .value=${progress?.step ?? 0}></progress>
      <p class="status small muted numbers" part="status">${statusWords(view)}</p>`;
  }

  override render(): TemplateResult {
    const { view } = this.run;
    const remarks = [this.bare ? null : view.host?.note, ...view.notices].filter((text): text is string => Boolean(text));
    return html`
      ${this.bare ? nothing : this.drawBar(view)}
      <div role="status" class="small">${remarks.map((text) => html`<p class="notice">${text}</p>`)}</div>
      <div role="alert" class="error small">${view.error ?? ''}</div>
      ${view.state === 'failed' && view.snapshots.length === 0 ? html`<slot name="fallback"></slot>` : nothing}
      <div class="charts"><slot @slotchange=${this.onSlotChange}></slot></div>
      <slot name="caption"></slot>`;
  }

  private onSlotChange(): void {
    if (this.querySelector(':scope > script[type="application/json"]')) this.reread();
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-snapshots': CustomEvent<SimulationEventDetails['plateau-snapshots']>;
    'plateau-progress': CustomEvent<Progress>;
    'plateau-state': CustomEvent<SimulationEventDetails['plateau-state']>;
  }
  interface HTMLElementTagNameMap {
    'plateau-simulation': PlateauSimulation;
  }
}
