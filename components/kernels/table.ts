// The numbers behind the maps, for those who do not see them and for those who want to read one.

import { html, nothing, type TemplateResult } from 'lit';
import type { Kernels } from '../../src/run/contract.ts';
import { tableOf, type Pair } from './words.ts';

export function drawTable(kernels: Kernels, pair: Pair, title: string): TemplateResult {
  const { head, rows, omitted } = tableOf(kernels, pair);
  const keys = head.indexOf('s') + 1;
  return html`
    <div class="table" tabindex="0" role="region" aria-label="Data of: ${title}">
      <table>
        <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map((cells) => html`<tr>${cells.map((cell, at) => (at < keys ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody>
      </table>
    </div>
    ${omitted ? html`<p class="small muted">${omitted}</p>` : nothing}`;
}
