import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { analyse, type TargetAnalysis } from '../../src/run/analysis.ts';
import { Asking } from '../asking.ts';
import { cssColour, type Ink } from '../chart/colours.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import { formatValue } from '../chart/words.ts';
import { formula } from '../controls/formula.ts';
import { buttons, tokens } from '../styles.ts';
import { followWidth } from '../width.ts';
import { inks, layOutSpectrum, shareWords, spectrumOf, spectrumWords, type Spectrum } from './spectrum.ts';
import { theoryStyles } from './styles.ts';
import { exponentValue, finiteWords, generativeWords, informationWords, leapWords, restWords, stageWords, staircaseWords, toleranceWords } from './words.ts';

/** Details of `plateau-analysis`: an analysis, or a sentence on why there is none. */
export interface AnalysisEventDetail {
  readonly analysis: TargetAnalysis | null;
  readonly error: string | null;
}

/**
 * What a target is made of: its Hermite spectrum, its exponents, and the order in which its directions are learned with
 * fresh batches and with batches that are used again. Computed in a worker, once the element comes into view.
 *
 * @csspart formula - h*(z) = …
 * @csspart figure - the spectrum with its legend and table
 * @csspart exponents - exponents and learning orders, in words
 * @csspart tolerance - the small print
 * @fires {CustomEvent<AnalysisEventDetail>} plateau-analysis - the analysis of the present target is shown, or why there is none
 */
export class PlateauTarget extends LitElement {
  static override styles = [tokens, buttons, theoryStyles];

  /** h*, an expression in z1 … zk. */
  @property() link = '';
  /** k, the number of directions. */
  @property({ type: Number }) directions = 1;
  @state() private width = 0;
  @state() private tableShown = false;

