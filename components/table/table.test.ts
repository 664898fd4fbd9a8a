import { expect, it } from 'vitest';
import { viewOf } from '../testing.ts';
import { quantities, runTable, tabSeparated, type Quantity } from './columns.ts';

const all = new Set<Quantity>(quantities);

it('has a row for each step, and a column for each number that there is once', () => {
  const { experiment, snapshots } = viewOf(2, 2, [0, 5, 10]);
  const { head, rows, omitted } = runTable(experiment!, snapshots, all);
  expect(head).toEqual(['step', 'risk', 'M_1_1', 'M_1_2', 'M_2_1', 'M_2_2', 'Q_1_1', 'Q_1_2', 'Q_2_2', 'a_1', 'a_2']);
  expect(rows[2]).toEqual(['10', '1.104', '0.190', '0.381', '0.571', '0.762', '1.000', '0.100', '1.000', '1.000', '1.000']);
  expect([rows.length, omitted]).toEqual([3, '']);
  expect(runTable(experiment!, snapshots, new Set<Quantity>(['a'])).head).toEqual(['step', 'risk', 'a_1', 'a_2']);
});

it('shows a part of what is long or wide and says so; copies have all, to the last bit', () => {
  const { experiment, snapshots } = viewOf(8, 1, Array.from({ length: 1001 }, (_, step) => step));
  const { head, rows, omitted } = runTable(experiment!, snapshots, all);
  expect([head.length, rows.length]).toEqual([32, 100]);
  expect([rows[0][0], rows.at(-1)![0]]).toEqual(['0', '1,000']);
  expect(omitted).toBe('Shown: 100 of 1,001 recorded steps and 32 of 54 columns. The copies have all.');
  const lines = tabSeparated(experiment!, snapshots, all).trimEnd().split('\n').map((line) => line.split('\t'));
  expect([lines.length, lines[0].length]).toEqual([1002, 54]);
  expect(lines[501].slice(0, 3).map(Number)).toEqual([500, snapshots[500].risk, snapshots[500].M[0]]);
  expect(lines[0].at(-1)).toBe('a_8');
});

it('has the time of a gradient flow beside its step', () => {
  const { experiment, snapshots } = viewOf(1, 1, [0, 1]);
  const timed = snapshots.map((snapshot) => ({ ...snapshot, time: snapshot.step / 8 }));
  expect(runTable(experiment!, timed, new Set()).head).toEqual(['step', 'time', 'risk']);
  expect(runTable(experiment!, timed, new Set()).rows[1][1]).toBe('0.125');
});
