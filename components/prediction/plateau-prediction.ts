import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Experiment, ExperimentDocument } from '../../src/experiment/experiment.ts';
import { asWritten } from '../../src/experiment/written.ts';
import { predictFor, type Prediction } from '../../src/run/analysis.ts';
import { Asking } from '../asking.ts';
import { drawEntries, itemsOf } from '../chart/entries.ts';
import { sheetScene } from '../chart/legend.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import type { FigureData } from '../export/figure.ts';
import { fileStem } from '../export/result.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { resolve } from '../simulation/document.ts';
import { captionWords } from '../simulation/status.ts';
import { emptyView } from '../simulation/view.ts';
import { buttons, tokens } from '../styles.ts';
import { theoryStyles } from '../target/styles.ts';
import { followWidth } from '../width.ts';
import { diagramNumbers, diagramOf, diagramWords, layOutDiagram, legendOf, type Diagram } from './diagram.ts';
import { predictionStyles } from './styles.ts';
import { batchWords, exponentWords, fractionWords, measuredWords, noiseWords, orderWords, predictedWords, rateWords, ratioWords, recoversWords, regimeWords, thetaWords, whyNot, type Measured } from './words.ts';

const titleOf = ({ order }: Diagram): string => `Phase diagram of one-pass training, ℓ = ${order}`;

/** Details of `plateau-prediction`: a prediction, or a sentence on why there is none. */
export interface PredictionEventDetail {
  readonly prediction: Prediction | null;
  readonly error: string | null;
}

/**
 * What the phase diagram of one-pass training (arXiv:2406.02157) says of an experiment: exponents, regime, the largest
 * learning rate, the time to recovery, and where the experiment stands. Computed in a worker, once it comes into view.
 *
 * @csspart comparison - predicted beside measured
 * @csspart warnings - what will go wrong
 * @csspart figure - the phase diagram with its legend
 * @csspart legend - the legend below the diagram
 * @csspart exponents - exponents and regime, in words
 * @csspart caveats - what the numbers do not cover
 * @fires {CustomEvent<PredictionEventDetail>} plateau-prediction - the prediction of the present experiment is shown, or why there is none
 */
export class PlateauPrediction extends LitElement {
  static override styles = [tokens, buttons, theoryStyles, savingStyles, predictionStyles];

  /** The document of the experiment; defaults may be left out. Without it, that of `preset` with a JSON child over it. */
  @property({ attribute: false }) experiment: ExperimentDocument | null = null;
  /** Id of a preset. */
  @property() preset: string | null = null;
  /** What an ensemble of the same experiment showed; null while nothing was measured. */
  @property({ attribute: false, hasChanged: (a: Measured | null, b: Measured | null) => a?.median !== b?.median || a?.fraction !== b?.fraction || a?.seeds !== b?.seeds })
  measured: Measured | null = null;
  @state() private width = 0;

  private given = false;
  private invalid: string | null = null;
  /** The experiment that the prediction shown is about. */
  private predicted: Experiment | null = null;
  private readonly saving = new Saving(this);
  private readonly asking = new Asking<Experiment, Prediction>(
    this,
    async (experiment, signal) => {
      const prediction = await predictFor(experiment, { signal });
      this.predicted = experiment;
      return prediction;
    },
    ({ value, error }) => {
      const detail: PredictionEventDetail = { prediction: value, error };
      this.dispatchEvent(new CustomEvent('plateau-prediction', { detail, bubbles: true, composed: true }));
    },
  );

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** The prediction shown; null before there is one. */
  get prediction(): Prediction | null {
    return this.asking.busy ? null : this.asking.value;
  }

  private get diagram(): Diagram | null {
    return this.asking.value && this.predicted && diagramOf(this.asking.value, this.predicted);
  }

  /** The phase diagram with legend and caption, for a file; null where there is none. */
  scene(width = 720): Scene | null {
    const { diagram, predicted } = this;
    if (!diagram || !predicted) return null;
    const height = Math.round(width * 0.55);
    const caption = `Theory of one-pass training as d grows (arXiv:2406.02157). ${diagramWords(diagram)} It has ${captionWords({ ...emptyView, experiment: predicted })}`;
    return sheetScene({ title: titleOf(diagram), caption, description: diagramWords(diagram) }, { width: width - 32, height, marks: layOutDiagram(diagram, width - 32, height) }, itemsOf(legendOf(diagram)));
  }

