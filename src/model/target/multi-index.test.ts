import { expect, test } from 'vitest';
import { parseLink, targetVariables } from '../link.ts';
import { polynomialOf } from '../polynomial.ts';
import { type MultiIndices, multiIndices, rotateCoefficients } from './multi-index.ts';
import { polynomialCoefficients } from './polynomial-spectrum.ts';

function spectrum(source: string, k: number): { indices: MultiIndices; coefficients: Float64Array; rounding: number } {
  return polynomialCoefficients(polynomialOf(parseLink(source, targetVariables(k)))!, k)!;
}

test('indices are graded, and found again', () => {
  const indices = multiIndices(3, 2);
  expect(indices.powers.map((beta) => beta.join(''))).toEqual(['000', '100', '010', '001', '200', '110', '101', '020', '011', '002']);
  expect(indices.powers.map((beta) => indices.indexOf(beta))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(indices.indexOf([2, 1, 0])).toBe(-1);
});

test('He_3(z1) He_2(z2) has one coefficient, √(3! 2!)', () => {
  const { indices, coefficients } = spectrum('He3(z1)*He2(z2)', 2);
  expect(coefficients[indices.indexOf([3, 2])]).toBeCloseTo(Math.sqrt(12), 12);
  expect(coefficients.filter((a) => a !== 0)).toHaveLength(1);
});

test('z^4 = He_4 + 6 He_2 + 3', () => {
  expect([...spectrum('z1^4', 1).coefficients]).toEqual([3, 0, 6 * Math.SQRT2, 0, Math.sqrt(24)].map((a) => expect.closeTo(a, 12)));
});

test('rotated coefficients are those of the rotated polynomial, by algebra', () => {
  // x = R z by a quaternion of length 9; written out in the link, read off in z, and turned.
  const R = [
    [-7 / 9, 4 / 9, 4 / 9],
    [4 / 9, -1 / 9, 8 / 9],
    [4 / 9, 8 / 9, -1 / 9],
  ];
  const x = R.map((row) => `(${row.map((c, j) => `(${c})*z${j + 1}`).join('+')})`);
  const rotated = spectrum(`${x[0]}*${x[1]}*${x[2]} + 2*He3(${x[1]}) - ${x[0]} + ${x[2]}^5`, 3);
  const plain = spectrum('z1*z2*z3 + 2*He3(z2) - z1 + z3^5', 3);
  const turned = rotateCoefficients(rotated.indices, rotated.coefficients, R);
  turned.forEach((a, i) => expect(Math.abs(a - plain.coefficients[i])).toBeLessThan(1e-12));
  expect(rotated.rounding).toBeLessThan(1e-11);
});

test('a permutation with a reflection only moves coefficients', () => {
  const { indices, coefficients } = spectrum('He3(z1)*z2 + z2*z3', 3);
  const turned = rotateCoefficients(indices, coefficients, [[0, 0, 1], [1, 0, 0], [0, -1, 0]]);
  const found = indices.powers.flatMap((beta, i) => (turned[i] === 0 ? [] : [[beta.join(''), Number(turned[i].toFixed(12))]]));
  expect(Object.fromEntries(found)).toEqual({ '031': -Number(Math.sqrt(6).toFixed(12)), '101': -1 });
});
