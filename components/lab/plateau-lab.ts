import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { InvalidExperiment } from '../../src/experiment/issues.ts';
import { describeHost } from '../../src/run/simulation.ts';
import type { ChartLook, PlateauOverlaps } from '../chart/plateau-overlaps.ts';
import type { PlateauRisk } from '../chart/plateau-risk.ts';
import type { ExperimentChange } from '../controls/plateau-controls.ts';
import type { Figure } from '../export/plateau-export.ts';
import { openingDimension, openingExperiment, openingSeed, type OpeningLoss, type OpeningSize } from '../opening/experiment.ts';
import type { PlateauSimulation } from '../simulation/plateau-simulation.ts';
import { emptyView, type RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { defaultLooks, hashOf, stateOf, type LabState } from './state.ts';
import { labStyles } from './styles.ts';

/** Milliseconds after which the page opens without knowing its adapter. */
const patience = 5000;

/** What computes here; "nothing" when that cannot be found out, since the page should open all the same. */
async function answer(): ReturnType<typeof describeHost> {
  const nothing = { webgpu: false, fallbackAdapter: false, adapter: null };
  try {
    return await Promise.race([describeHost(), new Promise<typeof nothing>((resolve) => setTimeout(() => resolve(nothing), patience))]);
  } catch {
    return nothing;
  }
}

/**
 * The lab: a comparison to open with, and a bench for an experiment of one's own. The address bar's hash holds the
 * whole state, so that a link restores it.
 */
export class PlateauLab extends LitElement {
  static override styles = [tokens, buttons, fields, labStyles];

  @state() private lab: LabState | null = null;
  @state() private suits: OpeningSize = 'paper';
  @state() private reason = '';
  @state() private view: RunView = emptyView;
  @state() private said = '';
  @state() private valid = true;
  @query('plateau-simulation.own') private readonly simulation!: PlateauSimulation | null;
  @query('plateau-overlaps') private readonly overlaps!: PlateauOverlaps | null;
  @query('plateau-risk') private readonly risk!: PlateauRisk | null;
  @query('#own') private readonly ownSection!: HTMLElement | null;

  private hash = '';
  private readonly figures: readonly Figure[] = [
    { name: 'overlaps', scene: () => this.overlaps?.scene() ?? null },
    { name: 'risk', scene: () => this.risk?.scene() ?? null },
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.onHash);
    if (!this.lab) void this.open();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.onHash);
    super.disconnectedCallback();
  }

  /** The size of everything depends on what computes, so that is asked first. */
  private async open(): Promise<void> {
    const { webgpu, fallbackAdapter, adapter } = await answer();
    this.suits = webgpu && !fallbackAdapter ? 'paper' : 'small';
    if (!webgpu) this.reason = 'This browser offers no graphics adapter to compute on, so the processor does it.';
    else if (fallbackAdapter) this.reason = `The graphics adapter here, ${adapter ?? 'without a name'}, is a software one.`;
    this.restore();
  }

  private readonly onHash = (): void => {
    if (location.hash.slice(1) !== this.hash) this.restore();
  };

  private restore(): void {
    const fresh: LabState = {
      experiment: openingExperiment('square', openingSeed, this.suits),
      ...defaultLooks,
      openingSeed: openingSeed,
      openingSize: null,
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

  private onExperiment({ detail: { experiment } }: CustomEvent<ExperimentChange>): void {
    this.valid = experiment !== null;
    if (experiment) this.change({ experiment, ran: false });
  }

  private async onAdopt({ detail: { loss, seed, size } }: CustomEvent<{ loss: OpeningLoss; seed: number; size: OpeningSize }>): Promise<void> {
    const experiment: Experiment = openingExperiment(loss, seed, size);
    this.valid = true;
    this.change({ experiment, ran: true });
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
          <plateau-controls .experiment=${lab.experiment} @plateau-change=${this.onExperiment}></plateau-controls>
          <div class="run">
            ${this.valid ? nothing : html`<p class="small error invalid">The settings are not a valid experiment yet: this is the last one that was.</p>`}
            <plateau-simulation
              class="own"
              .experiment=${lab.experiment}
              @plateau-state=${this.onRun}
              @plateau-snapshots=${this.onRun}
              @plateau-progress=${this.onRun}
            >
              <div class="figures">
                <plateau-overlaps .xScale=${overlaps.xScale} .yScale=${overlaps.yScale} .show=${overlaps.show}
                  @plateau-look=${(event: CustomEvent<Required<ChartLook>>) => this.change({ overlaps: event.detail })}></plateau-overlaps>
                <plateau-risk .xScale=${risk.xScale} .yScale=${risk.yScale}
                  @plateau-look=${(event: CustomEvent<ChartLook>) => this.change({ risk: event.detail })}></plateau-risk>
              </div>
            </plateau-simulation>
            <div class="take">
              <button type="button" @click=${this.share}>Copy link</button>
              <details><summary>Export</summary><plateau-export .view=${this.view} .figures=${this.figures}></plateau-export></details>
            </div>
            <p class="small muted said" role="status">${this.said}</p>
          </div>
        </div>
      </section>`;
  }

  override render(): TemplateResult {
    const { lab } = this;
    const size = lab?.openingSize ?? this.suits;
    return html`
      <header class="masthead">
        <p class="name">Plateau</p>
        <h1>Same network, same samples, same seed. Only the loss differs.</h1>
        <p class="lead">
          Four neurons look for one hidden direction w* among ${openingDimension[size]} dimensions. Trained on the correlation loss they find it every
          time; with the square loss, plain SGD, they find it as fast, and then, on some seeds, lose it again.
        </p>
      </header>
      <main>
        <section aria-labelledby="opening-title">
          <h2 class="unseen" id="opening-title">One experiment, two losses</h2>
          ${lab
            ? html`<plateau-opening
                .seed=${lab.openingSeed}
                .size=${size}
                .reason=${this.suits === 'small' ? this.reason : ''}
                @plateau-opening=${({ detail }: CustomEvent<{ seed: number; size: OpeningSize }>) => this.change({ openingSeed: detail.seed, openingSize: detail.size === this.suits ? null : detail.size })}
                @plateau-adopt=${this.onAdopt}
              ></plateau-opening>`
            : html`<p class="muted">Asking for a graphics adapter…</p>`}
        </section>
        ${lab ? this.drawOwn(lab) : nothing}
      </main>
      <footer class="small muted">
        <p>
          An overlap is the inner product of a neuron’s weights with w*: 0 knows nothing of it, 1 has found it. A random start has about 1/√d, and the time
          spent near it is the plateau. The comparison follows the figure at n = d^1.75 in
          <a href="https://arxiv.org/abs/2406.02157">arXiv:2406.02157</a>, which shows one run; seeds differ. On reusing batches:
          <a href="https://arxiv.org/abs/2402.03220">arXiv:2402.03220</a>, <a href="https://arxiv.org/abs/2405.15459">arXiv:2405.15459</a>; on time scales:
          <a href="https://arxiv.org/abs/2303.00055">arXiv:2303.00055</a>.
        </p>
      </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-lab': PlateauLab;
  }
}
