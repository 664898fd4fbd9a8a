import { expect, test } from 'vitest';
import { parseLink, targetVariables } from './link.ts';
import { polynomialOf, univariatePolynomial } from './polynomial.ts';

const inX = (source: string) => univariatePolynomial(parseLink(source, ['x']));

test.each<[string, number[]]>([
  ['3', [3]],
  ['x-x', [0]],
  ['He3(x)', [0, -3, 0, 1]],
  ['He3(x) + 3*x', [0, 0, 0, 1]],
  ['(x+1)^3', [1, 3, 3, 1]],
  ['x*(x-1)*(x+1)/2', [0, -0.5, 0, 0.5]],
  ['He2(2*x+1)', [0, 4, 4]],
  ['sqrt(4)*x + cos(0)', [1, 2]],
  ['He10(x)', [-945, 0, 4725, 0, -3150, 0, 630, 0, -45, 0, 1]],
])('%s is %j', (source, coefficients) => expect(inX(source)).toEqual(coefficients));

test('several variables: exponents make the key', () => {
  const link = parseLink('He3(z1)*z2 + (z1 + z2)^2 - 4', targetVariables(3));
  expect(Object.fromEntries(polynomialOf(link)!)).toEqual({ '3,1,0': 1, '1,1,0': -1, '2,0,0': 1, '0,2,0': 1, '0,0,0': -4 });
});

test.each([
  'tanh(x)',
  'x^-1',
  '1/x',
  'x^0.5',
  '2^x',
  'abs(x)',
  'relu(x)',
  'x^65',
  '(x^8)^9',
  'He10(x^7)',
  '(x+1)^40*x^40',
  'He3(exp(x))',
  'max(x, 0)',
])('%s is none', (source) => {
  expect(inX(source)).toBeNull();
});

test('a polynomial too large to write out is given up soon', () => {
  const start = performance.now();
  expect(polynomialOf(parseLink('(z1+z2+z3+z4+z5+z6+z7+z8)^64', targetVariables(8)))).toBeNull();
  expect(performance.now() - start).toBeLessThan(4000);
});

test('the coefficients give the values', () => {
  const link = parseLink('He5(z1)*He2(z2) - (z1 - 2*z2)^4/7 + 1', targetVariables(2));
  for (const point of [
    [0.3, -1.2],
    [2, 1.5],
  ]) {
    let value = 0;
    for (const [key, c] of polynomialOf(link)!) value += c * key.split(',').reduce((product, n, i) => product * point[i] ** Number(n), 1);
    expect(value).toBeCloseTo(link.evaluate(point), 10);
  }
});
