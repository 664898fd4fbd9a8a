// The Hermite coefficients of target and activation as bars that can be set, put to zero, or turned round.

import { html, type TemplateResult } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { cssColour } from '../chart/colours.ts';
import { degreeInk } from './degree-colours.ts';
import { padded, type Which } from './setup.ts';
import { withIndex } from './words.ts';

/** Pixels a bar may reach up or down. */
const REACH = 18;
const MOST_DEGREES = 11;

const rows: readonly { readonly which: Which; readonly letter: string; readonly of: string }[] = [
  { which: 'target', letter: 'φ', of: 'target' },
  { which: 'student', letter: 'σ', of: 'activation' },
];

export interface CoefficientChanges {
  set(which: Which, k: number, value: number): void;
  /** As many degrees, from 0. */
  resize(count: number): void;
}

export function drawCoefficients(experiment: Experiment, { set, resize }: CoefficientChanges): TemplateResult {
  const coefficients = padded(experiment);
  const count = coefficients.target.length;
  const most = Math.max(...coefficients.target.map(Math.abs), ...coefficients.student.map(Math.abs), 1e-9);
  const cell = (which: Which, letter: string, of: string, k: number): TemplateResult => {
    const value = coefficients[which][k];
    const height = Math.max((Math.abs(value) / most) * REACH, value === 0 ? 0 : 1);
    const name = withIndex(letter, k);
    const type = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      const typed = Number(input.value);
      if (input.value.trim() === '' || !Number.isFinite(typed)) input.value = String(value);
      else set(which, k, typed);
    };
    return html`<td>
      <svg width="24" height=${2 * REACH + 2} viewBox="0 0 24 ${2 * REACH + 2}" aria-hidden="true">
        <path d="M5 ${REACH + 1}h14v${value < 0 ? height : -height}h-14z" fill=${cssColour(degreeInk(k))}></path>
        <path d="M0 ${REACH + 1}h24" stroke="currentColor" opacity="0.5"></path>
      </svg>
      <input type="number" step="0.1" .value=${String(value)} aria-label="${name}, degree ${k} of the ${of}" @change=${type} />
      <span class="pair">
        <button type="button" aria-label="set ${name} to 0" ?disabled=${value === 0} @click=${() => set(which, k, 0)}>0</button>
        <button type="button" aria-label="± sign of ${name}" ?disabled=${value === 0} @click=${() => set(which, k, -value)}>±</button>
      </span>
    </td>`;
  };
  return html`
    <div class="scroll" role="region" tabindex="0" aria-label="Coefficients">
      <table class="coefficients">
        <thead><tr><td></td>${coefficients.target.map((_, k) => html`<th scope="col">k = ${k}</th>`)}</tr></thead>
        <tbody>${rows.map(({ which, letter, of }) => html`<tr><th scope="row"><i>${letter}</i><sub>k</sub><span class="unseen"> of the ${of}</span></th>${coefficients[which].map((_, k) => cell(which, letter, of, k))}</tr>`)}</tbody>
      </table>
    </div>
    <p class="hint">
      Target φ = Σ φ<sub>k</sub> h<sub>k</sub>, activation σ = Σ σ<sub>k</sub> h<sub>k</sub>, in Hermite polynomials with E h<sub>k</sub>² = 1.
      <span class="pair">
        <button type="button" ?disabled=${count >= MOST_DEGREES} @click=${() => resize(count + 1)}>one degree more</button>
        <button type="button" ?disabled=${count <= 2} @click=${() => resize(count - 1)}>one less</button>
      </span>
    </p>`;
}
