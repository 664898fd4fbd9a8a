import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { css } from '../css.ts';
import type { EngineName } from '../../src/experiment/experiment.ts';
import { extentOf } from '../chart/axis.ts';
import { keeper, overlapSpec } from '../chart/specs.ts';
import { formatCount } from '../chart/words.ts';
import { EnsembleController } from '../simulation/ensemble-controller.ts';
import type { PlateauSimulation } from '../simulation/plateau-simulation.ts';
import { TheoryController } from '../simulation/theory-controller.ts';
import { emptyView, type RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { losses, openingExperiment, openingSeed, openingSeeds, type OpeningLoss } from './experiment.ts';
import { outcomeOf, outcomeWords, theoryOutcome, traceOf } from './outcome.ts';
import { seedsWords } from './words.ts';

const titles: Record<OpeningLoss, string> = { correlation: 'Correlation loss, 1 − y·f', square: 'Square loss, ½(y − f)²: plain SGD' };

/** Details of `plateau-opening`: the seed on show. */
export interface OpeningEventDetail {
  readonly seed: number;
}

/** Details of `plateau-adopt`: the side that was chosen. */
export interface AdoptEventDetail extends OpeningEventDetail {
  readonly loss: OpeningLoss;
}

/** Milliseconds without another click before a seed is run: opening a run costs more than that. */
const settled = 120;

/**
 * The comparison of arXiv:2406.02157 at batch exponent 1.75: the same network, once with the correlation loss and once with
 * the square loss; one run of each, on a seed the reader changes, over the bands of a hundred seeds.
 *
 * @cssprop [--plateau-chart-height] - height of the plots, at least 120px; without it from their width
 * @fires {CustomEvent<OpeningEventDetail>} plateau-opening - the reader chose another seed
 * @fires {CustomEvent<AdoptEventDetail>} plateau-adopt - the reader wants one side as an experiment of their own
 */
export class PlateauOpening extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    css`
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.75rem; margin-block-end: 1.75rem; }
      .group { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
      .group label { display: inline-flex; align-items: center; gap: 0.5rem; }
      .group input { inline-size: 5.5rem; }
      .group progress { flex: 1 1 3rem; max-inline-size: 8rem; min-inline-size: 0; block-size: 3px; appearance: none; border: 0; border-radius: 2px; overflow: hidden; background: var(--_line); }
      progress::-webkit-progress-bar { background: transparent; }
      progress::-webkit-progress-value { background: var(--_accent); }
      progress::-moz-progress-bar { background: var(--_accent); }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 2rem 3rem; }
      .now { margin-block-end: 0.6rem; }
      .now p { min-block-size: 3em; }
      .now p + p { min-block-size: 1.5em; }
      .adopt { margin-block-start: 0.6rem; }
    `,
  ];

  /** Of both runs. */
  @property({ type: Number }) seed = openingSeed;
  /** Who computes the run on show; the bands are by `reduced`. */
  @property() engine: EngineName = 'reduced';
  @state() private views: Record<OpeningLoss, RunView> = { correlation: emptyView, square: emptyView };
  /** The step under the cursor of either chart: shown in both. */
  @state() private cursor: number | null = null;
  @state() private paused = false;

  private readonly seeds: Readonly<Record<OpeningLoss, EnsembleController>> = { correlation: new EnsembleController(this), square: new EnsembleController(this) };
  private readonly theory: Readonly<Record<OpeningLoss, TheoryController>> = { correlation: new TheoryController(this), square: new TheoryController(this) };
  private readonly keepers = { correlation: keeper(), square: keeper() };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private experiments: Record<OpeningLoss, ReturnType<typeof openingExperiment>> | null = null;
  private inView = false;
  private seen: IntersectionObserver | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const loss of losses) if (!this.seeds[loss].bands) this.seeds[loss].load(openingExperiment(loss, openingSeeds[0], 'reduced'), openingSeeds);
    // Whoever has scrolled on to an experiment of their own has the machine for it.
    this.seen = new IntersectionObserver((entries) => {
      this.inView = entries.at(-1)!.isIntersecting;
      this.hold();
    });
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    this.seen?.disconnect();
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    for (const loss of losses) this.theory[loss].follow(this.views[loss]);
    if (!changed.has('seed') && !changed.has('engine')) return;
    this.views = { correlation: emptyView, square: emptyView };
    clearTimeout(this.timer);
    if (!this.experiments) this.launch();
    else this.timer = setTimeout(() => this.launch(), settled);
  }

  private launch(): void {
    this.experiments = {
      correlation: openingExperiment('correlation', this.seed, this.engine),
      square: openingExperiment('square', this.seed, this.engine),
    };
    this.requestUpdate();
  }

  private hold(): void {
    for (const loss of losses) this.seeds[loss].hold(this.paused || !this.inView);
  }

  private pause(): void {
    this.paused = !this.paused;
    this.hold();
  }

  private onRun(loss: OpeningLoss, event: Event): void {
    const { view } = (event.currentTarget as PlateauSimulation).run;
    if (view.experiment?.seed === this.seed) this.views = { ...this.views, [loss]: view };
  }

  private choose(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || seed === this.seed) return;
    this.seed = seed;
    const detail: OpeningEventDetail = { seed };
    this.dispatchEvent(new CustomEvent('plateau-opening', { detail, bubbles: true, composed: true }));
  }

  private adopt(loss: OpeningLoss): void {
    const detail: AdoptEventDetail = { loss, seed: this.seed };
    this.dispatchEvent(new CustomEvent('plateau-adopt', { detail, bubbles: true, composed: true }));
  }

  /** Both sides on one scale, so that the eye may compare. */
  private domain(): [number, number] {
    const arrays = losses.flatMap((loss) => [...this.views[loss].snapshots.map((snapshot) => snapshot.M), this.seeds[loss].bands?.maxOverlap.q05 ?? []]);
    const [low] = extentOf(arrays) ?? [0, 1];
    return [Math.min(low, 0), 1];
  }

  private drawSide(loss: OpeningLoss, domain: [number, number]): TemplateResult {
    const [view, seeds, theory] = [this.views[loss], this.seeds[loss], this.theory[loss]];
    const { bands } = seeds;
    const spec = overlapSpec(view.experiment ? view : { ...view, experiment: this.experiments?.[loss] ?? null }, {
      show: 'overlaps', xScale: 'linear', yScale: 'linear', title: titles[loss], domain, bands: seeds.forCharts, theory: theory.forCharts, keep: this.keepers[loss],
    });
    return html`
      <plateau-simulation
        bare
        autostart
        .experiment=${this.experiments?.[loss] ?? null}
        @plateau-snapshots=${(event: Event) => this.onRun(loss, event)}
        @plateau-state=${(event: Event) => this.onRun(loss, event)}
        @plateau-progress=${(event: Event) => this.onRun(loss, event)}
      >
        <plateau-chart fixed .spec=${spec} .recorded=${view.snapshots.length} .followed=${this.cursor} @cursor-move=${(event: CustomEvent<number | null>) => (this.cursor = event.detail)}>
          <div slot="lead" class="now">
            <p>${seeds.error ?? (bands ? seedsWords(bands) : 'The first seeds are running.')}</p>
            <p class="muted small">Seed ${formatCount(this.seed)}: ${outcomeWords(outcomeOf(traceOf(view.snapshots)))}</p>
            <p class="muted small">${theoryOutcome(theory.forCharts?.snapshots ?? [])}</p>
          </div>
        </plateau-chart>
        <button class="adopt" type="button" @click=${() => this.adopt(loss)}>Go on with this one below</button>
      </plateau-simulation>`;
  }

  private drawSeeds(): TemplateResult {
    const all = losses.map((loss) => this.seeds[loss].bands);
    const done = all.reduce((sum, bands) => sum + (bands ? bands.done + (bands.failed?.count ?? 0) : 0), 0);
    const total = losses.length * (openingSeeds[1] - openingSeeds[0] + 1);
    const each = formatCount(total / losses.length);
    if (done >= total) return html`<span class="small muted">${each} seeds of each loss</span>`;
    return html`
      <span class="small muted numbers">${formatCount(Math.floor(done / losses.length))} of ${each} seeds of each loss</span>
      <progress aria-label="Seeds run" max=${total} .value=${done}></progress>
      <button type="button" @click=${() => this.pause()}>${this.paused ? 'Go on' : 'Pause'}</button>`;
  }

  override render(): TemplateResult {
    const domain = this.domain();
    return html`
      <div class="bar">
        <div class="group" role="group" aria-label="Seed of both runs">
          <label>Seed <input inputmode="numeric" autocomplete="off" .value=${String(this.seed)} @change=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value))} /></label>
          <button type="button" ?disabled=${this.seed === 0} @click=${() => this.choose(this.seed - 1)}>Previous</button>
          <button type="button" class="primary" @click=${() => this.choose(this.seed + 1)}>Next seed</button>
        </div>
        <div class="group" role="group" aria-label="Seeds behind the runs">${this.drawSeeds()}</div>
      </div>
      <div class="pair">${losses.map((loss) => this.drawSide(loss, domain))}</div>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-opening': CustomEvent<OpeningEventDetail>;
    'plateau-adopt': CustomEvent<AdoptEventDetail>;
  }
  interface HTMLElementTagNameMap {
    'plateau-opening': PlateauOpening;
  }
}
