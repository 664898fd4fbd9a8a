import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { extentOf } from '../chart/axis.ts';
import { overlapSpec } from '../chart/specs.ts';
import type { PlateauSimulation } from '../simulation/plateau-simulation.ts';
import { emptyView, type RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { mu, openingDimension, openingExperiment, openingSeed, type OpeningLoss, type OpeningSize } from './experiment.ts';
import { outcomeOf, outcomeWords, tallyWords } from './outcome.ts';
import { losses, SeedsController, traceOf } from './seeds.ts';

const titles: Record<OpeningLoss, string> = { correlation: 'Correlation loss, 1 − y·f', square: 'Square loss, ½(y − f)²: plain SGD' };

/** Seeds run behind the first one, so that one curve is not taken for the law; none where each would take a minute. */
const companions = 7;

/** Milliseconds without another click before a seed is run: opening a run costs more than that. */
const settled = 120;

/**
 * The comparison of arXiv:2406.02157 at batch exponent 1.75: the same network on the same samples, once with the
 * correlation loss and once with the square loss, on a seed the reader changes; other seeds run behind it.
 *
 * @fires {CustomEvent<{seed, size}>} plateau-opening - the reader chose another seed or size
 * @fires {CustomEvent<{loss, seed, size}>} plateau-adopt - the reader wants one side as an experiment of their own
 */
export class PlateauOpening extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    css`
      .seeds { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
      .seeds label { display: inline-flex; align-items: center; gap: 0.5rem; }
      .seeds input { inline-size: 5.5rem; }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 2rem 3rem; }
      .now { min-block-size: 3em; margin-block-end: 0.6rem; }
      .adopt { margin-block-start: 0.6rem; }
      .now strong { font-weight: 600; }
      .tried { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem; margin-block-start: 1.25rem; }
      .tried button { min-block-size: 1.75rem; min-inline-size: 1.9rem; padding: 0 0.4rem; font-variant-numeric: tabular-nums; }
      .tried button[aria-pressed='true'] { border-color: currentColor; font-weight: 600; }
      .tried .lost { color: var(--_alert); }
      .size { display: flex; flex-wrap: wrap; gap: 0.4rem 0.75rem; align-items: center; margin-block: 0.75rem 1.75rem; }
    `,
  ];

  @property({ type: Number }) seed = openingSeed;
  /** `paper` is the published d = 256, `small` the same batch exponent in fewer dimensions. */
  @property() size: OpeningSize = 'paper';
  /** A sentence on why it is small; empty for none. */
  @property({ attribute: false }) reason = '';
  @state() private views: Record<OpeningLoss, RunView> = { correlation: emptyView, square: emptyView };

  /** The step under the cursor of either chart: shown in both. */
  @state() private cursor: number | null = null;

  private readonly seeds = new SeedsController(this);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private experiments: Record<OpeningLoss, ReturnType<typeof openingExperiment>> | null = null;
  /** Other seeds to run once the one on show is done. */
  private more = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('seed') && !changed.has('size')) return;
    if (changed.has('size')) this.more = this.size === 'paper' && this.reason ? 0 : companions;
    this.seeds.resize(this.size);
    this.seeds.hold();
    this.views = { correlation: emptyView, square: emptyView };
    clearTimeout(this.timer);
    if (!this.experiments) this.launch();
    else this.timer = setTimeout(() => this.launch(), settled);
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  private launch(): void {
    this.experiments = {
      correlation: openingExperiment('correlation', this.seed, this.size),
      square: openingExperiment('square', this.seed, this.size),
    };
    this.requestUpdate();
  }

  private onRun(loss: OpeningLoss, event: Event): void {
    const { view } = (event.currentTarget as PlateauSimulation).run;
    if (view.experiment?.seed !== this.seed) return;
    this.views = { ...this.views, [loss]: view };
    if (view.state === 'done') this.seeds.keep(loss, this.seed, view);
    if (!losses.every((each) => this.views[each].state === 'done')) return;
    this.seeds.add(this.seed, this.more);
    this.more = 0;
  }

  private choose(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || seed === this.seed) return;
    this.seed = seed;
    this.tell();
  }

  private chooseSize(size: OpeningSize): void {
    this.size = size;
    this.tell();
  }

  private tell(): void {
    this.dispatchEvent(new CustomEvent('plateau-opening', { detail: { seed: this.seed, size: this.size }, bubbles: true, composed: true }));
  }

  private adopt(loss: OpeningLoss): void {
    this.dispatchEvent(new CustomEvent('plateau-adopt', { detail: { loss, seed: this.seed, size: this.size }, bubbles: true, composed: true }));
  }

  /** Both sides on one scale, so that the eye may compare. */
  private domain(): [number, number] {
    const arrays = losses.flatMap((loss) => this.views[loss].snapshots.map((snapshot) => snapshot.M));
    const [low] = extentOf(arrays) ?? [0, 1];
    return [Math.min(low, 0), 1];
  }

  private drawSide(loss: OpeningLoss, domain: [number, number]): TemplateResult {
    const view = this.views[loss];
    const ghosts = [...this.seeds.history].filter(([seed]) => seed !== this.seed).flatMap(([, tried]) => tried[loss]?.curve ?? []);
    const spec = overlapSpec(view.experiment ? view : { ...view, experiment: this.experiments?.[loss] ?? null }, { show: 'overlaps', xScale: 'linear', yScale: 'linear', title: titles[loss], domain, ghosts, cost: true });
    const outcomes = [...this.seeds.history.values()].flatMap((tried) => tried[loss]?.outcome ?? []);
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
          <p slot="lead" class="now">
            ${outcomeWords(outcomeOf(traceOf(view)))} ${outcomes.length > 1 ? html`<strong>${tallyWords(outcomes)}</strong>` : nothing}
          </p>
        </plateau-chart>
        <button class="adopt" type="button" @click=${() => this.adopt(loss)}>Go on with this one below</button>
      </plateau-simulation>`;
  }

  private drawTried(): TemplateResult {
    const known = [...this.seeds.history].sort(([a], [b]) => a - b);
    return html`
      <div class="tried small" role="group" aria-label="Seeds tried">
        <span class="muted">Seeds tried:</span>
        ${known.map(([seed, { square }]) => {
          const lost = square?.outcome.lost !== null && square?.outcome.lost !== undefined;
          return html`<button type="button" class=${lost ? 'lost' : ''} aria-pressed=${seed === this.seed} aria-label="Seed ${seed}${lost ? ', the square loss collapsed' : ''}" @click=${() => this.choose(seed)}>${seed}${lost ? ' ↓' : ''}</button>`;
        })}
        ${this.seeds.busy !== null || this.seeds.waiting > 0
          ? html`<button type="button" @click=${() => this.seeds.stop()}>Stop</button>`
          : html`<button type="button" @click=${() => this.seeds.add(this.seed, 8)}>Eight more</button>`}
        <span class="muted">↓ the square loss collapsed</span>
      </div>`;
  }

  private drawSize(): TemplateResult {
    const [d, small] = [openingDimension.paper, openingDimension.small];
    return this.size === 'small'
      ? html`<p class="size small muted"><span>${this.reason ? `${this.reason} ` : ''}Shown at d = ${small} instead of ${d}, at the same batch exponent: n = d^${mu}.</span> <button type="button" @click=${() => this.chooseSize('paper')}>Run the paper’s d = ${d} anyway</button></p>`
      : html`<p class="size small muted"><span>The paper’s size: d = ${d}, n = d^${mu} = 16,384 samples a step.</span> <button type="button" @click=${() => this.chooseSize('small')}>Run a smaller d = ${small}</button></p>`;
  }

  override render(): TemplateResult {
    const domain = this.domain();
    return html`
      <div class="seeds" role="group" aria-label="Seed of both runs">
        <label>Seed <input inputmode="numeric" autocomplete="off" .value=${String(this.seed)} @change=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value))} /></label>
        <button type="button" ?disabled=${this.seed === 0} @click=${() => this.choose(this.seed - 1)}>Previous</button>
        <button type="button" class="primary" @click=${() => this.choose(this.seed + 1)}>Next seed</button>
      </div>
      ${this.drawSize()}
      <div class="pair">${losses.map((loss) => this.drawSide(loss, domain))}</div>
      ${this.drawTried()}`;
  }
}
