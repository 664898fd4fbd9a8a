import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { toPermalink } from '../../src/experiment/permalink.ts';
import { putAt } from '../../src/experiment/settings.ts';
import { flowClock } from '../../src/experiment/flow-clock.ts';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { planDescent, type DescentPlan } from '../../src/run/timescales-descent.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { badgeOf } from './badge.ts';
import { drawCoefficients } from './coefficients.ts';
import { Descending, SEEDS } from './descending.ts';
import type { TimeEventDetail } from './drawing.ts';
import { Following } from './following.ts';
import { lastly } from './ground.ts';
import { drawBadge, drawDescent, drawEpsilon, drawNetwork, drawPresets } from './settings.ts';
import { epsilonAt, flowFrom, startOf, starts, withCoefficient, withDegrees, withForm, type DescentChoice, type Parsed } from './setup.ts';
import { timescalesStyles } from './styles.ts';

/** Detail of `plateau-timescales`: what is followed, once its settings have come to rest. */
export interface TimescalesEventDetail {
  readonly experiment: Experiment;
}

/** Milliseconds without another change before the page around is told. */
const SETTLED = 300;

/**
 * The learning time scales of a two-layer network (arXiv:2303.00055): a gradient flow whose second layer is faster than its first,
 * with plateaus that part as ε falls, beside when and where theory has them. ε, the functions, the network and the readouts can be
 * changed; a worker follows the flow, newest first.
 *
 * @csspart badge - whether what is drawn is the staircase of theory
 * @fires {CustomEvent<TimescalesEventDetail>} plateau-timescales - other settings, and they have come to rest; bubbles, composed
 */
export class PlateauTimescales extends LitElement {
  static override styles = [tokens, buttons, fields, timescalesStyles];

  /** A document of a gradient flow, complete or not; without one the preset's. */
  @property({ attribute: false }) experiment: unknown = null;
  /** Id of one of the `timescales-` presets. */
  @property() preset = starts[0].id;
  /** In place of the document's `theory.epsilon`. */
  @property({ type: Number }) epsilon: number | null = null;
  /** In place of `theory.horizon`. */
  @property({ type: Number }) horizon: number | null = null;
  /** In place of `student.width`. */
  @property({ type: Number }) width: number | null = null;
  /** In place of `data.dimension`; the flow is then the exact one. */
  @property({ type: Number }) dimension: number | null = null;

  @state() private document: unknown = null;
  @state() private presetId = '';
  @state() private descent: DescentChoice = starts[0].descent;
  @state() private waterfall = false;
  /** Where the reader put the cursor; null, before that, is where degree 1 is half learned. */
  @state() private moved: number | null = null;

