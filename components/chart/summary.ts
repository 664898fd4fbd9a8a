// What a figure shows, in words, and the steps at which it can be read.

import { namedCurves, type FigureSpec } from './figure.ts';

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
