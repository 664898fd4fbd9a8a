// The numbers behind a figure, as rows: for those who do not see it, and for those who want to read one value.

import type { Curve } from './curves.ts';
import { namedCurves, valueAt, type FigureSpec } from './figure.ts';

export interface Table {
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

/** What the figure shows now, in a sentence or two. */
export function summaryOf(spec: FigureSpec, value: (x: number) => string): string {
  const lines = spec.curves.filter((curve) => curve.listed);
  const reached = Math.max(-1, ...lines.map((curve) => curve.steps.at(-1) ?? -1));
  const sentences = spec.bands.map(({ median, outer: [low, high] }) => {
    const last = median.values.length - 1;
    return `${median.name}: ${value(median.values[last])} at step ${median.steps[last]}, 90 % of them from ${value(low[last])} to ${value(high[last])}.`;
  });
  for (const { mean: { name, values, steps }, std } of spec.points?.sets ?? []) {
    const last = values.length - 1;
    sentences.push(`${name}: ${value(values[last])} ± ${value(std[last])} at step ${steps[last]}.`);
  }
  if (reached >= 0) {
    const bold = lines.at(-1)!;
    const count = lines.length === 1 ? '1 curve' : `${lines.length} named curves`;
    sentences.unshift(`${count}, to step ${reached} of ${spec.lastStep}. ${bold.name} starts at ${value(bold.values[0])} and is now ${value(bold.values.at(-1)!)}.`);
  }
  const line = spec.theory?.curves.at(-1);
  if (line) sentences.push(`${spec.theory!.name}, ${line.name.replace('theory · ', '')}: ${value(line.values.at(-1)!)} at step ${line.steps.at(-1)!}.`);
  return sentences.join(' ') || 'Nothing drawn yet.';
}

/** The steps of a figure's cursor and table: those of the run on show, which are those of the bands where there are any. */
export const stepsOf = (spec: FigureSpec): readonly number[] => namedCurves(spec).reduce<readonly number[]>((most, { steps }) => (steps.length > most.length ? steps : most), []);
