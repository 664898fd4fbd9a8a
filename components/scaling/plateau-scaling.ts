import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import { protocols, type Protocol, type Seeds } from '../../src/run/scaling/points.ts';
import { directionNames, foundBy } from '../../src/run/scaling/words.ts';
import { drawEntries, itemsOf } from '../chart/entries.ts';
import { sheetScene } from '../chart/legend.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import { formatCount } from '../chart/words.ts';
import type { FigureData } from '../export/figure.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { buttons, tokens } from '../styles.ts';
import { theoryStyles } from '../target/styles.ts';
import { exponentValue } from '../target/words.ts';
import { followWidth } from '../width.ts';
import { dimensionsOf, documentsOf, seedsOf, usual } from './documents.ts';
import { dataOf } from './data.ts';
import { layOutScaling, legendOf } from './figure.ts';
import { Studies, type Study } from './studies.ts';
import { scalingStyles } from './styles.ts';
import { captionWords, focusWords, isFound, limitWords, protocolNames, seriesOf, slopeWords, studyWords, trendOfFocus, verdictWords } from './words.ts';

const title = 'Overlap after a few steps, against D';

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
 * @csspart legend - the legend below the plot
 * @csspart comparison - predicted beside measured
 * @fires {CustomEvent<ScalingEventDetail>} plateau-scaling - every point is there
 */
export class PlateauScaling extends LitElement {
  static override styles = [tokens, buttons, theoryStyles, savingStyles, scalingStyles];

  /** Experiments to study: two or more steps; engine and reuse are the study's own. Those of three presets unless given. */
  @property({ attribute: false }) experiments: readonly ExperimentDocument[] | null = null;
  /** In place of `experiments`: targets with semicolons between them, such as "He3(z1); z1*z2", for a network of four neurons. */
  @property() targets = '';
  /** With commas between them; or, as a saved study has them, a list. */
  @property() dimensions: string | readonly number[] = '1000, 4000, 16000';
  /** How many, from 1 on; or, as a saved study has them, the first and the last. */
  @property({ type: Number }) seeds: number | readonly number[] = 32;
  /** Begins once it is looked at, without the button. */
  @property({ type: Boolean }) autostart = false;
  @state() private width = 0;

  private readonly studies = new Studies(this, () => {
    if (this.autostart) void this.run();
  });

  private readonly saving = new Saving(this);

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** Computes every point that is not there yet. */
  async run(): Promise<void> {
    const [dimensions, seeds] = [dimensionsOf(this.dimensions), seedsOf(this.seeds)];
    if (!dimensions || !seeds || !(await this.studies.start(dimensions, seeds))) return;
    const detail: ScalingEventDetail = { studies: this.studies.all };
    this.dispatchEvent(new CustomEvent('plateau-scaling', { detail, bubbles: true, composed: true }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('experiments') || changed.has('targets')) this.studies.set(this.experiments ?? (this.targets.trim() === '' ? usual : documentsOf(this.targets)));
    else if (changed.has('seeds')) this.studies.forget();
  }

  /** Those that can be studied, with their points at the dimensions in question: others may be there from before. */
  private shown(dimensions: readonly number[]): Study[] {
    return this.studies.all.filter(({ plan }) => plan !== null).map((study) => ({ ...study, points: study.points.filter(({ dimension }) => dimensions.includes(dimension)) }));
  }

  /** The studies that have a plan, as they are drawn; null while nothing is. */
  private get drawn(): { readonly shown: readonly Study[]; readonly dimensions: readonly number[]; readonly seeds: Seeds } | null {
    const [dimensions, seeds] = [dimensionsOf(this.dimensions), seedsOf(this.seeds)];
    const shown = dimensions ? this.shown(dimensions) : [];
    return dimensions && seeds && shown.length > 0 ? { shown, dimensions, seeds } : null;
  }

  private layOut({ shown, dimensions }: NonNullable<PlateauScaling['drawn']>, width: number, height: number): Scene['marks'] {
    const neurons = Math.max(...shown.map(({ plan }) => plan!.experiment.student.width));
    return layOutScaling(shown.map((study) => seriesOf(study)!), dimensions, neurons, width, height);
  }

  /** The figure with its legend and caption, for a file; null before there is anything to draw. */
  scene(width = 720): Scene | null {
    const { drawn } = this;
    if (!drawn) return null;
    const plot = { width: width - 32, height: Math.round(width / 2), marks: this.layOut(drawn, width - 32, Math.round(width / 2)) };
    const plans = drawn.shown.map(({ plan }) => plan!);
    return sheetScene({ title, caption: `${captionWords(plans, drawn.seeds)} ${focusWords(plans)}`, description: studyWords(drawn.shown) }, plot, itemsOf(legendOf(plans.map(({ experiment }) => experiment.target.link))));
  }

  /** The points behind the figure, and the study, for a file. */
  data(): FigureData | null {
    return this.drawn && dataOf(this.drawn.shown, this.drawn.dimensions, this.drawn.seeds);
  }

  private drawFigure(): TemplateResult | typeof nothing {
    const { drawn } = this;
    if (!drawn || this.width === 0) return nothing;
    const { shown, seeds } = drawn;
    const width = Math.min(this.width, 680);
    const height = Math.round(Math.max(280, width * 0.56));
    const plans = shown.map(({ plan }) => plan!);
    return html`
      <figure part="figure" aria-label="Overlap against dimension">
        <svg role="img" aria-label=${studyWords(shown)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${this.layOut(drawn, width, height).map(drawMark)}</svg>
        ${drawEntries(legendOf(plans.map(({ experiment }) => experiment.target.link)))}
        <figcaption>${captionWords(plans, seeds)}</figcaption>
        ${this.saving.drawRow(title)}
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
    const [dimensions, seeds] = [dimensionsOf(this.dimensions), seedsOf(this.seeds)];
    const errors = [
      ...(dimensions ? [] : [`dimensions: found ${String(this.dimensions)}; allowed: whole numbers above 1 with commas between them.`]),
      ...(seeds ? [] : [`seeds: found ${String(this.seeds)}; allowed: a whole number above 1, or the first and the last of them.`]),
      ...all.flatMap(({ error }) => (error === null ? [] : [error])),
    ];
    const done = dimensions !== null && all.every(({ points }) => dimensions.every((dimension) => points.some((point) => point.dimension === dimension)));
    return html`
      <section aria-labelledby="title" aria-busy=${running}>
        <h3 id="title">${title}</h3>
        <div class="controls">
          ${running && said.startsWith('D')
            ? html`<button type="button" @click=${() => { this.studies.stop(); this.requestUpdate(); }}>Stop</button>`
            : html`<button type="button" class="primary" ?disabled=${done || dimensions === null || seeds === null} @click=${() => void this.run()}>${done ? 'Done' : 'Run the study'}</button>`}
          <p class="small muted numbers" role="status">${said}</p>
          ${this.drawn ? html`<span class="choice end">${this.saving.drawSwitch(title)}</span>` : nothing}
        </div>
        <div class="error" role="alert">${errors.map((words) => html`<p>${words}</p>`)}</div>
        ${dimensions ? html`<div class="body">${this.drawFigure()}${all.some(({ plan }) => plan) ? this.drawComparison(dimensions) : nothing}</div>` : nothing}
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
