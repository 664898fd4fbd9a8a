import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { EngineName, Experiment } from '../../src/experiment/experiment.ts';
import { InvalidExperiment, isPlainObject } from '../../src/experiment/issues.ts';
import { setAt } from '../../src/experiment/settings.ts';
import { automaticEngine } from '../../src/run/automatic-engine.ts';
import type { HostDescription } from '../../src/run/simulation.ts';
import type { ChartLook } from '../chart/plateau-overlaps.ts';
import { withoutEngine } from '../controls/codec.ts';
import type { ExperimentChange } from '../controls/plateau-controls.ts';
import { defineLate } from '../later.ts';
import { openingExperiment, openingSeed } from '../opening/experiment.ts';
import type { AdoptEventDetail, OpeningEventDetail } from '../opening/plateau-opening.ts';
import { EnsembleController } from '../simulation/ensemble-controller.ts';
import type { PlateauSimulation } from '../simulation/plateau-simulation.ts';
import { TheoryController } from '../simulation/theory-controller.ts';
import type { Terms } from '../simulation/theory-experiment.ts';
import { emptyView, type RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { answer } from './host.ts';
import { drawKernels } from './kernels.ts';
import { lookOf } from './looks.ts';
import { drawFolded } from './folded.ts';
import { footer, masthead } from './prose.ts';
import { bandsKey, drawSeeds, measuredOf } from './seeds.ts';
import { defaultLooks, hashOf, stateOf, type LabState } from './state.ts';
import { labStyles } from './styles.ts';
import { scalingSection } from './scaling.ts';
import { drawTheory } from './theory.ts';
import { drawTimescales } from './timescales.ts';

/**
 * The lab: a comparison to open with, and a bench for an experiment of one's own. The address bar's hash holds the
 * whole state, so that a link restores it.
 *
 * @cssprop [--plateau-chart-height] - height of the plots, at least 120px; without it from their width
 */
export class PlateauLab extends LitElement {
  static override styles = [tokens, buttons, fields, labStyles];

  @state() private lab: LabState | null = null;
  /** What computes the comparison: the GPU, or where there is none worth the name the exact law. */
  @state() private suits: EngineName = 'dense';
  @state() private view: RunView = emptyView;
  @state() private said = '';
  @state() private valid = true;
  /** What the settings show: the experiment, without an engine that nobody asked for. */
  @state() private document: unknown = null;
  @query('plateau-simulation.own') private readonly simulation!: PlateauSimulation | null;
  @query('#own') private readonly ownSection!: HTMLElement | null;

  private hash = '';
  private host: HostDescription | null = null;
  private figureDrawn = false;
  private readonly seeds = new EnsembleController(this);
  private seedsKey: string | null = null;
  private readonly theory = new TheoryController(this);
  /** The experiment that is run in place of one that differs in its theory alone: what theory says changes no run. */
  private readonly runs = new WeakMap<Experiment, Experiment>();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.onHash);
    if (!this.lab) void this.open();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.onHash);
    super.disconnectedCallback();
  }

  /** Which engine shows the comparison depends on what computes, so that is asked first. */
  private async open(): Promise<void> {
    this.host = await answer();
    const { webgpu, fallbackAdapter } = this.host;
    this.suits = webgpu && !fallbackAdapter ? 'dense' : 'reduced';
    this.restore();
  }

  protected override willUpdate(): void {
    this.theory.follow(this.lab?.theory ? this.view : null, this.lab?.experiment.theory);
    const key = this.lab && bandsKey(this.lab.experiment, this.lab.seeds);
    if (key === this.seedsKey) return;
    this.seedsKey = key;
    if (this.lab && key !== null) this.seeds.load(this.lab.experiment, [1, this.lab.seeds]);
    else this.seeds.load(null);
  }

  protected override updated(): void {
    if (this.simulation) this.seeds.profileWith(this.simulation.run.profiling);
  }

  private readonly onHash = (): void => {
    if (location.hash.slice(1) !== this.hash) this.restore();
  };

  private restore(): void {
    const fresh: LabState = {
      experiment: openingExperiment('square', openingSeed, 'dense'),
      engineNamed: false,
      ...defaultLooks,
      openingSeed: openingSeed,
      seeds: 1,
      theory: true,
      ran: false,
    };
    this.hash = location.hash.slice(1);
    try {
      this.lab = this.hash ? stateOf(this.hash) : fresh;
      this.said = '';
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      this.lab = fresh;
      this.said = `This page’s link could not be read: ${error.message}`;
    }
    const { experiment, engineNamed } = this.lab;
    if (!engineNamed) this.lab = { ...this.lab, experiment: { ...experiment, engine: automaticEngine(experiment, this.host).engine } };
    this.document = engineNamed ? experiment : withoutEngine(experiment);
    if (this.lab.ran) void this.runOwn();
  }

  private async runOwn(): Promise<void> {
    await this.updateComplete;
    await this.simulation?.updateComplete;
    this.simulation?.start();
  }

  private change(part: Partial<LabState>): void {
    if (!this.lab) return;
    this.lab = { ...this.lab, ...part };
    this.hash = hashOf(this.lab);
    this.said = '';
    history.replaceState(history.state, '', `#${this.hash}`);
  }

  private onExperiment({ detail: { document, experiment, preset } }: CustomEvent<ExperimentChange>): void {
    this.valid = experiment !== null;
    if (!experiment || !this.lab) return;
    this.document = document;
    this.change({ experiment, engineNamed: isPlainObject(document) && 'engine' in document, ran: false, ...lookOf(preset, this.lab) });
  }

  private chooseTerms(lab: LabState, theory: Terms): void {
    const { experiment } = lab;
    const next = { ...experiment, theory };
    if (experiment.engine !== 'theory') this.runs.set(next, this.runs.get(experiment) ?? experiment);
    this.document = setAt(this.document, 'theory', theory);
    this.change({ experiment: next });
  }

  private async onAdopt({ detail: { loss, seed } }: CustomEvent<AdoptEventDetail>): Promise<void> {
    const experiment: Experiment = openingExperiment(loss, seed, this.suits);
    this.valid = true;
    this.document = experiment;
    this.change({ experiment, engineNamed: true, ran: true });
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.ownSection?.scrollIntoView({ behavior: calm ? 'auto' : 'smooth' });
    this.ownSection?.focus({ preventScroll: true });
    await this.runOwn();
  }

  private onRun(event: Event): void {
    this.view = (event.currentTarget as PlateauSimulation).run.view;
    const ran = this.view.state !== 'idle' && this.view.state !== 'failed';
    if (this.lab && ran && !this.lab.ran) this.change({ ran });
  }

  /** What theory says is loaded when there is something to compare it with. */
  private onFirstFigure(): void {
    if (this.figureDrawn) return;
    this.figureDrawn = true;
    const unloaded = (error: unknown): void => void (this.said = `What theory says could not be loaded: ${String(error)}`);
    const load = (): void => void defineLate('plateau-target', 'plateau-prediction', 'plateau-kernels', 'plateau-scaling').catch(unloaded);
    if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 2000 });
    else setTimeout(load, 500);
  }

  private async share(): Promise<void> {
    this.change({});
    try {
      await navigator.clipboard.writeText(location.href);
      this.said = 'The link is on the clipboard. It restores this experiment, its axes and the comparison above.';
    } catch {
      this.said = 'The address bar holds the link: this browser lets no page write to the clipboard here.';
    }
  }

  private drawOwn(lab: LabState): TemplateResult {
    const { overlaps, risk } = lab;
    return html`
      <section class="bench" id="own" tabindex="-1" aria-labelledby="own-title">
        <h2 id="own-title">Your own experiment</h2>
        <p class="lead">Set a target, a network and a protocol, and watch the overlaps leave their plateau. The address bar always holds a link to what you see.</p>
        <div class="columns">
          <plateau-controls .experiment=${this.document} @plateau-change=${this.onExperiment}></plateau-controls>
          <div class="run">
            ${this.valid ? nothing : html`<p class="small error invalid">The settings are not a valid experiment yet: this is the last one that was.</p>`}
            <plateau-simulation
              class="own"
              .experiment=${this.runs.get(lab.experiment) ?? lab.experiment}
              @plateau-state=${this.onRun}
              @plateau-snapshots=${this.onRun}
              @plateau-progress=${this.onRun}
            >
              ${drawSeeds(lab.experiment, lab.seeds, this.seeds, (seeds) => this.change({ seeds }))}
              ${drawTheory({
                experiment: lab.experiment, on: lab.theory, able: this.valid,
                toggle: (theory) => this.change({ theory }), choose: (theory) => this.chooseTerms(lab, theory),
              }, this.theory)}
              <div class="figures">
                <plateau-overlaps .bands=${this.seeds.forCharts} .theory=${this.theory.forCharts} .xScale=${overlaps.xScale} .yScale=${overlaps.yScale} .show=${overlaps.show}
                  @plateau-look=${(event: CustomEvent<Required<ChartLook>>) => this.change({ overlaps: event.detail })}></plateau-overlaps>
                <plateau-risk .bands=${this.seeds.forCharts} .theory=${this.theory.forCharts} .xScale=${risk.xScale} .yScale=${risk.yScale}
                  @plateau-look=${(event: CustomEvent<ChartLook>) => this.change({ risk: event.detail })}></plateau-risk>
                ${drawKernels(this.view, this.theory)}
              </div>
              ${drawFolded()}
            </plateau-simulation>
            <div class="take">
              <button type="button" @click=${this.share}>Copy link</button>
              <details><summary>Export</summary><plateau-export .view=${this.view} scope=".run"></plateau-export></details>
            </div>
            <p class="small muted said" role="status">${this.said}</p>
            <div class="theory">
              <plateau-prediction .experiment=${lab.experiment} .measured=${measuredOf(this.seeds.bands)}></plateau-prediction>
              <plateau-target .link=${lab.experiment.target.link} .directions=${lab.experiment.target.directions}></plateau-target>
            </div>
          </div>
        </div>
      </section>`;
  }

  override render(): TemplateResult {
    const { lab } = this;
    return html`
      ${masthead}
      <main @plateau-snapshots=${this.onFirstFigure}>
        <section aria-labelledby="opening-title">
          <h2 class="unseen" id="opening-title">One experiment, two losses</h2>
          ${lab
            ? html`<plateau-opening
                .seed=${lab.openingSeed}
                .engine=${this.suits}
                @plateau-opening=${({ detail }: CustomEvent<OpeningEventDetail>) => this.change({ openingSeed: detail.seed })}
                @plateau-adopt=${this.onAdopt}
              ></plateau-opening>`
            : html`<p class="muted">Asking for a graphics adapter…</p>`}
        </section>
        ${lab ? [this.drawOwn(lab), drawTimescales(lab, (timescales) => this.change({ timescales })), scalingSection] : nothing}
      </main>
      ${footer}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-lab': PlateauLab;
  }
}
