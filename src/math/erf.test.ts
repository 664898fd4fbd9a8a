import { expect, test } from 'vitest';
import { erf, erfc, normalCdf, normalDensity } from './erf.ts';

// The arguments of Abramowitz & Stegun's tables 7.1 (erf) and 26.1 (normal law), agreeing with their ten to fifteen
// digits; the further digits are from mpmath's erf, erfc and ncdf at 40 digits.
const ERF: [number, number][] = [
  [1e-10, 1.1283791670955125739e-10],
  [0.02, 0.022564574691844944224],
  [0.1, 0.1124629160182848922],
  [0.5, 0.52049987781304653768],
  [1, 0.84270079294971486934],
  [1.5, 0.96610514647531072707],
  [2, 0.99532226501895273416],
  [3, 0.99997790950300141456],
];
const ERFC: [number, number][] = [
  [0.5, 0.47950012218695346232],
  [1, 0.15729920705028513066],
  [2, 0.0046777349810472658379],
  [3, 0.000022090496998585441373],
  [5, 1.5374597944280348502e-12],
  [10, 2.088487583762544757e-45],
  [20, 5.3958656116079009289e-176],
];

test('erf has the values of the tables, and is odd', () => {
  for (const [x, value] of ERF) {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(4e-16);
    expect(erf(-x)).toBe(-erf(x));
  }
  expect(erf(5)).toBe(1 - 1.5374597944280349e-12);
  expect([erf(Infinity), erf(-Infinity), erf(NaN), erf(0)]).toEqual([1, -1, NaN, 0]);
});

test('erfc keeps its relative accuracy in the tail', () => {
  for (const [x, value] of ERFC) {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(1e-15);
    expect(erfc(-x)).toBe(2 - erfc(x));
  }
  expect([erfc(Infinity), erfc(-Infinity), erfc(30), erfc(NaN)]).toEqual([0, 2, 0, NaN]);
});

test('erf is the integral of its density, by a quadrature that knows nothing of it', () => {
  const density = (t: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-t * t);
  for (let x = 0.05; x < 4; x += 0.1) expect(erf(x)).toBeCloseTo(simpson(density, 0, x, 2000), 13);
});

test('the two ways of computing it meet at 1/2, and it grows across', () => {
  for (let i = -50; i < 50; i++) {
    const x = 0.5 + i * 1e-9;
    expect(erf(x + 1e-9)).toBeGreaterThan(erf(x));
    expect(erf(x) + erfc(x)).toBeCloseTo(1, 15);
  }
});

test('the normal law: quantiles everyone knows, and its density', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1)).toBeCloseTo(0.84134474606854294859, 15);
  expect(normalCdf(-1.9599639845400545)).toBeCloseTo(0.025, 15);
  expect(Math.abs(normalCdf(-6) / 9.8658764503769814e-10 - 1)).toBeLessThan(1e-14);
  expect(normalDensity(0)).toBeCloseTo(0.39894228040143267794, 16);
  for (const x of [-2, 0.3, 1.7]) expect((normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5).toBeCloseTo(normalDensity(x), 9);
});

function simpson(f: (t: number) => number, a: number, b: number, n: number): number {
  const h = (b - a) / n;
  let sum = f(a) + f(b);
  for (let i = 1; i < n; i++) sum += f(a + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}