  private readonly asking = new Asking<{ link: string; directions: number }, TargetAnalysis>(
    this,
    ({ link, directions }, signal) => analyse(link, directions, { signal }),
    ({ value, error }) => {
      const detail: AnalysisEventDetail = { analysis: value, error };
      this.dispatchEvent(new CustomEvent('plateau-analysis', { detail, bubbles: true, composed: true }));
    },
  );

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** The analysis shown; null before there is one. */
  get analysis(): TargetAnalysis | null {
    return this.asking.busy ? null : this.asking.value;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('link') || changed.has('directions')) this.asking.ask(this.link === '' ? null : { link: this.link, directions: this.directions });
  }

  private drawFormula(): TemplateResult | null {
    const variables = Array.from({ length: Math.min(Math.max(Math.floor(this.directions), 1), 8) }, (_, r) => `z${r + 1}`);
    return formula('h*(z)', this.link, variables);
  }

  private drawLegend({ beyond, bars }: Spectrum, first: number | null): TemplateResult {
    const item = (ink: Ink, opacity: number, words: string): TemplateResult => html`
      <li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="2" fill=${cssColour(ink)} opacity=${opacity}></rect></svg>${words}</li>`;
    return html`<ul class="legend" aria-label="Legend">
      ${first === null ? nothing : item(inks.first, 1, `lowest degree, ℓ = ${first}`)}
      ${bars.some(({ degree, share }) => share > 0 && degree !== first) ? item(inks.other, 0.55, 'other degrees') : nothing}
      ${beyond ? html`<li class="muted">${shareWords(beyond)} lies beyond degree ${bars.at(-1)?.degree ?? 0}</li>` : nothing}
    </ul>`;
  }

  private drawSpectrum(analysis: TargetAnalysis): TemplateResult {
    const spectrum = spectrumOf(analysis.spectrum);
    const first = analysis.informationExponent.value;
    const width = Math.min(this.width, 480);
    const height = 190;
    return html`
      <figure part="figure" aria-label="Hermite spectrum of the target">
        <header>
          <h4>Hermite spectrum</h4>
          <span class="choice"><button type="button" aria-pressed=${this.tableShown} @click=${() => (this.tableShown = !this.tableShown)}>table</button></span>
        </header>
        ${width > 0
          ? html`<svg role="img" aria-label=${spectrumWords(spectrum)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${layOutSpectrum(spectrum, first, width, height).map(drawMark)}</svg>`
          : nothing}
        ${this.drawLegend(spectrum, first)}
        ${this.tableShown
          ? html`<div class="table" tabindex="0" role="region" aria-label="Data of: Hermite spectrum">
              <table>
                <thead><tr><th scope="col">degree d</th><th scope="col">|T<sub>d</sub>|²</th><th scope="col">share of E h*²</th></tr></thead>
                <tbody>${spectrum.bars.map(({ degree, share }, i) => html`<tr><th scope="row">${degree}</th><td>${formatValue(analysis.spectrum[i].weight * analysis.secondMoment)}</td><td>${shareWords(share)}</td></tr>`)}</tbody>
                <tfoot><tr><th scope="row">beyond</th><td>–</td><td>${shareWords(spectrum.beyond)}</td></tr></tfoot>
              </table>
            </div>`
          : nothing}
      </figure>`;
  }

  private drawExponents(analysis: TargetAnalysis): TemplateResult {
    const { informationExponent, leapIndex, generativeExponent, generativeLeap, finiteStep, sequence, generativeSequence, directions: k } = analysis;
    const entry = (name: string, value: string, words: string): TemplateResult => html`<dt><span>${name}</span> <strong>${value}</strong></dt><dd>${words}</dd>`;
    const order = (stages: readonly string[]): TemplateResult => html`<dt><span>Learning order</span></dt><dd>${stages.length ? html`<ol>${stages.map((words) => html`<li>${words}</li>`)}</ol>` : 'nothing is found at any order examined'}</dd>`;
    const staircase = staircaseWords(analysis.staircase);
    return html`
      <div class="protocols" part="exponents">
        <section aria-labelledby="fresh">
          <h4 id="fresh">With fresh batches</h4>
          <dl>
            ${entry('Information exponent', exponentValue(informationExponent), informationWords(informationExponent))}
            ${entry('Leap index', exponentValue(leapIndex), [leapWords(leapIndex, informationExponent), staircase].filter(Boolean).join(' '))}
            ${order(stageWords(sequence))}
            <dt><span>In a number of steps that does not grow with d</span></dt><dd>${finiteWords(finiteStep.onePass, k)}</dd>
          </dl>
        </section>
        <section aria-labelledby="again">
          <h4 id="again">Using batches again</h4>
          <dl>
            ${entry('Generative exponent', exponentValue(generativeExponent), generativeWords(generativeExponent))}
            ${entry('Generative leap', exponentValue(generativeLeap), leapWords(generativeLeap, generativeExponent))}
            ${order(stageWords(generativeSequence))}
            <dt><span>In a number of steps that does not grow with d</span></dt><dd>${finiteWords(finiteStep.reuse, k)}</dd>
          </dl>
        </section>
      </div>`;
  }

  override render(): TemplateResult {
    const { value, error, busy } = this.asking;
    const rest = value && restWords(value);
    return html`
      <section aria-labelledby="title" aria-busy=${busy}>
        <h3 id="title">What the target is made of</h3>
        <div class="formula" part="formula" tabindex=${this.link.length > 30 ? 0 : nothing} role="group" aria-label="The target as a formula">${this.drawFormula()}</div>
        <p class="small muted" role="status">${busy ? 'Working out the exponents…' : this.link === '' ? 'No target is given: set the attribute link, such as He3(z1).' : ''}</p>
        <div class="error" role="alert">${error ?? ''}</div>
        ${value
          ? html`<div class=${busy ? 'stale body' : 'body'}>
              ${this.drawSpectrum(value)}
              ${this.drawExponents(value)}
              ${rest ? html`<p class="small muted">${rest}</p>` : nothing}
              <p class="print muted" part="tolerance">${toleranceWords(value.tolerance)}</p>
            </div>`
          : nothing}
      </section>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-analysis': CustomEvent<AnalysisEventDetail>;
  }
  interface HTMLElementTagNameMap {
    'plateau-target': PlateauTarget;
  }
}
