// A node as WGSL, in float32. Only our own names and numbers are written, never text of the source. The functions
// called are those of shaders/functions.wgsl and a few built-ins.

import { sharedNodes } from './compile.ts';
import { FUNCTIONS } from './functions.ts';
import type { Link } from './link.ts';
import { childrenOf, type Node, reachable } from './nodes.ts';

/** How tightly a text holds together: a sum needs parentheses in a product, a call needs them nowhere. */
type Level = 1 | 2 | 3 | 4;
const [SUM, PRODUCT, SIGN, ATOM] = [1, 2, 3, 4] as const;
type Text = readonly [text: string, level: Level];

/** Chains are cut into pieces of this length and expressions into `let`s of this depth: shader compilers recurse on both. */
const MAX_CHAIN = 8;
const MAX_NESTING = 12;
const MAX_FLOAT = '3.40282347e+38';
/** Larger whole exponents are left to `power_f32`. */
const MAX_WHOLE = 2 ** 31;

/** An expression in the variables' names that calls shaders/functions.wgsl, in float32. */
export function wgslOf({ root }: Link): string {
  return writer(new Map())(root)[0];
}

/** Statements that end in `return`; what is used twice, or nested deep, has a `let` of its own. */
export function writeBody(root: Node): string {
  const names = new Map<Node, string>();
  const write = writer(names);
  const lines: string[] = [];
  for (const node of boundNodes(root)) {
    const [text] = write(node);
    const name = `t${lines.length}`;
    lines.push(`  let ${name} = ${text};`);
    names.set(node, name);
  }
  lines.push(`  return ${write(root)[0]};`);
  return lines.join('\n');
}

/** A float32 literal: the shortest decimal that rounds to the same float32, with its suffix. */
export function literal(value: number): string {
  const single = Math.fround(value);
  const sign = value < 0 ? '-' : '';
  if (!Number.isFinite(single)) return `${sign}${MAX_FLOAT}f`;
  for (let digits = 1; ; digits++) {
    const text = String(Number(Math.abs(single).toPrecision(digits)));
    if (digits < 9 && Math.fround(Number(text)) !== Math.abs(single)) continue;
    return `${single < 0 ? '-' : ''}${/[.e]/.test(text) ? text : `${text}.0`}f`;
  }
}

function boundNodes(root: Node): Node[] {
  const shared = new Set(sharedNodes(root));
  const depths = new Map<Node, number>();
  return reachable(root).filter((node) => {
    const inside = node.constant === null ? childrenOf(node) : [];
    const depth = 1 + Math.max(-1, ...inside.map((child) => depths.get(child)!));
    const bound = node !== root && (shared.has(node) || depth > MAX_NESTING);
    depths.set(node, bound ? 0 : depth);
    return bound;
  });
}

