import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import type { Progress, Snapshot } from '../../src/run/contract.ts';
import { buttons, tokens } from '../styles.ts';
import { attributePaths, resolve } from './document.ts';
import { RunController } from './run-controller.ts';
import { provideRun } from './source.ts';
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
 * The experiment is, in this order: the `experiment` property; else the preset, with a JSON child
 * (`<script type="application/json">`) over it, with the attributes over both.
 *
 * @slot - charts and whatever else draws this run
 * @csspart bar - buttons and progress
 * @csspart status - the line that says engine, adapter, steps a second and memory
 * @attr {string} link, activation, readout, scaling, loss, constraint, engine - keys of the experiment of that name
 * @attr {number} directions, noise, width, dimension, overlap, batch, reuse, learning-rate, steps, seed - likewise
 * @fires {CustomEvent<{fresh, all}>} plateau-snapshots - overlaps arrived, once a frame at most
 * @fires {CustomEvent<Progress>} plateau-progress - step, speed and remaining time changed
 * @fires {CustomEvent<{state, error}>} plateau-state - the run started, paused, ended or failed
 */
export class PlateauSimulation extends LitElement {
  static override styles = [
    tokens,
    buttons,
    css`
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
      .bar .words { flex: 1 1 14rem; }
      progress { inline-size: 100%; block-size: 3px; display: block; margin-block: 0.6rem 0.35rem; appearance: none; border: 0; background: var(--_line); border-radius: 2px; overflow: hidden; }
      progress::-webkit-progress-bar { background: transparent; }
      progress::-webkit-progress-value { background: var(--_accent); transition: inline-size 120ms linear; }
      progress::-moz-progress-bar { background: var(--_accent); }
      .status { min-block-size: 1.25rem; overflow-wrap: anywhere; }
      .error { color: var(--_alert); white-space: pre-line; overflow-wrap: anywhere; }
      .notice { border-inline-start: 3px solid var(--_accent); padding-inline-start: 0.6rem; margin-block: 0.4rem; }
      .charts { margin-block-start: 1.25rem; }
      ::slotted(script) { display: none; }
    `,
  ];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...Object.keys(attributePaths)];
  }

  /** The document of the experiment; defaults may be left out. Replaces preset, JSON child and attributes. */
  @property({ attribute: false }) experiment: ExperimentDocument | null = null;
  /** Id of a preset, such as `he3-mu1.75`. */
  @property() preset: string | null = null;
  /** Starts when the element first comes into view, and again with each new experiment. */
  @property({ type: Boolean }) autostart = false;
  /** Runs even what is estimated to take minutes a step. */
  @property({ type: Boolean }) insist = false;
  /** Times kernels and steps, and shows them as tracks of the browser's Performance panel. `<plateau-profile>` inside does the same. */
  @property({ type: Boolean }) profile = false;
  /** Shows no buttons, progress or status: someone else drives this run and says who computes. */
  @property({ type: Boolean }) bare = false;

  readonly run = new RunController(this);
  private told: RunView = this.run.view;
  private toldSnapshots = 0;
  private stale = true;
  /** Has been in view since it was connected. */
  private inView = false;
  private seen: IntersectionObserver | null = null;

  constructor() {
    super();
    provideRun(this, this.run);
    this.run.subscribe((view) => this.tell(view));
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name in attributePaths && old !== value) this.reread();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen?.disconnect();
      this.inView = true;
      if (this.autostart && this.run.view.state === 'idle') this.start();
    }, { rootMargin: '200px' });
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    this.seen?.disconnect();
    this.inView = false;
    super.disconnectedCallback();
  }

  /** Starts, or goes on. */
  start(): void {
    this.settle();
    this.run.start();
  }

  pause(): void {
    this.run.pause();
  }

  /** Makes `count` steps, then pauses. */
  step(count = 1): void {
    this.settle();
    this.run.stepBy(count);
  }

  /** Back to step 0 of the same experiment. */
  reset(): void {
    this.run.reset();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('experiment') || changed.has('preset')) this.stale = true;
    if (changed.has('profile')) this.run.profiling.ask(this.profile);
    if (this.hasUpdated) this.refresh();
  }

  protected override firstUpdated(): void {
    this.refresh();
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
    const { experiment, error } = resolve({ document: this.experiment, preset: this.preset, json, attributes });
    this.run.load(experiment, error);
    if (this.autostart && this.inView) this.run.start();
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
      <div class="charts"><slot @slotchange=${this.onSlotChange}></slot></div>`;
  }

  private onSlotChange(): void {
    if (this.querySelector(':scope > script[type="application/json"]')) this.reread();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-simulation': PlateauSimulation;
  }
}
