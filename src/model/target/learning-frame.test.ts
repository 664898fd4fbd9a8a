import { describe, expect, it } from 'vitest';
import { analyseTarget } from './analysis.ts';
import { dot } from './basis.ts';
import { learningFrame } from './learning-frame.ts';

const close = (row: readonly number[], expected: readonly number[], error: number) => {
  expect(row).toHaveLength(expected.length);
  row.forEach((x, i) => expect(Math.abs(x - expected[i]), `entry ${i}: ${x}`).toBeLessThan(error));
};

const orthonormal = (rows: readonly number[][]) =>
  rows.forEach((row, i) => rows.forEach((other, j) => expect(dot(row, other)).toBeCloseTo(i === j ? 1 : 0, 12)));

describe('directions to look along', () => {
  it.each([true, false])('begin with E[y z] where that is not 0 (reuse: %s)', (reuse) => {
    const { rows, by } = learningFrame(analyseTarget('tanh(z1 + He3(z2))', 2), reuse);
    // theory/reuse.md, section 1: (0.767832, −0.640651) and (0.640651, 0.767832), from E[y z] = (0.35766205300928, −0.29841981108527).
    const size = Math.hypot(0.35766205300928, 0.29841981108527);
    expect(by).toBe('mean');
    close(rows[0], [0.35766205300928 / size, -0.29841981108527 / size], 1e-9);
    close(rows[0], [0.767832, -0.640651], 1e-6);
    close(rows[1], [0.640651, 0.767832], 1e-6);
  });

  it('go on in the order of learning: a staircase from z2 to z3 to z1', () => {
    const { rows } = learningFrame(analyseTarget('z2 + 2*z2*z3 + z2*z3*z1', 3), false);
    close(rows[0], [0, 1, 0], 1e-9);
    close(rows[1], [0, 0, 1], 1e-9);
    close(rows[2], [1, 0, 0], 1e-9);
  });

  it('are those of reuse where samples are seen again: z3 of z1 z2 (1 + z3) first', () => {
    const analysis = analyseTarget('z1*z2 + z1*z2*z3', 3);
    const { rows, by } = learningFrame(analysis, true);
    expect(by).toBe('order');
    orthonormal(rows);
    // theory/reuse.md, section 4: one direction in a finite number of steps, z3; of sums over a grid of label functions.
    close(rows[0], [0, 0, 1], 0.01);
    expect(learningFrame(analysis, false).rows[0][2]).toBeCloseTo(0, 9);
  });

  it('do not double one that two stages show a little differently, and take axes for what does not enter', () => {
    const exact = analyseTarget('z1 + He3(z2)', 4);
    const blurred = { ...exact, generativeSequence: [{ order: 1, directions: [[0.9998, 0, 0.02, 0]], strength: [1] }, { order: 2, directions: [[0, -1, 0, 0]], strength: [1] }] };
    const { rows } = learningFrame(blurred, true);
    orthonormal(rows);
    close(rows[0], [1, 0, 0, 0], 1e-12);
    close(rows[1], [0, 1, 0, 0], 1e-12);
    expect(rows.slice(2)).toEqual([[0, 0, 1, 0], [0, 0, 0, 1]]);
  });

  it('are the axes of a constant', () => {
    expect(learningFrame(analyseTarget('3', 2), true)).toEqual({ rows: [[1, 0], [0, 1]], by: 'axes' });
  });
});
