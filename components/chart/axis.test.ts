import { describe, expect, it } from 'vitest';
import { extentOf, linearAxis, logAxis, stepAxis } from './axis.ts';

const labels = (axis: { ticks: readonly { label: string }[] }): string[] => axis.ticks.map((tick) => tick.label);

describe('the axis of steps', () => {
  it('names whole steps only', () => {
    expect(labels(stepAxis('linear', 3, [40, 700]))).toEqual(['0', '1', '2', '3']);
  });

  it('gives step 0 a place of its own on a logarithmic axis, behind a break', () => {
    const axis = stepAxis('log', 1000, [40, 700]);
    expect(axis.place(0)).toBe(40);
    expect(axis.breakAt).toBeGreaterThan(40);
    expect(axis.place(1)).toBeGreaterThan(axis.breakAt!);
    expect(axis.place(1000)).toBe(700);
    expect(labels(axis)).toEqual(['0', '1', '10', '100', '1,000']);
  });

  it.each([[260, 50], [260, 3_000_000], [1100, 10_000], [200, 2_147_483_647]])('never lets labels touch: %i px, %i steps', (width, last) => {
    for (const kind of ['linear', 'log'] as const) {
      const { ticks } = stepAxis(kind, last, [40, 40 + width], 56);
      const named = kind === 'log' ? ticks.slice(1) : ticks;
      for (let i = 1; i < named.length; i++) expect(named[i].at - named[i - 1].at).toBeGreaterThan(30);
    }
  });

  it('has an axis before anything has been run', () => {
    expect(labels(stepAxis('linear', 0, [40, 300]))).toEqual(['0', '1']);
    expect(stepAxis('log', 0, [40, 300]).place(10)).toBe(300);
  });
});

describe('the axis of values', () => {
  it('runs upwards and rounds its ends outwards', () => {
    const axis = linearAxis([-0.31, 1], [300, 20]);
    expect(labels(axis)).toEqual(['−0.4', '−0.2', '0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(axis.place(1)).toBe(20);
  });

  it('shows a constant in the middle rather than divide by zero', () => {
    expect(linearAxis([0.5, 0.5], [100, 0], false).place(0.5)).toBe(50);
  });

  it('has no place for zero and below on a logarithmic axis', () => {
    const axis = logAxis([1e-3, 3], [300, 20]);
    expect(axis.place(0)).toBeNaN();
    expect(axis.place(-1)).toBeNaN();
    expect(labels(axis)).toEqual(['0.001', '0.01', '0.1', '1']);
  });

  it('shows eight decades at most: what rounding leaves near zero does not flatten the rest', () => {
    expect(logAxis([1e-17, 1], [300, 20]).place(1e-12)).toBeNaN();
  });

  it('shows at least a decade, and ticks between', () => {
    expect(labels(logAxis([1.2, 6], [300, 20]))).toEqual(['0.5', '1', '2', '5', '10']);
  });
});

it('finds the extent of many curves, past what is not finite', () => {
  expect(extentOf([[1, Number.NaN], [-2, 5]])).toEqual([-2, 5]);
  expect(extentOf([[0, 1e-3], [-2, 5]], true)).toEqual([1e-3, 5]);
  expect(extentOf([[], [Number.NaN]])).toBeNull();
});
