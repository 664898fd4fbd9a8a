import { LitElement, css, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import { protocols, type Protocol } from '../../src/run/scaling/points.ts';
import { directionNames, foundBy } from '../../src/run/scaling/words.ts';
import { cssColour } from '../chart/colours.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import { markerPath } from '../chart/scene.ts';
import { formatCount } from '../chart/words.ts';
import { buttons, tokens } from '../styles.ts';
import { theoryStyles } from '../target/styles.ts';
import { exponentValue } from '../target/words.ts';
import { followWidth } from '../width.ts';
import { dimensionsOf, documentsOf, usual } from './documents.ts';
import { layOutScaling, look, type TargetSeries } from './figure.ts';
import { Studies, type Study } from './studies.ts';
import { captionWords, isFound, limitWords, protocolNames, seriesOf, slopeWords, studyWords, trendOfFocus, verdictWords } from './words.ts';

/** Details of `plateau-scaling`: every study, with all of its points or a sentence on why not. */
export interface ScalingEventDetail {
  readonly studies: readonly Study[];
}

/**
 * What reusing a batch finds and what it does not: the overlap with hidden directions after a few steps, against the
 * dimension D at a fixed number of samples a dimension, on one batch and on fresh ones, beside what the exponents of each target
 * predict (arXiv:2402.03220). Computed in a worker when the button is pressed, one dimension after the other.
 *
 * @csspart figure - the plot with its legend and caption
 * @csspart comparison - predicted beside measured
 * @fires {CustomEvent<ScalingEventDetail>} plateau-scaling - every point is there
 */
export class PlateauScaling extends LitElement {
  static override styles = [
    tokens,
    buttons,
    theoryStyles,
    css`
      .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.9rem; margin-block: 0.6rem; min-block-size: 2rem; }
      .body { grid-template-columns: minmax(0, 1fr); }
      .open { fill: none; }
      .legend { row-gap: 0.3rem; }
      figcaption { margin-block-start: 0.4rem; font-size: 0.75rem; color: var(--_muted); max-inline-size: 44rem; overflow-wrap: anywhere; }
      .table { max-block-size: none; }
      .table th, .table td { text-align: start; vertical-align: top; padding-block: 0.25rem; }
      .table tbody tr:first-child > * { border-block-start: 1px solid var(--_line); }
      .table .print { display: block; font-weight: 400; white-space: normal; }
      .table tbody th[rowspan] { max-inline-size: 15rem; white-space: normal; }
      .table td:last-child { min-inline-size: 9rem; }
      .table thead th { border-block-end: 0; }
    `,
  ];

  /** Experiments to study: two or more steps; engine and reuse are the study's own. Those of three presets unless given. */
  @property({ attribute: false }) experiments: readonly ExperimentDocument[] | null = null;
  /** In place of `experiments`: targets with semicolons between them, such as "He3(z1); z1*z2", for a network of four neurons. */
  @property() targets = '';
  /** With commas between them. */
  @property() dimensions = '1000, 4000, 16000';
  /** How many, from 1 on. */
  @property({ type: Number }) seeds = 32;
  /** Begins once it is looked at, without the button. */
  @property({ type: Boolean }) autostart = false;
  @state() private width = 0;

  private readonly studies = new Studies(this, () => {
    if (this.autostart) void this.run();
  });

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** Computes every point that is not there yet. */
  async run(): Promise<void> {
    const dimensions = dimensionsOf(this.dimensions);
    if (!dimensions || !this.hasSeeds || !(await this.studies.start(dimensions, this.seeds))) return;
    const detail: ScalingEventDetail = { studies: this.studies.all };
    this.dispatchEvent(new CustomEvent('plateau-scaling', { detail, bubbles: true, composed: true }));
  }

  private get hasSeeds(): boolean {
    return Number.isInteger(this.seeds) && this.seeds > 1;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('experiments') || changed.has('targets')) this.studies.set(this.experiments ?? (this.targets.trim() === '' ? usual : documentsOf(this.targets)));
    else if (changed.has('seeds')) this.studies.forget();
  }

  /** Those that can be studied, with their points at the dimensions in question: others may be there from before. */
  private shown(dimensions: readonly number[]): Study[] {
    return this.studies.all.filter(({ plan }) => plan !== null).map((study) => ({ ...study, points: study.points.filter(({ dimension }) => dimensions.includes(dimension)) }));
  }

  private drawLegend(series: readonly TargetSeries[]): TemplateResult {
    const swatch = (inside: TemplateResult<2>, width = 14): TemplateResult => html`<svg width=${width} height="12" viewBox="0 0 ${width} 12" aria-hidden="true">${inside}</svg>`;
    const line = (dash: string): TemplateResult<2> => svg`<path d="M0 6H22" fill="none" stroke="currentColor" stroke-width="1.25" stroke-dasharray=${dash || nothing}></path>`;
    const shape = markerPath('circle', 7, 6, 3.8);
    return html`<ul class="legend" aria-label="Legend">
      ${series.map(({ name }, i) => {
        const { ink, marker } = look(i, series.length);
        return html`<li>${swatch(svg`<path d=${markerPath(marker, 7, 6, 3.8)} fill=${cssColour(ink)}></path>`)}${name}</li>`;
      })}
      <li>${swatch(svg`<path d=${shape} fill="currentColor"></path>`)}one batch at every step</li>
      <li>${swatch(svg`<path class="open" d=${shape} stroke="currentColor" stroke-width="1.5"></path>`)}fresh batches</li>
      <li>${swatch(line(''), 22)}predicted: slope 0</li>
      <li>${swatch(line('6 3'), 22)}predicted: slope −½</li>
      <li class="muted">${swatch(line('2 4'), 22)}chance, √(p/D)</li>
    </ul>`;
  }

  private drawFigure(dimensions: readonly number[]): TemplateResult | typeof nothing {
    const shown = this.shown(dimensions);
    if (shown.length === 0 || this.width === 0) return nothing;
    const series = shown.map((study) => seriesOf(study)!);
    const neurons = Math.max(...shown.map(({ plan }) => plan!.experiment.student.width));
    const width = Math.min(this.width, 680);
    const height = Math.round(Math.max(280, width * 0.56));
    return html`
      <figure part="figure" aria-label="Overlap against dimension">
        <svg role="img" aria-label=${studyWords(shown)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${layOutScaling(series, dimensions, neurons, width, height).map(drawMark)}</svg>
        ${this.drawLegend(series)}
        <figcaption>${captionWords(shown.map(({ plan }) => plan!), this.seeds)}</figcaption>
      </figure>`;
  }

  private drawRow(study: Study, protocol: Protocol, dimensions: readonly number[]): TemplateResult {
    const plan = study.plan!;
    const { informationExponent, generativeExponent, focus, experiment, finds } = plan;
    const trend = trendOfFocus(study, protocol);
    const found = isFound(plan, protocol);
    const caveat = finds.caveat[protocol];
    const target = html`
      <th scope="rowgroup" rowspan="2">${experiment.target.link}
        <span class="print muted">information exponent ${exponentValue(informationExponent)}, generative exponent ${exponentValue(generativeExponent)}</span>
        <span class="print muted">overlap with ${directionNames(focus.directions)}, ${foundBy[focus.foundBy]}</span>
      </th>`;
    const at = (dimension: number): string => {
      const overlap = study.points.find((point) => point.dimension === dimension)?.overlaps[protocol].focus;
      return overlap ? `${overlap.mean.toFixed(3)} ± ${overlap.sem.toFixed(3)}` : '–';
    };
    return html`
      <tr>
        ${protocol === 'reuse' ? target : nothing}
        <th scope="row">${protocolNames[protocol]}</th>
        ${dimensions.map((dimension) => html`<td>${at(dimension)}</td>`)}
        <td>${slopeWords(trend)}</td>
        <td>${found ? '0' : '−½'}</td>
        <td>${limitWords(trend)}<span class="print muted">${verdictWords(trend, found)}${caveat === null ? nothing : html`; there may be more: ${caveat}`}</span></td>
      </tr>`;
  }

  private drawComparison(dimensions: readonly number[]): TemplateResult {
    return html`
      <div class="table" part="comparison" tabindex="0" role="region" aria-label="Measured and predicted">
        <table>
          <thead><tr><th scope="col">target</th><th scope="col">steps on</th>${dimensions.map((dimension) => html`<th scope="col">D = ${formatCount(dimension)}</th>`)}<th scope="col">slope</th><th scope="col">predicted</th><th scope="col">left as D → ∞</th></tr></thead>
          ${this.shown(dimensions).map((study) => html`<tbody>${protocols.map((protocol) => this.drawRow(study, protocol, dimensions))}</tbody>`)}
        </table>
      </div>
      <p class="print muted">Slope: of log overlap against log D, ± standard error. At finite D chance adds to what is found, so that its slope tends to 0 from below; what is left is c of
        overlap² = c² + b/D, given where it exceeds 4.5 standard errors.</p>`;
  }

  override render(): TemplateResult {
    const { all, running, said } = this.studies;
    const dimensions = dimensionsOf(this.dimensions);
    const errors = [
      ...(dimensions ? [] : [`dimensions: found ${this.dimensions}; allowed: whole numbers above 1 with commas between them.`]),
      ...(this.hasSeeds ? [] : [`seeds: found ${this.seeds}; allowed: a whole number above 1.`]),
      ...all.flatMap(({ error }) => (error === null ? [] : [error])),
    ];
    const done = dimensions !== null && all.every(({ points }) => dimensions.every((dimension) => points.some((point) => point.dimension === dimension)));
    return html`
      <section aria-labelledby="title" aria-busy=${running}>
        <h3 id="title">Overlap after a few steps, against D</h3>
        <div class="controls">
          ${running && said.startsWith('D')
            ? html`<button type="button" @click=${() => { this.studies.stop(); this.requestUpdate(); }}>Stop</button>`
            : html`<button type="button" class="primary" ?disabled=${done || dimensions === null || !this.hasSeeds} @click=${() => void this.run()}>${done ? 'Done' : 'Run the study'}</button>`}
          <p class="small muted numbers" role="status">${said}</p>
        </div>
        <div class="error" role="alert">${errors.map((words) => html`<p>${words}</p>`)}</div>
        ${dimensions ? html`<div class="body">${this.drawFigure(dimensions)}${all.some(({ plan }) => plan) ? this.drawComparison(dimensions) : nothing}</div>` : nothing}
      </section>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-scaling': CustomEvent<ScalingEventDetail>;
  }
  interface HTMLElementTagNameMap {
    'plateau-scaling': PlateauScaling;
  }
}
