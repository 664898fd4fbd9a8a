import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { css } from '../css.ts';
import { parseExperiment, type Experiment, type ExperimentDocument } from '../../src/experiment/experiment.ts';
import { InvalidExperiment, type Issue } from '../../src/experiment/issues.ts';
import { preset, presets } from '../../src/experiment/presets.ts';
import { automaticEngine } from '../../src/run/automatic-engine.ts';
import type { EngineOffer } from '../../src/run/engine-choice.ts';
import { RunConsumer } from '../simulation/source.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { fieldOfIssue, textOf, valueAtPath, withoutEngine, withText } from './codec.ts';
import { variablesOf, withExpressions } from './expressions.ts';
import { derivedWords } from './derived.ts';
import { formula } from './formula.ts';
import { Machine } from './machine.ts';
import { controlFields, groups, type Field, type Group } from './fields.ts';

/** `experiment` is null while the document is not a valid one; its engine is the page's choice where `document` names none. */
export interface ExperimentChange {
  readonly document: unknown;
  readonly experiment: Experiment | null;
  readonly issues: readonly Issue[];
  /** Id of the preset that was chosen; null when a setting was changed. */
  readonly preset: string | null;
}

/**
 * The settings of an experiment: what to learn, with what, how. Says beside each field what is wrong with it. Inside a
 * `<plateau-simulation>` they are those of its run, which follows them; elsewhere their owner sets `experiment` and hears of changes.
 *
 * @fires {CustomEvent<ExperimentChange>} plateau-change - the reader changed a setting or chose a preset
 */
