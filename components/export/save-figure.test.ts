// What is in the files of a figure that has numbers of its own.

import { expect, it } from 'vitest';
import type { FigureData } from './figure.ts';
import { stemOf } from './figure.ts';
import { csvOfFigure, jsonOfFigure } from './save-figure.ts';

const data: FigureData = {
  stem: 'plateau-scaling', of: 'study', document: { dimensions: [10, 20] }, engine: 'matrix-free', notes: { adapter: 'none', t: 0.5 },
  columns: ['target', 'half_time', 'sem'],
  rows: [['max(z1, z2)', Infinity, null], ['z1', 0.1 + 0.2, Number.NaN], ['"z1"', -Infinity, 0]],
};

it('a CSV says above its columns what it is of and who computed it, and quotes what has commas', () => {
  expect(csvOfFigure(data).split('\n')).toEqual([
    '# study: {"dimensions":[10,20]}',
    '# engine: matrix-free',
    '# adapter: none',
    '# t: 0.5',
    'target,half_time,sem',
    '"max(z1, z2)",infinity,',
    'z1,0.30000000000000004,',
    '"""z1""",-infinity,0',
    '',
  ]);
  expect(csvOfFigure({ ...data, document: null })).toMatch(/^# engine/);
});

it('a JSON has the same by column, or the document that the figure is of', () => {
  expect(JSON.parse(jsonOfFigure(data))).toEqual({
    study: { dimensions: [10, 20] }, engine: 'matrix-free', adapter: 'none', t: 0.5,
    columns: { target: ['max(z1, z2)', 'z1', '"z1"'], half_time: ['infinity', 0.1 + 0.2, '-infinity'], sem: [null, null, 0] },
  });
  expect(JSON.parse(jsonOfFigure({ ...data, json: { kernels: [Infinity] } }))).toEqual({ kernels: ['infinity'] });
});

it('a JSON of its own has no need of the rows', () => {
  const rows: Iterable<never> = { [Symbol.iterator]: () => { throw new Error('read'); } };
  expect(JSON.parse(jsonOfFigure({ ...data, rows, json: { kernels: [1] } }))).toEqual({ kernels: [1] });
});

it('file names are such as every file system takes', () => {
  expect(stemOf('target', 'z1 + He₃(z2)/√2', 'd1000')).toBe('plateau-target-z1-+-He3-z2-2-d1000');
});
