// The numbers behind a figure, as rows: for those who do not see it, and for those who want to read one value.

import { isGhost, type Curve } from './curves.ts';
import { valueAt, type FigureSpec } from './figure.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  /** What is left out, in words; empty when nothing is. */
  readonly omitted: string;
}

/** More columns than this help nobody: then the named curves only. */
const columns = 24;

export function tableOf(spec: FigureSpec, steps: readonly number[], recorded: number): Table {
  const own = spec.curves.filter((curve) => !isGhost(curve));
  const shown: readonly Curve[] = own.length > columns ? own.filter((curve) => curve.listed) : own;
  const omitted: string[] = [];
  if (steps.length < recorded) omitted.push(`${steps.length} of ${recorded} recorded steps`);
  if (shown.length < own.length) omitted.push(`${shown.length} of ${own.length} curves`);
  return {
    head: ['step', ...shown.map((curve) => curve.name)],
    rows: steps.map((step) => [step, ...shown.map((curve) => valueAt(curve, step))]),
    omitted: omitted.length ? `Shown: ${omitted.join(', ')}. The CSV export has all.` : '',
  };
}

/** One sentence on what the figure shows now. */
export function summaryOf(spec: FigureSpec, value: (x: number) => string): string {
  const lines = spec.curves.filter((curve) => curve.listed);
  const reached = Math.max(-1, ...lines.map((curve) => curve.steps.at(-1) ?? -1));
  if (reached < 0) return 'Nothing drawn yet.';
  const bold = lines.at(-1)!;
  const count = lines.length === 1 ? '1 curve' : `${lines.length} named curves`;
  return `${count}, to step ${reached} of ${spec.lastStep}. ${bold.name} starts at ${value(bold.values[0])} and is now ${value(bold.values.at(-1)!)}.`;
}