  private readonly following = new Following(this);
  private readonly descending = new Descending(this);
  private readonly parse = lastly(flowFrom);
  private readonly planOf = lastly(planFor);
  private readonly none: readonly never[] = [];
  /** Where there is little room the figure comes first, and the settings are unfolded on demand. */
  private readonly roomy = matchMedia('(min-width: 736px)').matches;
  private parsed: Parsed | null = null;
  private asked: Experiment | null = null;
  private planned: DescentPlan | string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private beginning: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;
  private sliding: number | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    clearTimeout(this.beginning);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((['experiment', 'preset', 'epsilon', 'horizon', 'width', 'dimension'] as const).some((key) => changed.has(key)) && !this.isShown()) this.begin();
    this.parsed = this.parse(this.document);
    const { experiment } = this.parsed;
    if (experiment && experiment !== this.asked) {
      const first = this.asked === null;
      this.asked = experiment;
      this.following.ask(experiment);
      if (!first) this.tell(experiment);
    }
    const plan = experiment && this.descent.on ? this.planOf(experiment, this.descent.dimension, this.descent.dial) : null;
    if (plan === this.planned) return;
    this.planned = plan;
    // While ε is dragged every frame has another plan: it begins when the reader rests.
    this.descending.clear();
    clearTimeout(this.beginning);
    if (plan !== null && typeof plan === 'object')
      this.beginning = setTimeout(() => {
        this.descending.start(plan);
        this.requestUpdate();
      }, SETTLED);
  }

  /** Whether the property `experiment` says what is on show already, as when a page gives back what it was told. */
  private isShown(): boolean {
    const given = this.experiment === null ? null : flowFrom(this.experiment).experiment;
    return given !== null && this.asked !== null && toPermalink(given) === toPermalink(this.asked);
  }

  private begin(): void {
    const start = startOf(this.preset) ?? starts[0];
    const [document, id] = this.experiment === null ? [start.document, start.id] : [this.experiment, ''];
    const put = (whole: unknown, path: string, value: number | null): unknown => (value === null ? whole : putAt(whole, path, value));
    const exact = this.dimension === null ? document : withForm(document, 'flow', this.dimension);
    this.document = put(put(put(exact, 'theory.epsilon', this.epsilon), 'theory.horizon', this.horizon), 'student.width', this.width);
    this.presetId = id;
    this.descent = this.experiment === null ? start.descent : starts[0].descent;
  }

  private choose(id: string): void {
    const start = startOf(id);
    if (!start) return;
    [this.document, this.presetId, this.descent, this.moved] = [start.document, id, start.descent, null];
  }

  /** Another document; what a preset's description says of the functions and the network may no longer hold. */
  private change(document: unknown): void {
    this.document = document;
    this.presetId = '';
  }

  /** At once, and then once a frame: of the positions of one frame the first and the last count. */
  private readonly slide = (power: number): void => {
    this.sliding = power;
    if (this.frame) return;
    const take = (): void => {
      this.frame = 0;
      if (this.sliding === null) return;
      this.document = putAt(this.document, 'theory.epsilon', epsilonAt(this.sliding));
      this.sliding = null;
      this.frame = requestAnimationFrame(take);
    };
    take();
  };

  private tell(experiment: Experiment): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const detail: TimescalesEventDetail = { experiment };
      this.dispatchEvent(new CustomEvent('plateau-timescales', { detail, bubbles: true, composed: true }));
    }, SETTLED);
  }

  private drawSettings(experiment: Experiment): TemplateResult {
    const d = experiment.data.dimension;
    return html`<details class="more" ?open=${this.roomy}><summary>Functions, network, descent</summary>
      <div class="top">
        <div>${drawCoefficients(experiment, {
          set: (which, k, value) => this.change(withCoefficient(this.document, experiment, which, k, value)),
          resize: (count) => this.change(withDegrees(this.document, experiment, count)),
        })}</div>
        <div>
          ${drawNetwork(experiment, { put: (path, value) => this.change(putAt(this.document, path, value)), form: (form) => this.change(withForm(this.document, form, Number.isFinite(d) ? d : 1000)) })}
          ${drawDescent(this.descent, this.planned, experiment.theory!.form === 'flow' && Number.isFinite(d), this.descending, (part) => (this.descent = { ...this.descent, ...part }))}
        </div>
      </div>
    </details>`;
  }

  override render(): TemplateResult {
    const { following: { flow, sweep, error, busy }, none } = this;
    const time = this.moved ?? (flow ? tellingMoment(flow) : 0);
    const { experiment, error: refusal } = this.parsed ?? { experiment: null, error: null };
    const shown = experiment ?? this.asked;
    return html`<section aria-label="Learning time scales" @plateau-time=${(event: CustomEvent<TimeEventDetail>) => (this.moved = event.detail.index)}>
      <div class="top">
        ${drawPresets(this.presetId, (id) => this.choose(id))}
        ${shown ? drawEpsilon(flowClock(shown).epsilon, this.slide) : nothing}
      </div>
      ${shown ? this.drawSettings(shown) : nothing}
      <div class="error" role="alert">${refusal ?? error ?? ''}</div>
      ${flow ? drawBadge(badgeOf(flow)) : html`<p class="muted" role="status">${error || refusal ? '' : 'Following the flow…'}</p>`}
      <div class="bar">
        <label class="check"><input type="checkbox" .checked=${this.waterfall} @change=${(event: Event) => (this.waterfall = (event.target as HTMLInputElement).checked)} /> several ε overlaid</label>
      </div>
      <div class="panels" aria-busy=${busy}>
        <plateau-flow-risk class="risk" .flow=${flow} .others=${this.waterfall ? sweep : none} .descent=${this.descending.points} .time=${time}></plateau-flow-risk>
        <plateau-residuals .flow=${flow} .time=${time}></plateau-residuals>
        <plateau-learned-function .flow=${flow} .time=${time}></plateau-learned-function>
        <plateau-neuron-cloud .flow=${flow} .time=${time}></plateau-neuron-cloud>
        <plateau-slopes .flow=${flow} .others=${sweep} .time=${time}></plateau-slopes>
      </div>
    </section>`;
  }
}

/** When half of the first degree above 0 is learned: then something is to be seen in every panel. The last moment where none is. */
function tellingMoment({ transitions, times }: FlowTrajectory): number {
  const half = transitions.find(({ degree, half }) => degree > 0 && half !== null)?.half ?? null;
  return half === null ? times.length - 1 : times.findIndex((time) => time >= half);
}

/** What descent would do, or why it does not: a sentence. */
function planFor(experiment: Experiment, dimension: number, dial: number): DescentPlan | string {
  try {
    return planDescent(experiment, { dimension, dial, seeds: SEEDS });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-timescales': CustomEvent<TimescalesEventDetail>;
  }
  interface HTMLElementTagNameMap {
    'plateau-timescales': PlateauTimescales;
  }
}
