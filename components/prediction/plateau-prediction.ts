import { LitElement, css, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { parseExperiment, type Experiment, type ExperimentDocument } from '../../src/experiment/experiment.ts';
import { InvalidExperiment } from '../../src/experiment/issues.ts';
import { predictFor, type Prediction } from '../../src/run/analysis.ts';
import { feelsItself } from '../../src/theory/predictions/constants.ts';
import { Asking } from '../asking.ts';
import { cssColour } from '../chart/colours.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import { tokens } from '../styles.ts';
import { theoryStyles } from '../target/styles.ts';
import { followWidth } from '../width.ts';
import { balanceDash, boundaryWords, diagramWords, inks, layOutDiagram, regionOpacity, type Diagram } from './diagram.ts';
import { batchWords, exponentWords, fractionWords, measuredWords, noiseWords, orderWords, predictedWords, rateWords, ratioWords, recoversWords, regimeWords, thetaWords, whyNot, type Measured } from './words.ts';

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
 * @csspart exponents - exponents and regime, in words
 * @csspart caveats - what the numbers do not cover
 * @fires {CustomEvent<PredictionEventDetail>} plateau-prediction - the prediction of the present experiment is shown, or why there is none
 */
export class PlateauPrediction extends LitElement {
  static override styles = [
    tokens,
    theoryStyles,
    css`
      .warnings { border-inline-start: 3px solid var(--_alert); padding-inline-start: 0.7rem; display: grid; gap: 0.4rem; margin: 0; list-style: none; font-size: 0.875rem; overflow-wrap: anywhere; }
      .warnings li::before { content: 'Warning: '; font-weight: 600; color: var(--_alert); }
      .comparison th { font-weight: 400; color: var(--_muted); }
      .comparison thead th { font-weight: 600; color: inherit; }
      .comparison table { inline-size: 100%; }
      .comparison th, .comparison td { text-align: start; white-space: normal; vertical-align: top; padding-block: 0.25rem; }
      .comparison td { inline-size: 37%; }
      .comparison td .print { display: block; }
      .comparison p { margin-block-start: 0.35rem; }
      .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.1rem 2rem; align-items: start; }
      .sides dl { margin-block-start: 0; }
      .sides dt:first-child { margin-block-start: 0; }
      .caveats ul { margin: 0.35rem 0 0; padding-inline-start: 1.2rem; font-size: 0.8125rem; overflow-wrap: anywhere; }
      .caveats summary { font-size: 0.8125rem; color: var(--_muted); cursor: pointer; min-block-size: 1.5rem; }
    `,
  ];

  /** The document of the experiment; defaults may be left out. */
  @property({ attribute: false }) experiment: ExperimentDocument | null = null;
  /** What an ensemble of the same experiment showed; null while nothing was measured. */
  @property({ attribute: false, hasChanged: (a: Measured | null, b: Measured | null) => a?.median !== b?.median || a?.fraction !== b?.fraction || a?.seeds !== b?.seeds })
  measured: Measured | null = null;
  @state() private width = 0;

  private parsed: Experiment | null = null;
  private invalid: string | null = null;
  /** The experiment that the prediction shown is about. */
  private predicted: Experiment | null = null;
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

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('experiment')) return;
    try {
      [this.parsed, this.invalid] = [this.experiment === null ? null : parseExperiment(this.experiment), null];
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      [this.parsed, this.invalid] = [null, error.message];
    }
    this.asking.ask(this.parsed);
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

  private drawLegend(diagram: Diagram): TemplateResult {
    const swatch = (inside: TemplateResult<2>): TemplateResult => html`<svg width="22" height="12" aria-hidden="true">${inside}</svg>`;
    return html`
      <ul class="legend" aria-label="Legend">
        <li>${swatch(svg`<rect width="22" height="12" fill=${cssColour(inks.region)} opacity=${regionOpacity}></rect><path d="M0 11H22" stroke=${cssColour(inks.boundary)} stroke-width="2"></path>`)}learns as d grows: δ ≥ ${boundaryWords(diagram)}</li>
        <li>${swatch(svg`<path d="M0 6H22" stroke=${cssColour(inks.balance)} stroke-dasharray=${balanceDash.join(' ')}></path>`)}δ = 1 − μ: above it flow, below it noise dominates</li>
        <li>${swatch(svg`<circle cx="11" cy="6" r="5" fill=${cssColour(inks.here)}></circle>`)}this experiment</li>
      </ul>`;
  }

  private drawDiagram(prediction: Prediction, experiment: Experiment): TemplateResult | typeof nothing {
    const { feltExponent: order, delta, mu } = prediction;
    // Where the diagram does not cover the protocol, it would only mislead.
    if (order === null || delta === null || prediction.learnable === null) return nothing;
    const family = feelsItself(experiment) && experiment.training.constraint === 'projected' ? 'selfAligned' : 'free';
    const diagram: Diagram = { order, family, mu, delta };
    const width = Math.min(this.width, 400);
    const height = Math.round(width * 0.72);
    return html`
      <figure part="figure" aria-label="Phase diagram">
        <header><h4>Where it stands, ℓ = ${order}</h4></header>
        ${width > 0 ? html`<svg role="img" aria-label=${diagramWords(diagram)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${layOutDiagram(diagram, width, height).map(drawMark)}</svg>` : nothing}
        ${this.drawLegend(diagram)}
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
        <div class="sides">${this.drawDiagram(prediction, experiment)}${this.drawNumbers(prediction, experiment)}</div>
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
        <p class="small muted" role="status">${busy ? 'Working out the prediction…' : this.experiment === null ? 'No experiment is given: set the property experiment.' : ''}</p>
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