  /** The boundary, and in JSON the whole prediction, for a file. */
  data(): FigureData | null {
    const { diagram, predicted } = this;
    if (!diagram || !predicted) return null;
    const { mu, delta, order } = diagram;
    const document = asWritten(predicted);
    return {
      stem: fileStem(predicted, 'prediction'), of: 'experiment', document, engine: 'theory', notes: { mu, delta, exponent: order },
      ...diagramNumbers(diagram),
      json: { experiment: document, engine: 'theory', prediction: this.asking.value },
    };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('experiment') && !changed.has('preset')) return;
    const { experiment: document, preset } = this;
    const json = this.querySelector(':scope > script[type="application/json"]')?.textContent ?? null;
    this.given = document !== null || preset !== null || json !== null;
    const { experiment, error } = this.given ? resolve({ document, preset, json, attributes: {} }) : { experiment: null, error: null };
    this.invalid = error;
    this.asking.ask(experiment);
  }

  private drawComparison(prediction: Prediction, experiment: Experiment): TemplateResult {
    const { measured } = this;
    const ratio = ratioWords(prediction, measured);
    return html`
      <div class="comparison" part="comparison">
        <table>
          <thead><tr><td></td><th scope="col">predicted</th><th scope="col">measured</th></tr></thead>
          <tbody>
            <tr><th scope="row">Steps until max |M| ≥ 0.3</th><td class="numbers">${predictedWords(prediction)}<span class="print muted">${noiseWords(prediction)}</span></td><td class="numbers">${measuredWords(measured, experiment.training.steps)}</td></tr>
            <tr><th scope="row">Recovered at the end</th><td>${recoversWords(prediction, experiment)}</td><td class="numbers">${fractionWords(measured)}</td></tr>
          </tbody>
        </table>
        <p class="print muted">${prediction.recoveryTime === null ? whyNot(prediction, 'recoveryTime') : (ratio ?? '')}</p>
      </div>`;
  }

  private drawDiagram(diagram: Diagram | null): TemplateResult | typeof nothing {
    if (!diagram) return nothing;
    const width = Math.min(this.width, 400);
    const height = Math.round(width * 0.72);
    return html`
      <figure part="figure" aria-label="Phase diagram">
        <header><h4>Where it stands, ℓ = ${diagram.order}</h4><span class="choice">${this.saving.drawSwitch('Phase diagram')}</span></header>
        ${width > 0 ? html`<svg role="img" aria-label=${diagramWords(diagram)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${layOutDiagram(diagram, width, height).map(drawMark)}</svg>` : nothing}
        ${drawEntries(legendOf(diagram))}
        ${this.saving.drawRow('Phase diagram')}
      </figure>`;
  }

  private drawNumbers(prediction: Prediction, experiment: Experiment): TemplateResult {
    const { mu, delta, regime } = prediction;
    const entry = (name: string, words: string | TemplateResult): TemplateResult => html`<dt><span>${name}</span></dt><dd class="numbers">${words}</dd>`;
    return html`
      <dl part="exponents">
        ${entry('Information exponent ℓ', orderWords(prediction))}
        ${entry('Batch and learning rate', `μ = ${exponentWords(mu)}, δ = ${delta === null ? '∞' : exponentWords(delta)}`)}
        ${regime ? entry('Regime', html`<b>${regime}</b>: ${regimeWords(regime)}`) : nothing}
        ${prediction.learnable === null
          ? nothing
          : [
              entry('Recovery time T', thetaWords(prediction)),
              entry('Largest learning rate that learns', rateWords(prediction, experiment)),
              entry('Best batch', batchWords(prediction)),
            ]}
      </dl>`;
  }

  private drawPrediction(prediction: Prediction, experiment: Experiment): TemplateResult {
    const { warnings, caveats } = prediction;
    return html`
      <div class=${this.asking.busy ? 'stale body' : 'body'}>
        ${warnings.length ? html`<ul class="warnings" part="warnings">${warnings.map((words) => html`<li>${words}.</li>`)}</ul>` : nothing}
        ${this.drawComparison(prediction, experiment)}
        <div class="sides">${this.drawDiagram(this.diagram)}${this.drawNumbers(prediction, experiment)}</div>
        ${caveats.length
          ? html`<details class="caveats" part="caveats" ?open=${prediction.learnable === null}><summary>What these numbers do not cover (${caveats.length})</summary><ul>${caveats.map((words) => html`<li>${words}.</li>`)}</ul></details>`
          : nothing}
      </div>`;
  }

  override render(): TemplateResult {
    const { value, error, busy } = this.asking;
    return html`
      <section aria-labelledby="title" aria-busy=${busy}>
        <h3 id="title">What theory predicts</h3>
        <p class="small muted" role="status">${busy ? 'Working out the prediction…' : !this.given ? 'No experiment is given: set the attribute preset or the property experiment.' : ''}</p>
        <div class="error" role="alert">${this.invalid ?? error ?? ''}</div>
        ${value && this.predicted ? this.drawPrediction(value, this.predicted) : nothing}
      </section>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-prediction': CustomEvent<PredictionEventDetail>;
  }
  interface HTMLElementTagNameMap {
    'plateau-prediction': PlateauPrediction;
  }
}
