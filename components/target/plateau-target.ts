import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { writtenDirections } from '../../src/model/written-directions.ts';
import { analyse, type TargetAnalysis } from '../../src/run/analysis.ts';
import { Asking } from '../asking.ts';
import { drawEntries, itemsOf } from '../chart/entries.ts';
import { sheetScene } from '../chart/legend.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import { formatValue } from '../chart/words.ts';
import { formula } from '../controls/formula.ts';
import { stemOf, type FigureData } from '../export/figure.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { buttons, tokens } from '../styles.ts';
import { drawToggle } from '../toggle.ts';
import { followWidth } from '../width.ts';
import { beyondWords, layOutSpectrum, legendOf, shareWords, spectrumOf, spectrumWords } from './spectrum.ts';
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
 * @csspart legend - the legend below the spectrum
 * @csspart exponents - exponents and learning orders, in words
 * @csspart tolerance - the small print
 * @fires {CustomEvent<AnalysisEventDetail>} plateau-analysis - the analysis of the present target is shown, or why there is none
 */
export class PlateauTarget extends LitElement {
  static override styles = [tokens, buttons, theoryStyles, savingStyles];

  /** h*, an expression in z1 … zk. */
  @property() link = '';
  /** k, the number of directions; without it those that the link names. */
  @property({ type: Number }) directions: number | null = null;
  @state() private width = 0;
  @state() private tableShown = false;

  /** What the analysis shown is of. */
  private analysed = { link: '', directions: 1 };
  private readonly saving = new Saving(this);
  private readonly asking = new Asking<{ link: string; directions: number }, TargetAnalysis>(
    this,
    async ({ link, directions }, signal) => {
      const analysis = await analyse(link, directions, { signal });
      this.analysed = { link, directions };
      return analysis;
    },
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

  /** The spectrum with its legend, and what it rests on, for a file; null before there is one. */
  scene(width = 720): Scene | null {
    const { value } = this.asking;
    if (!value) return null;
    const [spectrum, first, height] = [spectrumOf(value.spectrum), value.informationExponent.value, Math.round(width * 0.4)];
    const caption = [`By theory, the Hermite expansion of h* = ${this.analysed.link}.`, beyondWords(spectrum), toleranceWords(value.tolerance)].filter(Boolean).join(' ');
    const plot = { width: width - 32, height, marks: layOutSpectrum(spectrum, first, width - 32, height) };
    return sheetScene({ title: 'Hermite spectrum of the target', caption, description: spectrumWords(spectrum) }, plot, itemsOf(legendOf(spectrum, first)));
  }

  /** The weight of each degree, and in JSON the whole analysis, for a file. */
  data(): FigureData | null {
    const { value } = this.asking;
    if (!value) return null;
    const { link, directions } = this.analysed;
    return {
      stem: stemOf('target', link), of: 'target', document: { link, directions }, engine: 'theory',
      columns: ['degree', 'weight', 'share'],
      rows: value.spectrum.map(({ degree, weight }) => [degree, weight * value.secondMoment, weight]),
      json: { target: { link, directions }, engine: 'theory', analysis: value },
    };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('link') || changed.has('directions')) this.asking.ask(this.link === '' ? null : { link: this.link, directions: this.k });
  }

  private get k(): number {
    return this.directions ?? writtenDirections(this.link);
  }

  private drawFormula(): TemplateResult | null {
    const variables = Array.from({ length: Math.min(Math.max(Math.floor(this.k), 1), 8) }, (_, r) => `z${r + 1}`);
    return formula('h*(z)', this.link, variables);
  }

  private drawSpectrum(analysis: TargetAnalysis): TemplateResult {
    const spectrum = spectrumOf(analysis.spectrum);
    const first = analysis.informationExponent.value;
    const beyond = beyondWords(spectrum);
    const width = Math.min(this.width, 480);
    const height = 190;
    return html`
      <figure part="figure" aria-label="Hermite spectrum of the target">
        <header>
          <h4>Hermite spectrum</h4>
          <span class="choice">${drawToggle('table', 'Hermite spectrum', this.tableShown, () => (this.tableShown = !this.tableShown))}${this.saving.drawSwitch('Hermite spectrum')}</span>
        </header>
        ${width > 0
          ? html`<svg role="img" aria-label=${spectrumWords(spectrum)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${layOutSpectrum(spectrum, first, width, height).map(drawMark)}</svg>`
          : nothing}
        ${drawEntries(legendOf(spectrum, first))}
        ${beyond ? html`<p class="print muted">${beyond}</p>` : nothing}
        ${this.saving.drawRow('Hermite spectrum')}
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
