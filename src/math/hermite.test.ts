import { expect, test } from 'vitest';
import { orthonormalHermite, projectHermite } from './hermite-basis.ts';
import { factorial, hermite, hermiteCoefficients, polynomialSpectrum, smoothedTaylor } from './hermite.ts';
import { gaussHermite } from './quadrature.ts';

test('the first ones are those of the tables', () => {
  expect([...hermiteCoefficients(3)]).toEqual([0, -3, 0, 1]);
  expect([...hermiteCoefficients(4)]).toEqual([3, 0, -6, 0, 1]);
  expect([...hermiteCoefficients(6)]).toEqual([-15, 0, 45, 0, -15, 0, 1]);
  expect(hermite(5, 1.7)).toBeCloseTo(1.7 ** 5 - 10 * 1.7 ** 3 + 15 * 1.7, 12);
});

test('they are orthogonal under the normal law, with square n!', () => {
  const { nodes, weights } = gaussHermite(24);
  for (let m = 0; m <= 10; m++)
    for (let n = 0; n <= m; n++) {
      const inner = nodes.reduce((sum, x, i) => sum + weights[i] * hermite(m, x) * hermite(n, x), 0);
      expect(Math.abs(inner - (m === n ? factorial(n) : 0)) / Math.sqrt(factorial(m) * factorial(n))).toBeLessThan(1e-12);
    }
});

test('orthonormal ones are He_n/√n!, also where n! has long overflowed', () => {
  const psi = orthonormalHermite(250, 1.3);
  for (const n of [0, 1, 5, 12]) expect(psi[n]).toBeCloseTo(hermite(n, 1.3) / Math.sqrt(factorial(n)), 12);
  expect(Math.abs(psi[250])).toBeLessThan(1);
  expect(psi[250]).not.toBe(0);
});

test('the spectrum of a polynomial at any variance is what projection finds', () => {
  const powers = [0.3, -1, 0.5, 2, 0, 0.25];
  const value = (x: number): number => powers.reduce((sum, c, n) => sum + c * x ** n, 0);
  const { nodes, weights } = gaussHermite(20);
  for (const q of [0.4, 1, 2.7]) {
    const weighted = nodes.map((g, i) => weights[i] * value(Math.sqrt(q) * g));
    const spectrum = polynomialSpectrum(powers, q);
    const projected = projectHermite(nodes, weighted, 8);
    for (let n = 0; n <= 8; n++) expect(projected[n]).toBeCloseTo(spectrum[n] ?? 0, 11);
  }
  // A field of variance 0 is the constant 0.
  polynomialSpectrum(powers, 0).forEach((c, n) => expect(c).toBeCloseTo(n === 0 ? 0.3 : 0, 15));
  expect(smoothedTaylor([0, 0, 0, 0, 1], 2)[0]).toBe(12); // E x⁴ = 3 q²
});
