// Three and four directions, and coordinates that no grid knows of.

import { expect, test } from 'vitest';
import { analyseTarget, type Exponent } from './analysis.ts';
import { disagreements, knownTargets } from './known-targets.ts';

test.each(knownTargets.filter(({ k }) => k >= 3))('the table of the references: $link', (row) => expect(disagreements(row)).toEqual([]));

// Orthogonal, with rational entries: quaternions of length 9 and 3.
const ROTATIONS: Record<number, number[][]> = {
  3: [[-7, 4, 4], [4, -1, 8], [4, 8, -1]].map((row) => row.map((x) => x / 9)),
  4: [[2, -1, 2, 0], [1, 2, 0, -2], [-2, 0, 2, -1], [0, 2, 1, 2]].map((row) => row.map((x) => x / 3)),
};

test.each([
  ['z1+z1*z2*z3', 3],
  ['He3(z1)+z1*z2*z3', 3],
  ['sign(z1*z2*z3)', 3],
  ['tanh(z1*z2*z3)', 3],
  ['max(z1,z2)*z3', 3],
  ['z1*z2*z3*z4', 4],
  ['sign(z1*z2*z3*z4)', 4],
])('%s is the same in rotated coordinates', (link, k) => {
  const x = ROTATIONS[k].map((row) => `(${row.map((c, j) => `(${c})*z${j + 1}`).join('+')})`);
  const rotated = link.replace(/z(\d)/g, (_, i) => x[Number(i) - 1]);
  const [plain, turned] = [link, rotated].map((source) => {
    const { informationExponent, leapIndex, generativeExponent, generativeLeap, sequence, generativeSequence } = analyseTarget(source, k);
    const exponents = [informationExponent, leapIndex, generativeExponent, generativeLeap].map(({ value, undecided }: Exponent) => (undecided ? '?' : value));
    return { exponents, stages: [sequence, generativeSequence].map((stages) => stages.map(({ order, directions }) => [order, directions.length])) };
  });
  expect(turned).toEqual(plain);
  expect(plain.exponents).not.toContain('?');
});
