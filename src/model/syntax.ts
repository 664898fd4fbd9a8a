// From text to a syntax tree with positions. jsep does the infix part (precedence of + - * /, right-associative ^);
// a token hook does the rest, so that nothing but numbers, names, calls, signs and parentheses is ever read: member
// access, strings, arrays, `this`, ternaries and the like have no way in.

import jsep from 'jsep';
import { InvalidLink } from './invalid.ts';

const MAX_LENGTH = 1000;
/** Parentheses, calls, signs and exponents that one place of the source may be inside of. */
export const MAX_DEPTH = 64;

/** `start` is the character of the source at which the node begins, counted from 1. */
export type Syntax =
  | { readonly type: 'Number'; readonly start: number; readonly value: number }
  | { readonly type: 'Name'; readonly start: number; readonly name: string }
  | { readonly type: 'Call'; readonly start: number; readonly name: string; readonly arguments: readonly Syntax[] }
  | { readonly type: 'Sign'; readonly start: number; readonly operator: '+' | '-'; readonly argument: Syntax }
  | { readonly type: 'Group'; readonly start: number; readonly inside: Syntax }
  | { readonly type: 'BinaryExpression'; readonly operator: '+' | '-' | '*' | '/' | '^'; readonly left: Syntax; readonly right: Syntax };

type Scanner = jsep.HookScope & { index: number };

const PRECEDENCE = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 3 };
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z][A-Za-z0-9]*/y;
const FOREIGN = /[^A-Za-z0-9.+\-*/^(), \t\r\n]/u;

// How deep each scanner stands: a scanner lives for one parse, and jsep gives it no field for this.
const depths = new WeakMap<object, number>();

configure();

/** The syntax tree of `source`. Throws InvalidLink. */
export function readSyntax(source: string): Syntax {
  if (source.length > MAX_LENGTH)
    throw new InvalidLink(`the expression has ${source.length} characters; at most ${MAX_LENGTH} are allowed`, MAX_LENGTH + 1);
  if (source.trim() === '') throw new InvalidLink('the expression is empty; at character 1 a number, a name or "(" is needed', 1);
  const foreign = FOREIGN.exec(source);
  if (foreign)
    throw new InvalidLink(
      `found ${JSON.stringify(foreign[0])} at character ${foreign.index + 1}; only letters, digits and . + - * / ^ ( ) , are allowed`,
      foreign.index + 1,
    );
  try {
    // In parentheses of our own, the whole source is one token: text left over is seen by `group`, and jsep's indices
    // (from 0) are our characters (from 1).
    return (jsep(`(${source})`) as unknown as { inside: Syntax }).inside;
  } catch (error) {
    if (error instanceof InvalidLink) throw error;
    const position = Math.min(Math.max((error as { index?: number }).index ?? 1, 1), source.length);
    throw new InvalidLink(`the expression cannot be read at character ${position}`, position);
  }
}

/** Where a node begins; a chain of operators begins with its leftmost operand. */
export function startOf(node: Syntax): number {
  let leftmost = node;
  while (leftmost.type === 'BinaryExpression') leftmost = leftmost.left;
  return leftmost.start;
}

export function tooDeep(position: number): InvalidLink {
  return new InvalidLink(
    `parentheses, calls, signs and exponents nest deeper than ${MAX_DEPTH} at character ${position}; at most ${MAX_DEPTH} levels are allowed`,
    position,
  );
}

function configure(): void {
  jsep.removeAllBinaryOps();
  jsep.removeAllUnaryOps();
  jsep.removeAllLiterals();
  for (const [operator, precedence] of Object.entries(PRECEDENCE)) jsep.addBinaryOp(operator, precedence, operator === '^');
  jsep.hooks.add('gobble-token', function (this: jsep.HookScope, env: { node?: jsep.Expression }) {
    env.node = token(this) as unknown as jsep.Expression;
  });
}

function token(scanner: Scanner): Syntax {
  scanner.gobbleSpaces();
  const start = scanner.index;
  const char = scanner.char;
  if (char === '+' || char === '-') {
    scanner.index++;
    return { type: 'Sign', start, operator: char, argument: deeper(scanner, start, power) };
  }
  if (char === '(') return group(scanner, start);
  const digits = match(NUMBER, scanner);
  if (digits !== null) {
    const next = scanner.char;
    if (/[A-Za-z.(]/.test(next))
      fail(scanner, `right after the number ${digits}`, next === '.' ? 'an operator' : `an operator (a product is written ${digits}*…)`);
    return { type: 'Number', start, value: Number(digits) };
  }
  const name = match(NAME, scanner);
  if (name === null) fail(scanner, '', 'a number, a name, a sign or "("');
  scanner.gobbleSpaces();
  return scanner.char === '(' ? { type: 'Call', start, name, arguments: list(scanner) } : { type: 'Name', start, name };
}

/** The operand of a sign: a token and the powers on it, since ^ binds tighter than a sign. jsep sees one token. */
function power(scanner: Scanner): Syntax {
  const left = token(scanner);
  scanner.gobbleSpaces();
  if (scanner.char !== '^') return left;
  const at = scanner.index++;
  return { type: 'BinaryExpression', operator: '^', left, right: deeper(scanner, at, power) };
}

function group(scanner: Scanner, start: number): Syntax {
  scanner.index++;
  // The outermost parentheses are ours: they are no nesting of the reader's.
  const inside = start === 0 ? expression(scanner) : deeper(scanner, start, expression);
  // ")" closes ours only at the very end; before it, it is one too many.
  const last = scanner.index === scanner.expr.length - 1;
  if (scanner.char !== ')' || (start === 0) !== last) fail(scanner, '', start === 0 ? 'an operator or the end' : 'an operator or ")"');
  close(scanner);
  return { type: 'Group', start, inside };
}

function list(scanner: Scanner): Syntax[] {
  const found: Syntax[] = [];
  const start = scanner.index;
  do {
    scanner.index++;
    found.push(deeper(scanner, start, expression));
  } while (scanner.char === ',');
  if (scanner.char !== ')' || scanner.index === scanner.expr.length - 1) fail(scanner, '', 'an operator, "," or ")"');
  close(scanner);
  return found;
}

/** Goes past ")", which no "(" may follow: jsep would take it for a call. */
function close(scanner: Scanner): void {
  scanner.index++;
  scanner.gobbleSpaces();
  if (scanner.char === '(') fail(scanner, 'right after ")"', 'an operator (a product is written with *)');
}

function expression(scanner: Scanner): Syntax {
  return scanner.gobbleExpression() as unknown as Syntax;
}

function deeper<T>(scanner: Scanner, at: number, read: (scanner: Scanner) => T): T {
  const depth = (depths.get(scanner) ?? 0) + 1;
  if (depth > MAX_DEPTH) throw tooDeep(at);
  depths.set(scanner, depth);
  const result = read(scanner);
  depths.set(scanner, depth - 1);
  return result;
}

function match(pattern: RegExp, scanner: Scanner): string | null {
  pattern.lastIndex = scanner.index;
  const found = pattern.exec(scanner.expr)?.[0] ?? null;
  if (found !== null) scanner.index += found.length;
  return found;
}

function fail(scanner: Scanner, where: string, allowed: string): never {
  const position = scanner.index;
  const ended = position >= scanner.expr.length - 1;
  const found = ended ? 'the expression ends' : `found ${JSON.stringify(scanner.char)}`;
  throw new InvalidLink(`${found} at character ${position}${where && ` ${where}`}; here ${allowed} is needed`, position);
}
