// The settings of the learning time scales: what a reader turns, as templates over one experiment.

import { html, nothing, type TemplateResult } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import type { DescentPlan } from '../../src/run/timescales-descent.ts';
import { formatCount } from '../chart/words.ts';
import type { Badge } from './badge.ts';
import { SEEDS, type Descending } from './descending.ts';
import { epsilonReach, laws, lawOf, starts, startOf, type DescentChoice } from './setup.ts';
import { threeDigits } from './words.ts';

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

export function drawPresets(id: string, choose: (id: string) => void): TemplateResult {
  return html`<div class="field">
    <label for="preset">Preset</label>
    <select id="preset" @change=${(event: Event) => choose(valueOf(event))}>
      <option value="" ?selected=${!startOf(id)} disabled>your own</option>
      ${starts.map((start) => html`<option value=${start.id} ?selected=${start.id === id}>${start.title}</option>`)}
    </select>
    ${startOf(id) ? html`<p class="hint">${startOf(id)!.description}</p>` : nothing}
  </div>`;
}

export function drawEpsilon(epsilon: number, slide: (power: number) => void): TemplateResult {
  const { least, most, step } = epsilonReach;
  const power = Math.log10(epsilon);
  return html`<div class="field slider">
    <label for="epsilon">ε, the first layer’s rate over the second’s</label>
    <output class="numbers" for="epsilon">ε = ${threeDigits(epsilon)}</output>
    <input id="epsilon" type="range" min=${least} max=${most} step=${step} .value=${String(power)} aria-valuetext="ε = ${threeDigits(epsilon)}" @input=${(event: Event) => slide(Number(valueOf(event)))} />
    <div class="ends" aria-hidden="true"><span>10⁻¹²</span><span>10⁻⁹</span><span>10⁻⁶</span><span>10⁻³</span><span>1</span></div>
  </div>`;
}

export interface SettingChanges {
  put(path: string, value: unknown): void;
  form(form: 'flow' | 'mean-field-flow'): void;
}

const number = (id: string, label: string, value: number, put: (value: number) => void, disabled = false): TemplateResult => html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} inputmode="decimal" autocomplete="off" .value=${Number.isFinite(value) ? String(value) : '∞'} ?disabled=${disabled} @change=${(event: Event) => put(Number(valueOf(event)))} />
</div>`;

export function drawNetwork(experiment: Experiment, { put, form }: SettingChanges): TemplateResult {
  const { student, data, theory, seed } = experiment;
  const exact = theory!.form === 'flow';
  const law = lawOf(experiment);
  return html`<div class="fields">
    <div class="field wide">
      <label for="form">Flow</label>
      <select id="form" @change=${(event: Event) => form(valueOf(event) as 'flow')}>
        <option value="mean-field-flow" ?selected=${!exact}>d = ∞, mean field</option>
        <option value="flow" ?selected=${exact}>exact, at d and m</option>
      </select>
    </div>
    ${number('width', 'Neurons m', student.width, (value) => put('student.width', value))}
    ${number('dimension', 'Dimension d', exact ? data.dimension : Infinity, (value) => put('data.dimension', value), !exact)}
    <div class="field wide">
      <label for="law">Readouts a<sub>i</sub>(0)</label>
      <select id="law" @change=${(event: Event) => put('student.readout', laws[Number(valueOf(event))].readout)}>
        ${law < 0 ? html`<option value="-1" selected disabled>as given</option>` : nothing}
        ${laws.map(({ name }, i) => html`<option value=${i} ?selected=${i === law}>${name}</option>`)}
      </select>
    </div>
    ${number('horizon', 'Until t', theory!.horizon ?? NaN, (value) => put('theory.horizon', value))}
    ${number('seed', 'Seed', seed, (value) => put('seed', value))}
  </div>`;
}

/** `plan`: what descent would do, or why it is not done here. */
export function drawDescent({ on, dial, dimension }: DescentChoice, plan: DescentPlan | string | null, finite: boolean, { done, running, error }: Descending, change: (part: Partial<DescentChoice>) => void): TemplateResult {
  const power = Math.log10(dial);
  return html`<div class="descent">
    <label class="check"><input type="checkbox" .checked=${on} @change=${(event: Event) => change({ on: (event.target as HTMLInputElement).checked })} /> descent over the flow</label>
    ${on
      ? html`<div class="fields">
          <div class="field wide slider">
            <label for="dial">ηd/B, noise of descent</label>
            <output class="numbers" for="dial">${threeDigits(dial)}</output>
            <input id="dial" type="range" min="-3.5" max="-1" step="0.1" .value=${String(power)} aria-valuetext="ηd/B = ${threeDigits(dial)}" @change=${(event: Event) => change({ dial: Number((10 ** Number(valueOf(event))).toPrecision(2)) })} />
          </div>
          ${finite ? nothing : number('descent-dimension', 'd of the descent', dimension, (value) => change({ dimension: value }))}
        </div>
        ${plan && typeof plan === 'object'
          ? html`<p class="hint numbers" role="status">η = ${threeDigits(plan.eta)}, B = ${formatCount(plan.batch)}, ${formatCount(plan.steps)} steps (t/η); expected to stay within about 20 ηd/B = ${threeDigits(plan.departure)} of the flow.
              ${error ?? (running ? `${done} of ${SEEDS} seeds done.` : done ? `${done} seeds done.` : '')}</p>`
          : html`<p class="error" role="status">${plan ?? ''}</p>`}`
      : html`<p class="hint">Both layers by one-pass projected descent, ${SEEDS} seeds, as points.</p>`}
  </div>`;
}

const signs: Record<Badge['kind'], string> = { staircase: '✓', overlapping: '≈', otherwise: '≠', trapped: '!' };

export function drawBadge({ kind, head, lines: [first, ...rest] }: Badge): TemplateResult {
  return html`<div class="badge ${kind}" role="status" part="badge">
    <p><span class="sign" aria-hidden="true">${signs[kind]}</span> <b>${head}.</b> ${first ?? ''}</p>
    ${rest.length ? html`<details><summary>${rest.length} more ${rest.length === 1 ? 'remark' : 'remarks'}</summary><ul>${rest.map((line) => html`<li>${line}</li>`)}</ul></details>` : nothing}
  </div>`;
}