export class PlateauControls extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    css`
      form { display: grid; gap: 1.1rem; }
      fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
      legend { padding: 0; font-size: 0.8125rem; font-weight: 600; margin-block-end: 0.35rem; }
      .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.5rem 0.75rem; align-items: start; }
      .wide { grid-column: 1 / -1; }
      .field label { display: block; line-height: 1.35; margin-block-end: 0.1rem; }
      .hint { font-size: 0.75rem; color: var(--_muted); line-height: 1.35; margin-block-start: 0.15rem; }
      input.expression { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace; font-size: 0.8125rem; }
      .formula { min-block-size: 1.6rem; padding-block-start: 0.2rem; overflow-x: auto; overflow-y: hidden; }
      details { margin-block-start: 0.5rem; }
      summary { font-size: 0.8125rem; color: var(--_muted); cursor: pointer; min-block-size: 1.5rem; }
      details[open] > summary { margin-block-end: 0.35rem; }
      .others { margin-block-start: 0.15rem; }
      .others summary { font-size: 0.75rem; }
      .others ul { margin: 0; padding-inline-start: 1.1rem; overflow-wrap: anywhere; }
      .derived { border-block-start: 1px solid var(--_line); padding-block-start: 0.6rem; }
      .derived span { white-space: nowrap; }
      .other { display: grid; gap: 0.25rem; }
    `,
  ];

  /** The document shown; defaults may be left out. Without `engine`, the choice of one follows from the rest and the machine. */
  @property({ attribute: false }) experiment: unknown = presets[0].document;
  @state() private document: unknown = presets[0].document;
  @state() private presetId = '';

  private parsed: Experiment | null = null;
  private issues: readonly Issue[] = [];
  private examined: unknown = null;
  private readonly machine = new Machine(this);
  private readonly around = new RunConsumer(this);
  private followed: Experiment | null = null;
  /** A valid experiment was set here, which the run around will come back with. */
  private changed = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.followRun();
    if (changed.has('experiment') && this.experiment !== this.document) {
      this.document = this.experiment;
      this.presetId = '';
    }
    this.examine();
    if (this.parsed) this.machine.ask(this.parsed);
  }

  /** Another experiment of the run around, unless it is the one that was set here. */
  private followRun(): void {
    const { experiment } = this.around.view;
    if (!experiment || experiment === this.followed) return;
    this.followed = experiment;
    if (this.changed) this.changed = false;
    else [this.document, this.presetId] = [experiment, ''];
  }

  private get automatic(): boolean {
    return valueAtPath(this.document, 'engine') === undefined;
  }

  private examine(): void {
    if (this.document === this.examined) return;
    try {
      [this.parsed, this.issues] = [parseExperiment(this.document), []];
      // Defaults are shown as they will be used.
      this.document = this.automatic ? withoutEngine(this.parsed) : this.parsed;
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      [this.parsed, this.issues] = [null, withExpressions(error.issues, this.document)];
    }
    this.examined = this.document;
  }

  private change(document: unknown, preset: string | null = null): void {
    this.document = document;
    this.examine();
    const experiment = this.parsed && this.automatic ? { ...this.parsed, engine: automaticEngine(this.parsed, this.machine.host).engine } : this.parsed;
    this.changed = experiment !== null;
    const detail: ExperimentChange = { document: this.document, experiment, issues: this.issues, preset };
    this.dispatchEvent(new CustomEvent('plateau-change', { detail, bubbles: true, composed: true }));
  }

  private onField(field: Field, event: Event): void {
    const { value } = event.target as HTMLInputElement | HTMLSelectElement;
    if (value === textOf(field, this.document)) return;
    this.presetId = '';
    this.change(withText(field, value, this.document));
  }

  private onPreset(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.presetId = value;
    const chosen: ExperimentDocument | undefined = preset(value)?.document;
    if (chosen) this.change(chosen, value);
  }

  private drawField(field: Field): TemplateResult {
    const id = field.path.replaceAll('.', '-');
    const text = textOf(field, this.document);
    const issues = this.issues.filter((issue) => fieldOfIssue(issue.path, controlFields) === field);
    const described = [issues.length ? `${id}-error` : '', field.hint || field.path === 'engine' ? `${id}-hint` : ''].filter(Boolean).join(' ') || nothing;
    const onChange = (event: Event): void => this.onField(field, event);
    const control = field.options
      ? html`<select id=${id} aria-invalid=${issues.length > 0} aria-describedby=${described} @change=${onChange}>
          ${field.options.map(([value, words]) => html`<option value=${value} ?selected=${value === text} ?disabled=${field.path === 'engine' && value !== text && this.refusal(value) !== null}>${words}</option>`)}
        </select>`
      : html`<input
          id=${id}
          class=${field.expression ? 'expression' : ''}
          .value=${text}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          list=${field.examples ? `${id}-list` : nothing}
          aria-invalid=${issues.length > 0}
          aria-describedby=${described}
          @change=${onChange}
        />`;
    return html`
      <div class="field ${field.wide ? 'wide' : ''}">
        <label for=${id}>${field.label}</label>
        ${control}
        ${field.examples && !field.options ? html`<datalist id="${id}-list">${field.examples.map((example) => html`<option value=${example}></option>`)}</datalist>` : nothing}
        ${issues.length ? html`<div class="error" id="${id}-error">${issues.map((issue) => html`<div>${issue.found} is not ${issue.allowed}</div>`)}</div>` : nothing}
        ${field.formula ? html`<div class="formula" tabindex=${text.length > 30 ? 0 : nothing} role="group" aria-label="The same as a formula">${formula(field.formula, valueAtPath(this.document, field.path), variablesOf(field.path, this.document))}</div>` : nothing}
        ${field.hint ? html`<div class="hint" id="${id}-hint">${field.hint}</div>` : nothing}
        ${field.path === 'engine' ? this.drawEngine(id) : nothing}
      </div>`;
  }

  private refusal(engine: string): string | null {
    return this.machine.offers.find((offer) => offer.engine === engine)?.refusal ?? null;
  }

  /** Why this engine and not another. */
  private drawEngine(id: string): TemplateResult {
    const { parsed, machine: { host, offers } } = this;
    const choice = parsed && this.automatic ? automaticEngine(parsed, host) : null;
    const own = parsed && !choice ? this.refusal(parsed.engine) : null;
    const others = offers.filter((offer): offer is EngineOffer & { refusal: string } => offer.refusal !== null && offer.engine !== (choice?.engine ?? parsed?.engine));
    return html`
      <div class="hint" id="${id}-hint">${choice ? html`Now <b>${choice.engine}</b>. ${choice.why}` : nothing}</div>
      ${own === null ? nothing : html`<div class="error">${own}</div>`}
      ${others.length
        ? html`<details class="others"><summary>Cannot run this: ${others.map(({ engine }) => engine).join(', ')}</summary><ul class="hint">${others.map(({ engine, refusal }) => html`<li><b>${engine}</b>: ${refusal}</li>`)}</ul></details>`
        : nothing}`;
  }

  private drawGroup(group: Group): TemplateResult {
    const own = controlFields.filter((field) => field.group === group);
    const advanced = own.filter((field) => field.advanced);
    const wrong = this.issues.some((issue) => fieldOfIssue(issue.path, advanced));
    return html`
      <fieldset>
        <legend>${group}</legend>
        <div class="grid">${own.filter((field) => !field.advanced).map((field) => this.drawField(field))}</div>
        ${advanced.length
          ? html`<details ?open=${wrong}><summary>More of the ${group.toLowerCase()}</summary><div class="grid">${advanced.map((field) => this.drawField(field))}</div></details>`
          : nothing}
      </fieldset>`;
  }

  override render(): TemplateResult {
    const chosen = preset(this.presetId);
    const elsewhere = this.issues.filter((issue) => !fieldOfIssue(issue.path, controlFields));
    return html`
      <form @submit=${(event: Event) => event.preventDefault()} novalidate aria-label="Experiment">
        <div class="field">
          <label for="preset">Preset</label>
          <select id="preset" @change=${this.onPreset}>
            <option value="" ?selected=${!chosen}>your own</option>
            ${presets.map(({ id, title }) => html`<option value=${id} ?selected=${id === this.presetId}>${title}</option>`)}
          </select>
          ${chosen ? html`<p class="hint">${chosen.description}</p>` : nothing}
        </div>
        ${groups.map((group) => this.drawGroup(group))}
        <div class="other error" role="alert">${elsewhere.map((issue) => html`<div>${issue.path}: found ${issue.found}; allowed: ${issue.allowed}</div>`)}</div>
        ${this.parsed ? html`<p class="derived small muted numbers">${derivedWords(this.parsed).map((words, i) => html`${i ? ' · ' : ''}<span>${words}</span>`)}</p>` : nothing}
      </form>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'plateau-change': CustomEvent<ExperimentChange>;
  }
  interface HTMLElementTagNameMap {
    'plateau-controls': PlateauControls;
  }
}
