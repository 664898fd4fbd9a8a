import { expect, test } from 'vitest';
import { FUNCTIONS } from './functions.ts';
import { type Link, parseLink, targetVariables } from './link.ts';
import { reachable } from './nodes.ts';
import { randomExpression, uniform } from './random-expressions.ts';
import { texOf } from './write-tex.ts';
import { writeBody } from './write-wgsl.ts';

/** Central differences at h and h/2, extrapolated: error O(h⁴) plus rounding of about 1e-12 of the values nearby. */
function difference(link: Link, point: readonly number[], i: number): number {
  const slope = (h: number) => (link.evaluate(point.with(i, point[i] + h)) - link.evaluate(point.with(i, point[i] - h))) / (2 * h);
  return (4 * slope(5e-4) - slope(1e-3)) / 3;
}

// Away from kinks and from the edges of domains.
const POINTS = [0.13, 0.71, 1.37, 2.9];

test.each([...FUNCTIONS.keys()])('the derivative of %s is its slope', (name) => {
  for (const inner of ['x', 'x^2 + 0.3', '0.2 - y*x', 'x/y']) {
    const arity = FUNCTIONS.get(name)!.arity;
    const link = parseLink(arity === 2 ? `${name}(${inner}, 0.9*y)` : `${name}(${inner})`, ['x', 'y']);
    for (const x of POINTS)
      for (const [i, variable] of ['x', 'y'].entries()) {
        const point = [x, 0.83];
        if (!Number.isFinite(difference(link, point, i))) continue; // log and sqrt of a negative number
        const derivative = link.derivative(variable).evaluate(point);
        expect(Math.abs(derivative - difference(link, point, i)), `${link.source} at ${x}`).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(derivative)),
        );
      }
  }
});

test.each([
  'x^x',
  'x^y',
  '2^x',
  'x^-2.5',
  'x^(1/3)',
  '(x*y)^(x+y)',
  'exp(x)^y',
  'x/y/(x+y)',
  'pi^x',
  'x^7*y^-3',
  '(x-y)*(x+y)*x*y*sin(x)*cos(y)*exp(x)',
])('the derivative of %s is its slope', (source) => {
  const link = parseLink(source, ['x', 'y']);
  for (const point of POINTS.map((x) => [x, 0.4 + x / 3]))
    for (const [i, variable] of ['x', 'y'].entries()) {
      const derivative = link.derivative(variable).evaluate(point);
      expect(Math.abs(derivative - difference(link, point, i))).toBeLessThan(2e-8 * Math.max(1, Math.abs(derivative)));
    }
});

test('random smooth expressions', { timeout: 60_000 }, () => {
  const random = uniform(2);
  let compared = 0;
  const wrong: string[] = [];
  for (let i = 0; i < 1000; i++) {
    const source = randomExpression(random, ['x', 'y'], 1 + (i % 4), true);
    const point = [0.3 + 1.5 * random(), 0.3 + 1.5 * random()];
    let link;
    try {
      link = parseLink(source, ['x', 'y']);
    } catch {
      continue; // a constant such as log(-1)
    }
    const slopes = [
      difference(link, point, 0),
      difference(
        link,
        point.map((c) => c + 1e-6),
        0,
      ),
    ];
    // Near a pole or the edge of a domain the slope itself changes within 1e-6: nothing to compare with.
    if (!(Math.abs(slopes[0]) < 1e4) || Math.abs(slopes[0] - slopes[1]) > 1e-3 || Math.abs(link.evaluate(point)) > 1e4) continue;
    const derivative = link.derivative('x').evaluate(point);
    // √(x − x·y/y) has slope 0 by differences and 0·∞ by the rules.
    if (!Number.isFinite(derivative)) continue;
    compared++;
    if (!(Math.abs(derivative - slopes[0]) / Math.max(1, Math.abs(derivative)) < 1e-4)) wrong.push(source);
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(500);
});

test('almost everywhere: kinks, jumps, and equal arguments of max', () => {
  const slope = (source: string, x: number) => parseLink(source, ['x']).derivative('x').evaluate([x]);
  expect([slope('relu(x)', -1), slope('relu(x)', 2), slope('abs(x)', -3), slope('sign(x)', 1), slope('step(x)', 1)]).toEqual([
    0, 1, -1, 0, 0,
  ]);
  expect([slope('max(x, 0)', -1), slope('max(0, x)', 1), slope('min(x, 2*x)', 1), slope('min(x, 2*x)', -1)]).toEqual([0, 1, 1, 2]);
  // Equal everywhere, though not as written: a rule with a step for each argument would give 0.
  expect(slope('max((x+1)^2, x*x+2*x+1)', 3)).toBe(8);
});

test('simple derivatives look as they would by hand', () => {
  const tex = (source: string) => texOf(parseLink(source, ['x']).derivative('x'));
  expect(tex('He3(x)')).toBe('3\\, \\mathrm{He}_2(x)');
  expect(tex('x^2/2')).toBe('x');
  expect(tex('x^3-3*x+2')).toBe('3\\, x^{2} - 3');
  expect(tex('tanh(x)')).toBe('1 - \\tanh(x)^{2}');
  expect(tex('sin(2)')).toBe('0');
  expect(tex('He1(x)')).toBe('1');
});

// The worst of a thousand characters: what sharing must keep from blowing up.
const LARGE: [string, string][] = [
  [
    'a product of 90 factors',
    Array.from({ length: 90 }, (_, i) => `He${2 + (i % 9)}(x-${i})`)
      .join('*')
      .slice(0, 999)
      .replace(/\*[^*]*$/, ''),
  ],
  ['nested maxima', `${'max(x,'.repeat(63)}x*2${')'.repeat(63)}`],
  ['nested tanh', `${'tanh('.repeat(63)}x${')'.repeat(63)}`],
  ['a tower of powers', `${'x^('.repeat(31)}x${')'.repeat(31)}`],
  ['nested quotients', `${'x/(1+'.repeat(60)}x${')'.repeat(60)}`],
  ['nested squares', `${'(1+'.repeat(60)}x${')^2'.repeat(60)}`],
];

test.each(LARGE)('%s: first and second derivative stay small', (_, source) => {
  const link = parseLink(source, ['x']);
  const start = performance.now();
  const first = link.derivative('x');
  const second = first.derivative('x');
  expect(reachable(first.root).length).toBeLessThan(3000);
  expect(reachable(second.root).length).toBeLessThan(20000);
  expect(writeBody(first.root).length).toBeLessThan(20_000);
  first.evaluate([0.3]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('mixed partial derivatives agree in either order', () => {
  const link = parseLink('sin(z1*z2)*exp(z1/3)+z2^3*z1^2', targetVariables(2));
  const [a, b] = [link.derivative('z1').derivative('z2'), link.derivative('z2').derivative('z1')];
  expect(a.evaluate([0.4, 1.3])).toBeCloseTo(b.evaluate([0.4, 1.3]), 13);
  expect(link.derivative('z1')).toBe(link.derivative('z1'));
});
