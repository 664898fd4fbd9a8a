import { expect, test } from 'vitest';
import { InvalidLink, parseLink, targetVariables } from './link.ts';

const VARIABLES = ['x', ...targetVariables(8)];

// Source and the character, from 1, at which the trouble starts.
const REFUSED: [string, number][] = [
  // nothing, or not all of it
  ['', 1],
  [' ', 1],
  ['\n\t', 1],
  ['()', 2],
  ['x+', 3],
  ['x +  ', 6],
  ['-', 2],
  ['(', 2],
  ['(x', 3],
  ['max(x', 6],
  ['max(x,', 7],
  ['2^', 3],
  // too much
  ['x x', 3],
  ['x)', 2],
  [')', 1],
  ['x)(x', 2],
  ['1,2', 2],
  ['x,', 2],
  [',x', 1],
  ['(x,1)', 3],
  ['1 2', 3],
  ['x(1)', 1],
  ['(x)(x)', 4],
  ['(x)x', 4],
  ['2x', 2],
  ['2(x)', 2],
  ['x2', 1],
  ['sin(x)(x)', 7],
  ['sin(x)x', 7],
  // operators that are not there
  ['x**2', 3],
  ['*x', 1],
  ['x*/2', 3],
  ['x^^2', 3],
  ['^2', 1],
  ['x^*2', 3],
  ['x%2', 2],
  ['x!', 2],
  ['!x', 1],
  ['~x', 1],
  ['x&1', 2],
  ['x|1', 2],
  ['x<1', 2],
  ['x==1', 2],
  ['x=1', 2],
  ['x=>x', 2],
  ['x?1:2', 2],
  ['x??1', 2],
  ['x>>1', 2],
  ['x||1', 2],
  // JavaScript that is not mathematics
  ['__proto__', 1],
  ['constructor', 1],
  ['toString', 1],
  ['hasOwnProperty', 1],
  ['valueOf(x)', 1],
  ['constructor(x)', 1],
  ['x.constructor', 2],
  ['x[0]', 2],
  ['[x]', 1],
  ['{x}', 1],
  ["'a'", 1],
  ['"a"', 1],
  ['`a`', 1],
  ['true', 1],
  ['null', 1],
  ['undefined', 1],
  ['this', 1],
  ['NaN', 1],
  ['Infinity', 1],
  ['new', 1],
  ['Math.sin(x)', 5],
  ['x;1', 2],
  ['1;2', 2],
  ['x;', 2],
  ['\\x', 1],
  ['$x', 1],
  ['x_1', 2],
  ['@x', 1],
  ['#', 1],
  ['eval(x)', 1],
  ['1n', 2],
  ['x?.y', 2],
  ['/x/', 1],
  ['//x', 1],
  ['/*x*/x', 1],
  // beyond ASCII
  ['π', 1],
  ['x²', 2],
  ['x−1', 2],
  ['x·2', 2],
  ['σ(x)', 1],
  ['x\u00a0+1', 2],
  ['x\u200b', 2],
  ['😀', 1],
  ['х', 1],
  ['x\0', 2],
  // numbers
  ['0x10', 2],
  ['1e', 2],
  ['1e+', 2],
  ['1.2.3', 4],
  ['..5', 1],
  ['.', 1],
  ['1..2', 3],
  ['1_000', 2],
  ['1e400', 1],
  ['4e38', 1],
  ['-1e39', 2],
  ['x+1e400', 3],
  // names and arguments
  ['He11(x)', 1],
  ['He-1(x)', 5],
  ['He(x)', 1],
  ['He3', 1],
  ['He03(x)', 1],
  ['he3(x)', 1],
  ['erf()', 5],
  ['erf(x,x)', 1],
  ['erf', 1],
  ['max(x)', 1],
  ['max(x,x,x)', 1],
  ['min()', 5],
  ['max(x,,x)', 7],
  ['sin x', 5],
  ['sin', 1],
  ['z0', 1],
  ['z9', 1],
  ['z', 1],
  ['Z1', 1],
  ['y', 1],
  ['X', 1],
  ['pi(x)', 1],
  ['pow(x,2)', 1],
  ['gamma(x)', 1],
  ['2*foo(x)', 3],
  ['x + (y)', 6],
  ['ln(x)', 1],
  // constants that are no numbers
  ['1/0', 3],
  ['x/0', 3],
  ['x/(1-1)', 3],
  ['0/0', 3],
  ['log(0)', 1],
  ['x*log(0)', 3],
  ['log(-1)', 1],
  ['sqrt(-1)', 1],
  ['0^-1', 1],
  ['(-1)^0.5', 1],
  ['exp(1000)', 1],
  ['x^exp(1000)', 3],
  ['1e38*10*x', 1],
  ['x*3e38*pi', 1],
  ['1e38*1e38', 1],
  ['10^39', 1],
  ['x/1e-50', 3],
  ['(-2)^x', 1],
  ['0^x', 1],
  ['1 + log(2-2)', 5],
  ['max(x, 1/0)', 10],
  // size
  ['('.repeat(1000), 65],
  ['('.repeat(65) + 'x' + ')'.repeat(65), 65],
  ['-'.repeat(1000), 65],
  ['sin('.repeat(70) + 'x' + ')'.repeat(70), 260],
  [`${'x^'.repeat(400)}x`, 131],
  ['2^-'.repeat(300) + 'x', 99],
  ['x'.repeat(1001), 1001],
  [`${'x+'.repeat(500)}x`, 1001],
  [' '.repeat(1001), 1001],
];

test.each(REFUSED)('%s is refused at character %i', (source, position) => {
  const error = refusal(source);
  expect(error).toBeInstanceOf(InvalidLink);
  expect((error as InvalidLink).position).toBe(position);
  const { message } = error as InvalidLink;
  expect(message.length).toBeGreaterThan(20);
  if (source.length <= 1000) expect(message).toContain(`character ${position}`);
});

test('a refusal says what was found and what is allowed', () => {
  expect(String(refusal('He11(x)'))).toBe(
    'InvalidLink: "He11" at character 1 is not known; the names are x … z8 and pi, the functions He0 … He10 ' +
      'erf tanh exp log sqrt sin cos softplus relu abs sign step max min',
  );
  expect(String(refusal('2x'))).toContain('found "x" at character 2 right after the number 2');
  expect(String(refusal('x;1'))).toBe('InvalidLink: found ";" at character 2; only letters, digits and . + - * / ^ ( ) , are allowed');
});

test('random bytes are links or InvalidLink, never another error', { timeout: 60_000 }, () => {
  const alphabet = 'xz12.9e+-*/^(), Hpimaxsnlog';
  let state = 7;
  const wrong: string[] = [];
  for (let i = 0; i < 20000; i++) {
    let source = '';
    for (let length = 0; length < 1 + (i % 14); length++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      source += alphabet[(state >>> 8) % alphabet.length];
    }
    const error = refusal(source);
    const fine = error === null || (error instanceof InvalidLink && error.position >= 1 && error.position <= source.length + 1);
    if (!fine) wrong.push(source);
  }
  expect(wrong).toEqual([]);
});

function refusal(source: string): unknown {
  try {
    parseLink(source, VARIABLES);
    return null;
  } catch (error) {
    return error;
  }
}
