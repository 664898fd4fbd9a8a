// What is written must mean what was read: WGSL and TeX of random expressions are read back, by other means than those
// that wrote them, and have the same values. Whether a GPU agrees is the business of wgsl.gpu.test.ts.
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { FUNCTIONS } from './functions.ts';
import { type Link, parseLink, targetVariables } from './link.ts';
import { randomExpression, uniform } from './random-expressions.ts';
import { activationLibrary, targetLibrary } from './wgsl.ts';
import { texOf } from './write-tex.ts';
import { literal, wgslOf } from './write-wgsl.ts';

const LIBRARY = {
  ...Object.fromEntries([...FUNCTIONS.values()].map(({ wgsl, value }) => [wgsl, value])),
  square: (x: number) => x * x,
  cube: (x: number) => x ** 3,
  whole_power: (x: number, n: number) => x ** n,
  power_f32: (x: number, y: number) => x ** y,
};

/** The functions that texts of WGSL define: its infix is JavaScript's, once suffixes and types are gone. */
function runWgsl(parameters: string, bodies: readonly string[]): ((...values: unknown[]) => number)[] {
  const functions = bodies.map((body) => `(${parameters}) => {${body.replace(/(\d)[fu]\b/g, '$1')}}`);
  // The library comes as parameters: a look-up of a context's global takes microseconds.
  const make = runInNewContext(`({ ${Object.keys(LIBRARY).join(', ')} }) => [${functions.join(',\n')}]`) as (library: object) => unknown;
  return make(LIBRARY) as ((...values: unknown[]) => number)[];
}

/** The expression that a TeX formula of ours stands for. */
function readTex(tex: string): string {
  let text = tex
    .replaceAll('\\!', '')
    .replaceAll('\\left|', 'abs(')
    .replaceAll('\\right|', ')')
    .replace(/\\left|\\right/g, '')
    .replaceAll(' \\cdot ', '*')
    .replaceAll('\\, ', '*')
    .replaceAll('\\pi', 'pi')
    .replace(/\\mathrm\{He\}_(?:(\d)|\{(\d+)\})/g, 'He$1$2')
    .replace(/\\operatorname\{(\w+)\}/g, '$1')
    .replace(/\\(tanh|sin|cos|log|max|min)/g, '$1')
    .replace(/z_(?:(\d)|\{(\d+)\})/g, 'z$1$2');
  // Braces from the inside out.
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/\\frac\{([^{}]*)\}\{([^{}]*)\}/, '(($1)/($2))')
      .replace(/\\sqrt\{([^{}]*)\}/, 'sqrt($1)')
      .replace(/(?<![a-z])e\^\{([^{}]*)\}/, 'exp($1)')
      .replace(/(?<!e)\^\{([^{}]*)\}/, '^($1)');
  }
  return text;
}

function randomLinks(seed: number, count: number): [Link, number[]][] {
  const random = uniform(seed);
  const links: [Link, number[]][] = [];
  while (links.length < count) {
    const source = randomExpression(random, ['z1', 'z2'], 1 + (links.length % 4));
    const point = [3 * random() - 1, 3 * random() - 1];
    try {
      const link = parseLink(source, targetVariables(2));
      const value = link.evaluate(point);
      if (Number.isFinite(value) && Math.abs(value) < 1e6) links.push([link, point]);
    } catch {
      continue; // a constant such as log(-1)
    }
  }
  return links;
}

const scaled = (value: number, expected: number) => Math.abs(value - expected) / Math.max(1, Math.abs(expected));

test('WGSL expressions mean what was read', { timeout: 60_000 }, () => {
  const cases = randomLinks(3, 800)
    .flatMap(([link, point]) => [link, link.derivative('z1')].map((each) => [each, point] as const))
    .filter(([link, point]) => Math.abs(link.evaluate(point)) < 1e4);
  const functions = runWgsl(
    'z1, z2',
    cases.map(([link]) => `return ${wgslOf(link)};`),
  );
  // Literals are rounded to float32, and cancellation magnifies that; a misplaced sign is off by far more.
  const wrong = cases.filter(([link, point], i) => !(scaled(functions[i](...point), link.evaluate(point)) < 1e-2));
  expect(wrong.map(([link]) => `${link.source} as ${wgslOf(link)}`)).toEqual([]);
});

test('libraries mean what the expression does', { timeout: 60_000 }, () => {
  const cases = randomLinks(4, 500);
  const bodies = cases.map(([link]) => /\{([^]*)\}/.exec(targetLibrary(link, 2))![1]);
  const functions = runWgsl('z', bodies);
  expect(bodies.filter((_, i) => !(scaled(functions[i](cases[i][1]), cases[i][0].evaluate(cases[i][1])) < 1e-2))).toEqual([]);
});

