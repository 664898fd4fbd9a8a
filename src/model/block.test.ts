import { expect, test } from 'vitest';
import { BLOCK } from './block.ts';
import { InvalidLink, type Link, parseLink, targetVariables } from './link.ts';
import { randomExpression, uniform } from './random-expressions.ts';

/** Points within ±4, and among them the ones where functions have their kinks. */
function pointsOf(variables: number, count: number, random: () => number): Float64Array[] {
  return Array.from({ length: variables }, () => Float64Array.from({ length: count }, (_, i) => (i % 17 === 0 ? Math.round(4 * random() - 2) : 8 * random() - 4)));
}

/** Blocks against single points, up to rounding: powers written out lose some digits where a function of them is steep. */
function expectSame(link: Link, count: number, random: () => number): void {
  const inputs = pointsOf(link.variables.length, count, random);
  const out = new Float64Array(BLOCK).fill(7);
  link.evaluateBlock(inputs, out, count);
  const wrong: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const point = inputs.map((input) => input[i]);
    const exact = link.evaluate(point);
    // The sign of an infinity may be that of a zero, which Horner's rule does not keep.
    const same = Number.isFinite(exact) ? Math.abs(out[i] - exact) <= 1e-10 * Math.max(1, Math.abs(exact)) : Object.is(Math.abs(out[i]), Math.abs(exact));
    if (!same) wrong.push({ source: link.source, point, block: out[i], exact });
  }
  expect(wrong).toEqual([]);
  expect(out.subarray(count).every((x) => x === 7)).toBe(true);
}

test.each([
  'He3(x)', 'He2(x)', 'x', '-x', '3', 'pi*x', 'x^2', 'x^7', 'x^-2', 'He5(x) - 2*He4(x)', 'He10(x)', '(x - 1)^6', 'x/3', '2/x', 'erf(x/sqrt(2))', 'tanh(x)', 'relu(x)', 'max(x, 0.5)',
  'exp(-x^2/2)', '1 - x - x^2', 'x*erf(x) + erf(x)^2', '2^x', 'x^x', 'softplus(x) - 1', 'He2(x)*erf(x)*3', '1 + erf(x) + 2', 'erf(x) + erf(x)',
])('an activation and its derivative on blocks: %s', (source) => {
  const link = parseLink(source, ['x']);
  expectSame(link, BLOCK, uniform(1));
  expectSame(link.derivative('x'), BLOCK, uniform(2));
});

test.each(['z1', 'z2', 'z1*z2', 'He3(z1) + He3(z2)', '(erf(z1/sqrt(2)) + erf(z2/sqrt(2)))/2', 'z1*z2*z3 - 1', '(z1 + z2)^2/4', 'max(z1, z3)', 'He3((z1 + z3)/sqrt(2))', '5'])(
  'a target on blocks: %s', (source) => expectSame(parseLink(source, targetVariables(3)), BLOCK, uniform(3)));

test('random expressions on blocks of any length', () => {
  const random = uniform(11);
  for (let tried = 0; tried < 300; ) {
    const source = randomExpression(random, ['z1', 'z2'], 1 + (tried % 4));
    const link = linkOf(source);
    if (link) expectSame(link, [1, 5, 64, BLOCK][tried++ % 4], random);
  }
});

/** Null for draws that hold a constant that is refused, such as 1/0. */
function linkOf(source: string): Link | null {
  try {
    return parseLink(source, ['z1', 'z2']);
  } catch (error) {
    if (error instanceof InvalidLink) return null;
    throw error;
  }
}

test('a block leaves nothing behind for the next', () => {
  const link = parseLink('erf(z1)*z2 + erf(z1)', ['z1', 'z2']);
  const out = new Float64Array(BLOCK);
  const block = (z1: number, z2: number) => {
    link.evaluateBlock([Float64Array.of(z1), Float64Array.of(z2)], out, 1);
    return out[0];
  };
  const first = block(0.5, 2);
  block(9, 9);
  expect(block(0.5, 2)).toBe(first);
  // Two links at once do not share scratch.
  const other = parseLink('erf(z1)*z2 + erf(z1)', ['z1', 'z2']);
  other.evaluateBlock([Float64Array.of(1), Float64Array.of(1)], new Float64Array(1), 1);
  expect(block(0.5, 2)).toBe(first);
});
