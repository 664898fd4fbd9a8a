import { expect, test } from 'vitest';
import { erf } from '../math/erf.ts';
import { FUNCTIONS } from './functions.ts';
import { activationVariables, InvalidLink, parseLink, targetVariables } from './link.ts';
import { randomExpression, uniform } from './random-expressions.ts';
import { readSyntax, type Syntax } from './syntax.ts';

const at = (source: string, ...point: number[]) => parseLink(source, ['x', 'y', 'z1'].slice(0, 3)).evaluate(point);

test('the links of the papers', () => {
  expect(parseLink('He3(z1)', targetVariables(1)).evaluate([2])).toBe(2);
  expect(parseLink('erf(x/sqrt(2))', activationVariables()).evaluate([1])).toBeCloseTo(erf(Math.SQRT1_2), 15);
  expect(parseLink('z1*z2*z3', targetVariables(3)).evaluate(new Float64Array([2, 3, 5]))).toBe(30);
  expect(parseLink('2', activationVariables()).evaluate([7])).toBe(2);
  expect(targetVariables(3)).toEqual(['z1', 'z2', 'z3']);
});

test.each<[string, number]>([
  ['-x^2', -9],
  ['(-x)^2', 9],
  ['-2^2', -4],
  ['(-2)^2', 4],
  ['2^-1', 0.5],
  ['2^3^2', 512],
  ['(2^3)^2', 64],
  ['2^-x^2', 2 ** -9],
  ['y*-x^2', -45],
  ['y^-x', 5 ** -3],
  ['-x^-2', -1 / 9],
  ['--x', 3],
  ['-+-+x', 3],
  ['x--y', 8],
  ['x-y-1', -3],
  ['x-(y-1)', -1],
  ['x/y/2', 0.3],
  ['x/(y/2)', 1.2],
  ['x/y*2', 1.2],
  ['2*x^2', 18],
  ['-x*y', -15],
  ['x+y*2', 13],
  ['(x+y)*2', 16],
  ['-(x+y)*2', -16],
  ['1-x+y', 3],
  ['2^2*3', 12],
  ['2^(2*3)', 64],
  ['-2^-2', -0.25],
  ['.5*x+1.e0', 2.5],
  ['1.5E+1', 15],
  [' \t x\n+ y ', 8],
  ['(((x)))', 3],
  ['x^0', 1],
  ['x*x/x', 3],
  ['0*y', 0],
  ['max(x, y) - min(x, y)', 2],
  ['abs(-x)+sign(-y)+step(0)+sign(0)+relu(-1)', 2],
  ['pi', Math.PI],
])('%s is read as mathematics reads it', (source, value) => {
  expect(at(source, 3, 5)).toBeCloseTo(value, 14);
});

test('whole powers of negative numbers', () => {
  for (const n of [-3, -2, -1, 1, 2, 3, 7, 10, 63]) expect(at(`x^${n}`, -1.25)).toBeCloseTo((-1) ** n * 1.25 ** n, 6);
});

test('Hermite polynomials are those of their sum over pairings', () => {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  for (let n = 0; n <= 10; n++)
    for (const x of [-2.3, 0, 0.4, 3]) {
      let sum = 0;
      for (let m = 0; 2 * m <= n; m++)
        sum += ((-1) ** m * factorial(n) * x ** (n - 2 * m)) / (factorial(m) * factorial(n - 2 * m) * 2 ** m);
      expect(at(`He${n}(x)`, x)).toBeCloseTo(sum, 9);
    }
});

test('softplus neither overflows nor loses its tail', () => {
  expect(at('softplus(x)', 1000)).toBe(1000);
  expect(at('softplus(x)', -40)).toBeCloseTo(Math.exp(-40), 30);
  expect(at('softplus(x)', 0)).toBeCloseTo(Math.LN2, 15);
});

test('simplification changes no value: random expressions against their syntax trees', { timeout: 60_000 }, () => {
  const random = uniform(1);
  let compared = 0;
  const wrong: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const source = randomExpression(random, ['x', 'y'], 1 + (i % 4));
    let link;
    try {
      link = parseLink(source, ['x', 'y']);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidLink);
      continue;
    }
    const point = [4 * random() - 2, 4 * random() - 2];
    const expected = interpret(readSyntax(source), { x: point[0], y: point[1] });
    if (!Number.isFinite(expected) || Math.abs(expected) > 1e12) continue;
    compared++;
    // Cancellation within magnifies what rounding differently leaves; a wrong simplification is off by far more.
    const error = Math.abs(link.evaluate(point) - expected) / Math.max(1, Math.abs(expected));
    if (!(error < 1e-7)) wrong.push(source);
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(1000);
});

test('a long sum, a deep nest and a 1000-character product are fine', () => {
  expect(at(Array.from({ length: 500 }, () => 'x').join('+'), 2)).toBe(1000);
  expect(at(`${'('.repeat(64)}x${')'.repeat(64)}`, 2)).toBe(2);
  expect(at(`${'-'.repeat(64)}x`, 2)).toBe(2);
  expect(at(Array.from({ length: 333 }, () => '-x').join('+'), 2)).toBe(-666);
  expect(
    at(
      Array.from({ length: 140 }, (_, i) => `(x-${i % 10})`)
        .join('*')
        .slice(0, 995),
      11,
    ),
  ).toBeGreaterThan(1e100);
});

test('a derivative of a variable that the link does not have is an error', () => {
  expect(() => parseLink('x', ['x']).derivative('y')).toThrow('"y" is not among the variables x');
});

function interpret(node: Syntax, values: Record<string, number>): number {
  switch (node.type) {
    case 'Number':
      return node.value;
    case 'Name':
      return node.name === 'pi' ? Math.PI : values[node.name];
    case 'Group':
      return interpret(node.inside, values);
    case 'Sign':
      return (node.operator === '-' ? -1 : 1) * interpret(node.argument, values);
    case 'Call': {
      const [a, b] = node.arguments.map((argument) => interpret(argument, values));
      return FUNCTIONS.get(node.name)!.value(a, b);
    }
    default: {
      const [a, b] = [interpret(node.left, values), interpret(node.right, values)];
      return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '^': a ** b }[node.operator];
    }
  }
}
