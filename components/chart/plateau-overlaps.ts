import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { css } from '../css.ts';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { fields, tokens } from '../styles.ts';
import type { ScaleKind } from './axis.ts';
import type { SeedBands } from './bands.ts';
import type { OverlapView } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import type { PlateauChart, ScaleChange } from './plateau-chart.ts';
import type { Projections } from './projections.ts';
import type { Scene } from './scene.ts';
import { keeper, overlapSpec, type Scales } from './specs.ts';
import type { TheoryRun } from './theory.ts';

/** How a chart is looked at; fired when a reader changes it. */
export interface ChartLook {
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  readonly show?: OverlapView;
}

const nothingYet: never[] = [];

/**
 * The overlaps of a run against the step: M = W W*ᵀ, its largest entry, M along the directions of
 * the target in the order in which they are learned, or Q = W Wᵀ. Draws the run of the
 * `<plateau-simulation>` it stands in, or the one given as `run`.
 *
 * @slot caption - words of the page's own below the figure
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @cssprop [--plateau-chart-height] - height of the plot, at least 120px; without it from its width
 * @fires {CustomEvent<ChartLook>} plateau-look - the reader switched an axis or what is shown
 */
export class PlateauOverlaps extends LitElement {
  static override styles = [tokens, fields, css`select { font-size: 0.75rem; inline-size: auto; min-block-size: 1.5rem; }`];

  /** `linear`, or `log`: then step 0 stands apart, behind a break in the axis. */
  @property({ attribute: 'x-scale' }) xScale: ScaleKind = 'linear';
  /** `linear`, or `log`: then absolute values are drawn. */
  @property({ attribute: 'y-scale' }) yScale: ScaleKind = 'linear';
  /** `overlaps` (M), `max` (its largest entry), `projections` (M along E[y z] and beyond), `students` (Q off its diagonal) or `norms` (Q on it). */
  @property() show: OverlapView = 'overlaps';
  /** The run to draw, for those who do not nest the chart in a simulation. */
  @property({ attribute: false }) run: RunView | null = null;
  /** Many seeds of the same experiment: bands behind the run, and of projections points over it. */
  @property({ attribute: false }) bands: readonly SeedBands[] = [];
  /** A deterministic limit of the run, drawn dashed in its colours. */
  @property({ attribute: false }) theory: TheoryRun | null = null;
  @query('plateau-chart') private readonly chart!: PlateauChart | null;

  private readonly consumer = new RunConsumer(this);
  private readonly keep = keeper();
  private projections: Projections | 'loading' | null = null;
  private trouble = '';
  private spec: FigureSpec | null = null;

  /** The figure with its legend and caption, for a file. */
  scene(): Scene | null {
    return this.chart?.scene() ?? null;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { xScale, yScale, show, bands, theory, keep } = this;
    const view = this.run ?? this.consumer.view;
    this.spec = show === 'projections' ? this.projected(view, { xScale, yScale, bands, theory, keep }) : overlapSpec(view, { xScale, yScale, show, bands, theory, keep });
  }

  /** An empty figure until the directions are known; the code that finds them is loaded with the first, as is all that analyses targets. */
  private projected(view: RunView, options: Scales): FigureSpec {
    if (!this.projections) {
      this.projections = 'loading';
      import('./projections.ts').then(({ Projections }) => (this.projections = new Projections(this)), (error: unknown) => (this.trouble = ` They could not be loaded: ${String(error)}`))
        .finally(() => this.requestUpdate());
    }
    const spec = typeof this.projections === 'string' ? null : this.projections.spec(view, options);
    if (spec) return spec;
    const empty = overlapSpec({ ...view, snapshots: nothingYet }, { ...options, show: 'projections', theory: null });
    return { ...empty, caption: `${empty.caption} The directions of the target are being found.${this.trouble}` };
  }

  private onScale({ detail: { axis, scale } }: CustomEvent<ScaleChange>): void {
    if (axis === 'x') this.xScale = scale;
    else this.yScale = scale;
    this.look();
  }

  private onShow(event: Event): void {
    this.show = (event.target as HTMLSelectElement).value as OverlapView;
    this.look();
  }

  private look(): void {
    const detail: ChartLook = { xScale: this.xScale, yScale: this.yScale, show: this.show };
    this.dispatchEvent(new CustomEvent('plateau-look', { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const option = (value: OverlapView, text: string): TemplateResult => html`<option value=${value} ?selected=${this.show === value}>${text}</option>`;
    return html`
      <plateau-chart .spec=${this.spec} .recorded=${(this.run ?? this.consumer.view).snapshots.length} @scale-change=${this.onScale} exportparts="figure, legend">
        <select slot="tools" aria-label="What is drawn" @change=${this.onShow}>
          ${option('overlaps', 'M, each neuron')}${option('max', 'max |M|')}${option('projections', 'M, along E[y z]')}${option('students', 'Q, between neurons')}${option('norms', 'Q, norms')}
        </select>
        <slot name="caption" slot="caption"></slot>
      </plateau-chart>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-look': CustomEvent<ChartLook>;
  }
  interface HTMLElementTagNameMap {
    'plateau-overlaps': PlateauOverlaps;
  }
}
