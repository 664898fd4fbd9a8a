// The numbers behind a figure, as rows: for those who do not see it, and for those who want to read one value. Loaded when
// someone first asks for them.

import { html, nothing, type TemplateResult } from 'lit';
import type { Curve } from './curves.ts';
import { valueAt, type FigureSpec } from './figure.ts';
import { formatValue } from './words.ts';

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  /** What is left out, in words; empty when nothing is. */
  readonly omitted: string;
}

/** More columns than this help nobody: then the named curves only. */
const columns = 24;

export function tableOf(spec: FigureSpec, steps: readonly number[], recorded: number): Table {
  const own = spec.curves;
  const shown: readonly Curve[] = own.length > columns ? own.filter((curve) => curve.listed) : own;
  const theory = spec.theory?.curves ?? [];
  const omitted: string[] = [];
  if (steps.length < recorded) omitted.push(`${steps.length} of ${recorded} recorded steps`);
  if (shown.length < own.length) omitted.push(`${shown.length} of ${own.length} curves`);
  return {
    head: ['step', ...[...shown, ...theory].map((curve) => curve.name), ...spec.bands.flatMap(({ median }) => [median.name, '5 %', '25 %', '75 %', '95 %']),
      ...(spec.points?.sets ?? []).flatMap(({ mean }) => [mean.name, 'std', 'sem'])],
    rows: steps.map((step) => [step, ...[...shown, ...theory].map((curve) => valueAt(curve, step)), ...bandValues(spec, step), ...pointValues(spec, step)]),
    omitted: omitted.length ? `Shown: ${omitted.join(', ')}. The CSV export has all.` : '',
  };
}

function bandValues(spec: FigureSpec, step: number): (number | null)[] {
  return spec.bands.flatMap(({ median, inner, outer }) => {
    const at = median.steps.indexOf(step);
    return [median.values, outer[0], inner[0], inner[1], outer[1]].map((values) => (at < 0 ? null : values[at]));
  });
}

function pointValues({ points }: FigureSpec, step: number): (number | null)[] {
  return (points?.sets ?? []).flatMap(({ mean, std, sem }) => {
    const at = mean.steps.indexOf(step);
    return [mean.values, std, sem].map((values) => (at < 0 ? null : values[at]));
  });
}

/** `steps`: those of the figure's cursor; `recorded`: how many there are in all. */
export function drawTable(spec: FigureSpec, steps: readonly number[], recorded: number): TemplateResult {
  const { head, rows, omitted } = tableOf(spec, steps, recorded);
  return html`
    <div class="table" tabindex="0" role="region" aria-label="Data of: ${spec.title}">
      <table>
        <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(([step, ...values]) => html`<tr><th scope="row">${step}</th>${values.map((value) => html`<td>${value === null ? '–' : formatValue(value)}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
    ${omitted ? html`<p class="small muted">${omitted}</p>` : nothing}`;
}