test('TeX means what was read', { timeout: 60_000 }, () => {
  const wrong = randomLinks(5, 1000).filter(([link, point]) => {
    const back = readTex(texOf(link));
    return /[\\{}]/.test(back) || !(scaled(parseLink(back, targetVariables(2)).evaluate(point), link.evaluate(point)) < 1e-6);
  });
  expect(wrong.map(([link]) => `${link.source} as ${texOf(link)}`)).toEqual([]);
});

test('TeX for readers', () => {
  const tex = (source: string) => texOf(parseLink(source, ['x', 'z1', 'z12']));
  expect(tex('He3(z1)')).toBe('\\mathrm{He}_3(z_1)');
  expect(tex('He10(z12)')).toBe('\\mathrm{He}_{10}(z_{12})');
  expect(tex('erf(x/sqrt(2))')).toBe('\\operatorname{erf}\\!\\left(\\frac{x}{\\sqrt{2}}\\right)');
  expect(tex('2*x*(x+1)-1/3')).toBe('2\\, x\\, \\left(x + 1\\right) - \\frac{1}{3}');
  expect(tex('-x^2')).toBe('-x^{2}');
  expect(tex('-(x+1)')).toBe('-\\left(x + 1\\right)');
  expect(tex('(x+1)^2^x')).toBe('\\left(x + 1\\right)^{2^{x}}');
  expect(tex('1e-7*x')).toBe('10^{-7}\\, x');
  expect(tex('2.5e30*x*3^x')).toBe('2.5 \\cdot 10^{30}\\, x \\cdot 3^{x}');
  expect(tex('abs(x)*exp(-x)')).toBe('\\left|x\\right|\\, e^{-x}');
});

test('literals are float32, and parse as such', () => {
  for (const value of [0, 1, -2, 0.1, 1 / 3, 1e-7, -6.02e23, 3e38, 16777217, Math.PI, 1.17549435e-38]) {
    const text = literal(value);
    expect(text).toMatch(/^-?(\d+\.\d+|\d+(\.\d+)?e[+-]\d+)f$/);
    expect(Math.fround(Number(text.slice(0, -1)))).toBe(Math.fround(value));
  }
  expect(literal(0.1)).toBe('0.1f');
  expect(literal(1e39)).toBe('3.40282347e+38f');
  expect(Math.fround(Number('3.40282347e+38'))).toBeLessThan(Infinity);
});

test('what is used twice is computed once', () => {
  expect(
    activationLibrary(parseLink('tanh(x)^2*exp(tanh(x))', ['x']))
      .match(/fn activation\(.*?\n\}/s)![0]
      .match(/tanh_f32/g),
  ).toHaveLength(1);
});

test('a library has the shape that kernels expect', () => {
  const target = targetLibrary(parseLink('He2(z1)*z3', targetVariables(3)), 3);
  expect(target).toContain('fn target_value(z: array<f32, 3>) -> f32 {');
  expect(target).toContain('let z3 = z[2];');
  expect(target).not.toContain('z2');
  expect(() => targetLibrary(parseLink('z4', targetVariables(4)), 3)).toThrow('a target of 3 directions cannot have 4 variables');
  expect(() => activationLibrary(parseLink('z1*z2', targetVariables(2)))).toThrow('an activation has one variable, not 2');
});

test('generated lines are neither deep nor long chains, whatever the expression', () => {
  const library = (source: string) => activationLibrary(parseLink(source, ['x']));
  for (const deep of [`${'tanh(1+'.repeat(63)}x${')'.repeat(63)}`, `${'x/(1+'.repeat(60)}x${')'.repeat(60)}`])
    for (const line of library(deep).split('\n')) expect(nesting(line)).toBeLessThan(30);
  const sines = Array.from({ length: 100 }, (_, i) => `sin(x+${i})`);
  for (const operator of ['+', '*'])
    for (const group of library(sines.join(operator))
      .replace(/\w+\([^()]*\)/g, 's')
      .split(operator === '*' ? /[()\n+]/ : /[()\n]/))
      expect(group.split(` ${operator} `).length).toBeLessThan(10);
});

function nesting(line: string): number {
  let [depth, most] = [0, 0];
  for (const char of line) {
    if (char === '(') most = Math.max(most, ++depth);
    else if (char === ')') depth--;
  }
  return most;
}
