// The numbers of a run as a table: a row for each recorded step, as many as help a reader.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { overlapColumns } from '../../src/run/csv.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import { thinIndices } from '../chart/thin.ts';
import { formatCount, formatValue, joinWords } from '../chart/words.ts';

/** What may be shown beside the step and the risk. */
export const quantities = ['M', 'Q', 'a'] as const;
export type Quantity = (typeof quantities)[number];

/** More help nobody; the copies have all. */
const [ROWS, COLUMNS] = [100, 32];

interface Column {
  readonly name: string;
  value(snapshot: Snapshot): number;
}

/** All of them: step, of a gradient flow the time, risk, then the entries of what is shown; of Q the upper triangle. */
function columnsOf({ student: { width: p }, target: { directions: k } }: Experiment, snapshots: readonly Snapshot[], shown: ReadonlySet<Quantity>): Column[] {
  const names = overlapColumns(p, k);
  const upper = Array.from({ length: p }, (_, j) => Array.from({ length: p - j }, (_, i) => j * p + j + i)).flat();
  const columns: Column[] = [{ name: 'step', value: ({ step }) => step }];
  if (snapshots[0]?.time !== undefined) columns.push({ name: 'time', value: ({ time }) => time ?? Number.NaN });
  columns.push({ name: 'risk', value: ({ risk }) => risk });
  if (shown.has('M')) columns.push(...names.M.map((name, at) => ({ name, value: ({ M }: Snapshot) => M[at] })));
  if (shown.has('Q')) columns.push(...names.Q.map((name, i) => ({ name, value: ({ Q }: Snapshot) => Q[upper[i]] })));
  if (shown.has('a')) columns.push(...names.a.map((name, at) => ({ name, value: ({ readout }: Snapshot) => readout[at] })));
  return columns;
}

export interface RunTable {
  readonly head: readonly string[];
  /** Step first. */
  readonly rows: readonly (readonly string[])[];
  /** What is left out, in words; empty when nothing is. */
  readonly omitted: string;
}

export function runTable(experiment: Experiment, snapshots: readonly Snapshot[], shown: ReadonlySet<Quantity>): RunTable {
  const all = columnsOf(experiment, snapshots, shown);
  const columns = all.slice(0, COLUMNS);
  const kept = thinIndices(snapshots.map(({ step }) => step), 'linear', ROWS);
  const omitted: string[] = [];
  if (kept.length < snapshots.length) omitted.push(`${formatCount(kept.length)} of ${formatCount(snapshots.length)} recorded steps`);
  if (columns.length < all.length) omitted.push(`${columns.length} of ${formatCount(all.length)} columns`);
  return {
    head: columns.map(({ name }) => name),
    rows: kept.map((i) => columns.map(({ value }, at) => (at === 0 ? formatCount : formatValue)(value(snapshots[i])))),
    omitted: omitted.length > 0 ? `Shown: ${joinWords(omitted)}. The copies have all.` : '',
  };
}

/** Every recorded step in full precision, as a spreadsheet takes it from the clipboard. */
export function tabSeparated(experiment: Experiment, snapshots: readonly Snapshot[], shown: ReadonlySet<Quantity>): string {
  const columns = columnsOf(experiment, snapshots, shown);
  const lines = snapshots.map((snapshot) => columns.map(({ value }) => value(snapshot)).join('\t'));
  return `${[columns.map(({ name }) => name).join('\t'), ...lines].join('\n')}\n`;
}
