// The process on families made by hand: what counts as a signal, what as noise, and what is left open.

import { expect, test } from 'vitest';
import { type Family, leapProcess } from './leap.ts';
import { multiIndices } from './multi-index.ts';

const indices = multiIndices(2, 3);

type Coefficients = Record<string, number>;

function family(fine: Coefficients[], coarse: Coefficients[] | null): Family {
  const dense = (a: Coefficients) => Float64Array.from(indices.powers, (beta) => a[beta.join('')] ?? 0);
  return { indices, coefficients: fine.map(dense), coarse: coarse && coarse.map(dense), floor: 1e-9, rounding: 0, resolution: 3e-3 };
}

const orders = (f: Family) => leapProcess(f).stages.map(({ order, directions }) => `${order}:${directions.length}`);

test('z1 + z1 z2: the second direction shows at order 1 once the first is known', () => {
  expect(orders(family([{ '10': 1, '11': 1 }], null))).toEqual(['1:1', '1:1']);
  expect(orders(family([{ '11': 1 }], null))).toEqual(['2:2']);
});

test('a small signal counts when its noise is ten times smaller', () => {
  expect(orders(family([{ '10': 1 }, { '01': 1e-5 }], [{ '10': 1 }, { '01': 1.05e-5 }]))).toEqual(['1:2']);
});

test('what noise may have made is absent where the noise is small, undecided where it is not', () => {
  const found = leapProcess(family([{ '10': 1e-4, '02': 1 }], [{ '10': -1e-4, '02': 1 }]));
  expect(found.stages[0]).toMatchObject({ order: 2, directions: [[0, 1]] });
  expect(leapProcess(family([{ '10': 0.1, '02': 1 }], [{ '10': -0.1, '02': 1 }]))).toMatchObject({ stages: [], undecidedOrder: 1, undecided: expect.stringContaining('order 1') });
});

test('five times its noise, it is neither present nor absent', () => {
  expect(leapProcess(family([{ '10': 1e-3 }], [{ '10': 1.2e-3 }]))).toMatchObject({ stages: [], undecidedOrder: 1 });
});

test('luck in one direction does not make a signal of noise', () => {
  // The difference is almost orthogonal to the coefficients: along them it is twenty times smaller.
  expect(leapProcess(family([{ '10': 1e-3 }], [{ '10': 1.05e-3, '01': 1e-3 }])).stages).toEqual([]);
});

test('a quiet function decides what a noisy one leaves open', () => {
  const noisy: Coefficients[] = [{ '10': 0.5 }, { '10': 0.5, '01': 0.2 }];
  expect(orders(family(noisy, [{ '10': 0.501 }, { '10': 0.9, '01': -0.2 }]))[0]).toBe('1:1');
  expect(leapProcess(family([noisy[1]], [{ '10': 0.9, '01': -0.2 }])).stages).toEqual([]);
});

test('directions less than their noise are cleaned away', () => {
  expect(leapProcess(family([{ '10': 1, '01': 1e-3 }], [{ '10': 1, '01': 2e-3 }])).stages[0].directions).toEqual([[1, 0]]);
});
