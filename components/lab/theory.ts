// Theory beside the run of one's own experiment: whether it is drawn, and which of its terms are kept.

import { html, nothing, type TemplateResult } from 'lit';
import { parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import type { TheoryController } from '../simulation/theory-controller.ts';
import { keepsBatch, type Terms } from '../simulation/theory-experiment.ts';

type Chosen = NonNullable<Terms>;

const termsOf = (experiment: Experiment): Chosen => experiment.theory ?? parseExperiment({ ...experiment, theory: {} }).theory!;

/** The document's key with one term changed; null, which a link leaves out, where all are as by default. */
export function withTerm(experiment: Experiment, part: Partial<Chosen>): Terms {
  const terms = { ...termsOf(experiment), ...part };
  const plain = termsOf({ ...experiment, theory: null });
  return (Object.keys(plain) as (keyof Chosen)[]).every((key) => terms[key] === plain[key]) ? null : terms;
}

interface Choice {
  readonly experiment: Experiment;
  readonly on: boolean;
  /** Whether the terms can be changed now. */
  readonly able: boolean;
  toggle(on: boolean): void;
  choose(terms: Terms): void;
}

export function drawTheory({ experiment, on, able, toggle, choose }: Choice, { said, busy }: TheoryController): TemplateResult {
  const { form, signal, noise, intraBatch } = termsOf(experiment);
  const change = (part: Partial<Chosen>): void => choose(withTerm(experiment, part));
  const term = (name: string, title: string, checked: boolean, set: (on: boolean) => Partial<Chosen>, disabled = false): TemplateResult => html`<label title=${title}>
      <input type="checkbox" .checked=${checked} ?disabled=${disabled || !able} @change=${(event: Event) => change(set((event.target as HTMLInputElement).checked))} /> ${name}</label>`;
  return html`
    <div class="beside small">
      <label><input type="checkbox" .checked=${on} @change=${(event: Event) => toggle((event.target as HTMLInputElement).checked)} /> theory</label>
      ${on && !keepsBatch(experiment)
        ? html`<details class="terms">
              <summary>terms of theory</summary>
              <div>
                <label>form <select ?disabled=${!able} @change=${(event: Event) => change({ form: (event.target as HTMLSelectElement).value as Chosen['form'] })}>
                  <option value="process" ?selected=${form === 'process'}>overlap process, step by step</option>
                  <option value="ode" ?selected=${form === 'ode'}>ODE, its limit of small γ</option>
                </select></label>
                ${term('signal', 'The drift, first order in γ', signal, (kept) => ({ signal: kept }))}
                ${term('noise', 'The noise of the gradient, with weight d/n', noise !== false, (kept) => ({ noise: kept }))}
                ${term('intra-batch', 'What the samples of one batch have in common, second order in γ; no part of the ODE', intraBatch && form !== 'ode', (kept) => ({ intraBatch: kept }), form === 'ode')}
              </div>
            </details>`
        : nothing}
      ${on && said ? html`<span class="muted numbers" role=${busy ? nothing : 'status'}>${said}</span>` : nothing}
    </div>`;
}
