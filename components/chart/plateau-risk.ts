import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { tokens } from '../styles.ts';
import type { ScaleKind } from './axis.ts';
import type { SeedBands } from './bands.ts';
import type { FigureSpec } from './figure.ts';
import type { PlateauChart, ScaleChange } from './plateau-chart.ts';
import type { ChartLook } from './plateau-overlaps.ts';
import { riskSpec } from './risk-spec.ts';
import type { Scene } from './scene.ts';
import { keeper } from './specs.ts';
import type { TheoryRun } from './theory.ts';

/**
 * The risk ½ E(f − h*)² + ½ Δ of a run against the step. Draws the run of the `<plateau-simulation>` it stands in, or
 * the one given as `run`.
 *
 * @slot caption - words of the page's own below the figure
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @cssprop [--plateau-chart-height] - height of the plot, at least 120px; without it from its width
 * @fires {CustomEvent<ChartLook>} plateau-look - the reader switched an axis
 */
export class PlateauRisk extends LitElement {
  static override styles = [tokens];

  /** `linear`, or `log`: then step 0 stands apart, behind a break in the axis. */
  @property({ attribute: 'x-scale' }) xScale: ScaleKind = 'linear';
  /** `linear` or `log`. */
  @property({ attribute: 'y-scale' }) yScale: ScaleKind = 'linear';
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
    this.spec = riskSpec(this.run ?? this.consumer.view, { xScale: this.xScale, yScale: this.yScale, bands: this.bands, theory: this.theory, keep: this.keep });
  }

  private onScale({ detail: { axis, scale } }: CustomEvent<ScaleChange>): void {
    if (axis === 'x') this.xScale = scale;
    else this.yScale = scale;
    const detail: ChartLook = { xScale: this.xScale, yScale: this.yScale };
    this.dispatchEvent(new CustomEvent('plateau-look', { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    return html`<plateau-chart .spec=${this.spec} .recorded=${(this.run ?? this.consumer.view).snapshots.length} @scale-change=${this.onScale} exportparts="figure, legend"><slot name="caption" slot="caption"></slot></plateau-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-risk': PlateauRisk;
  }
}