function writer(names: ReadonlyMap<Node, string>): (node: Node) => Text {
  const texts = new Map<Node, Text>();
  return write;

  function write(node: Node): Text {
    const name = names.get(node);
    if (name !== undefined) return [name, ATOM];
    let text = texts.get(node);
    if (text === undefined) texts.set(node, (text = compose(node)));
    return text;
  }

  function compose(node: Node): Text {
    if (node.constant !== null) return number(node.constant);
    switch (node.kind) {
      case 'variable':
        return [node.name, ATOM];
      case 'sum':
        return sum(node.terms);
      case 'product':
        return product(node.factors);
      case 'quotient':
        return [`${hold(node.numerator, PRODUCT)} / ${hold(node.denominator, ATOM)}`, PRODUCT];
      case 'power':
        return power(node.base, node.exponent);
      case 'call':
        return [`${FUNCTIONS.get(node.name)!.wgsl}(${node.arguments.map((argument) => write(argument)[0]).join(', ')})`, ATOM];
      default:
        throw new Error(`a ${node.kind} without a value`);
    }
  }

  function hold(node: Node, level: Level): string {
    const [text, own] = write(node);
    return own < level ? `(${text})` : text;
  }

  function sum(terms: readonly Node[]): Text {
    const constants = terms.flatMap(({ constant }) => constant ?? []);
    const value = constants.reduce((total, constant) => total + constant, 0);
    // All constants are written where the first of them stands.
    const first = terms.findIndex(({ constant }) => constant !== null);
    const pieces = terms.flatMap((term, i): (readonly [boolean, string])[] => {
      if (term.constant === null) return [signed(term)];
      return i === first ? [[value < 0, number(Math.abs(value))[0]]] : [];
    });
    return addUp(pieces);
  }

  function addUp(pieces: (readonly [negative: boolean, text: string])[]): Text {
    if (pieces.length > MAX_CHAIN) {
      const middle = pieces.length >> 1;
      return [`(${addUp(pieces.slice(0, middle))[0]}) + (${addUp(pieces.slice(middle))[0]})`, SUM];
    }
    const [[negative, first], ...others] = pieces;
    return [(negative ? '-' : '') + first + others.map(([minus, text]) => (minus ? ' - ' : ' + ') + text).join(''), SUM];
  }

  /** A term, and whether it is to be subtracted; a sum within a sum keeps its parentheses. */
  function signed(term: Node): readonly [boolean, string] {
    if (term.kind === 'product' && !names.has(term) && term.factors[0].constant !== null && term.factors[0].constant < 0) {
      const [text, level] = product(term.factors, -1);
      return [true, level < PRODUCT ? `(${text})` : text];
    }
    if (term.kind === 'quotient' && !names.has(term)) {
      const [negative, text] = term.numerator.kind === 'product' ? signed(term.numerator) : [false, ''];
      if (negative) return [true, `${text} / ${hold(term.denominator, ATOM)}`];
    }
    return [false, hold(term, PRODUCT)];
  }

  /** Constants are multiplied here, and stand last: constants alone would be folded by the compiler, and may overflow. */
  function product(factors: readonly Node[], sign = 1): Text {
    const constant = factors.reduce((value, factor) => value * (factor.constant ?? 1), sign);
    const others = factors.filter((factor) => factor.constant === null);
    if (others.length === 0) return number(constant);
    const text = multiply(others);
    if (constant === 1) return text;
    const held = text[1] < PRODUCT ? `(${text[0]})` : text[0];
    if (constant === -1) return [`-${text[1] < ATOM ? `(${text[0]})` : text[0]}`, SIGN];
    const scale = number(constant);
    return [`${held} * ${scale[1] < ATOM ? `(${scale[0]})` : scale[0]}`, PRODUCT];
  }

  function multiply(factors: readonly Node[]): Text {
    if (factors.length === 1) return write(factors[0]);
    if (factors.length > MAX_CHAIN) {
      const middle = factors.length >> 1;
      return [`(${multiply(factors.slice(0, middle))[0]}) * (${multiply(factors.slice(middle))[0]})`, PRODUCT];
    }
    return [factors.map((factor, i) => hold(factor, i === 0 ? PRODUCT : SIGN)).join(' * '), PRODUCT];
  }

  function power(base: Node, exponent: Node): Text {
    const n = exponent.constant;
    const [x] = write(base);
    if (n === 0.5) return [`sqrt(${x})`, ATOM];
    if (n === -0.5) return [`1.0f / sqrt(${x})`, PRODUCT];
    if (n === null || !Number.isInteger(n) || Math.abs(n) >= MAX_WHOLE) return [`power_f32(${x}, ${write(exponent)[0]})`, ATOM];
    const size = Math.abs(n);
    const whole = size === 1 ? hold(base, ATOM) : size === 2 ? `square(${x})` : size === 3 ? `cube(${x})` : `whole_power(${x}, ${size}u)`;
    return n > 0 ? [whole, ATOM] : [`1.0f / ${whole}`, PRODUCT];
  }
}

function number(value: number): Text {
  const text = literal(value);
  return [text, text.startsWith('-') ? SIGN : ATOM];
}
