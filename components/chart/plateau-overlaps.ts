import { LitElement, html, css, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { fields, tokens } from '../styles.ts';
import type { ScaleKind } from './axis.ts';
import type { SeedBands } from './bands.ts';
import type { OverlapView } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import type { PlateauChart, ScaleChange } from './plateau-chart.ts';
import type { Scene } from './scene.ts';
import { keeper, overlapSpec } from './specs.ts';
import type { TheoryRun } from './theory.ts';

/** How a chart is looked at; fired when a reader changes it. */
export interface ChartLook {
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  readonly show?: OverlapView;
}

/**
 * The overlaps of a run against the step: M = W W*ᵀ, its largest entry, or Q = W Wᵀ. Draws the run of the
 * `<plateau-simulation>` it stands in, or the one given as `run`.
 *
 * @fires {CustomEvent<ChartLook>} plateau-look - the reader switched an axis or what is shown
 */
export class PlateauOverlaps extends LitElement {
  static override styles = [tokens, fields, css`select { font-size: 0.75rem; inline-size: auto; min-block-size: 1.5rem; }`];

  /** `linear`, or `log`: then step 0 stands apart, behind a break in the axis. */
  @property({ attribute: 'x-scale' }) xScale: ScaleKind = 'linear';
  /** `linear`, or `log`: then absolute values are drawn. */
  @property({ attribute: 'y-scale' }) yScale: ScaleKind = 'linear';
  /** `overlaps` (M), `max` (its largest entry), `students` (Q off its diagonal) or `norms` (Q on it). */
  @property() show: OverlapView = 'overlaps';
  /** The run to draw, for those who do not nest the chart in a simulation. */
  @property({ attribute: false }) run: RunView | null = null;
  /** Bands over many seeds of the same experiment, drawn behind the run. */
  @property({ attribute: false }) bands: readonly SeedBands[] = [];
  /** A deterministic limit of the run, drawn dashed in its colours. */
  @property({ attribute: false }) theory: TheoryRun | null = null;
  @query('plateau-chart') private readonly chart!: PlateauChart | null;

  private readonly consumer = new RunConsumer(this);
  private readonly keep = keeper();
  private spec: FigureSpec | null = null;

  /** The figure with its legend and caption, for a file. */
  scene(): Scene | null {
    return this.chart?.scene() ?? null;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.spec = overlapSpec(this.run ?? this.consumer.view, { xScale: this.xScale, yScale: this.yScale, show: this.show, bands: this.bands, theory: this.theory, keep: this.keep });
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
      <plateau-chart .spec=${this.spec} .recorded=${(this.run ?? this.consumer.view).snapshots.length} @scale-change=${this.onScale}>
        <select slot="tools" aria-label="What is drawn" @change=${this.onShow}>
          ${option('overlaps', 'M, each neuron')}${option('max', 'max |M|')}${option('students', 'Q, between neurons')}${option('norms', 'Q, norms')}
        </select>
      </plateau-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-overlaps': PlateauOverlaps;
  }
}
