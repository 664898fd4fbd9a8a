// A node as LaTeX, for people to read: fractions, roots, subscripts, and no more parentheses than precedence needs.

import { FUNCTIONS } from './functions.ts';
import type { Link } from './link.ts';
import type { Node } from './nodes.ts';

type Level = 1 | 2 | 3 | 4;
const [SUM, PRODUCT, SIGN, ATOM] = [1, 2, 3, 4] as const;
type Text = readonly [text: string, level: Level];

/** LaTeX for readers, without delimiters. */
export function texOf({ root }: Link): string {
  const texts = new Map<Node, Text>();
  return write(root)[0];

  function write(node: Node): Text {
    let text = texts.get(node);
    if (text === undefined) texts.set(node, (text = compose(node)));
    return text;
  }

  function compose(node: Node): Text {
    switch (node.kind) {
      case 'number':
        return number(node.constant!);
      case 'pi':
        return ['\\pi', ATOM];
      case 'variable':
        return [subscripted(node.name), ATOM];
      case 'sum':
        return [node.terms.map((term, i) => addend(term, i === 0)).join(''), SUM];
      case 'product':
        return product(node.factors);
      case 'quotient':
        return quotient(node.numerator, node.denominator);
      case 'power':
        return power(node.base, node.exponent);
      default:
        return call(node.name, node.arguments);
    }
  }

  function hold(node: Node, level: Level): string {
    const [text, own] = write(node);
    return own < level ? parenthesised(text) : text;
  }

  function addend(term: Node, first: boolean): string {
    const text = hold(term, PRODUCT);
    if (first) return text;
    return text.startsWith('-') ? ` - ${text.slice(1)}` : ` + ${text}`;
  }

  function product(factors: readonly Node[]): Text {
    if (factors[0].kind === 'number' && factors[0].constant === -1) {
      const [text, level] = factors.length === 2 ? write(factors[1]) : product(factors.slice(1));
      return [`-${level < PRODUCT ? parenthesised(text) : text}`, PRODUCT];
    }
    return [
      factors
        .toSorted((a, b) => rank(a) - rank(b))
        .map((factor, i) => {
          const text = hold(factor, i === 0 ? PRODUCT : ATOM);
          // Two numbers side by side would read as one.
          return i === 0 ? text : `${/^\d/.test(text) ? ' \\cdot ' : '\\, '}${text}`;
        })
        .join(''),
      PRODUCT,
    ];
  }

  function quotient(numerator: Node, denominator: Node): Text {
    const [above] = write(numerator);
    const [below] = write(denominator);
    // −a/b is −(a/b); a sum that begins with − keeps its sign to itself.
    if (above.startsWith('-') && numerator.kind !== 'sum') return [`-\\frac{${above.slice(1)}}{${below}}`, PRODUCT];
    return [`\\frac{${above}}{${below}}`, PRODUCT];
  }

  function power(base: Node, exponent: Node): Text {
    // e^x and x^y would stack a second exponent on theirs.
    const stacked = base.kind === 'power' || (base.kind === 'call' && base.name === 'exp') || /\^/.test(write(base)[0]);
    const text = stacked && write(base)[1] === ATOM && !isFunctionText(base) ? parenthesised(write(base)[0]) : hold(base, ATOM);
    return [`${text}^{${write(exponent)[0]}}`, ATOM];
  }

  function isFunctionText(node: Node): boolean {
    return node.kind === 'call' && node.name !== 'exp';
  }

  function call(name: string, args: readonly Node[]): Text {
    const inside = args.map((argument) => write(argument)[0]).join(', ');
    if (name === 'sqrt') return [`\\sqrt{${inside}}`, ATOM];
    if (name === 'abs') return [`\\left|${inside}\\right|`, ATOM];
    if (name === 'exp') return [`e^{${inside}}`, ATOM];
    const tall = /\\frac|\\left/.test(inside);
    return [FUNCTIONS.get(name)!.tex + (tall ? `\\!${parenthesised(inside)}` : `(${inside})`), ATOM];
  }
}

/** Numbers, constants, powers of a variable and then the rest: 2 √π x tanh(x). */
function rank(factor: Node): number {
  if (factor.kind === 'number') return 0;
  if (factor.constant !== null) return 1;
  return factor.kind === 'variable' || (factor.kind === 'power' && factor.base.kind === 'variable') ? 2 : 3;
}

function parenthesised(text: string): string {
  return `\\left(${text}\\right)`;
}

/** z1 is z with subscript 1. */
function subscripted(name: string): string {
  return name.replace(/(\d+)$/, (digits) => (digits.length > 1 ? `_{${digits}}` : `_${digits}`));
}

/** 1e-7 is 10⁻⁷, 2.5e+30 is 2.5·10³⁰. A negative number is a product's first factor, and needs parentheses elsewhere. */
function number(value: number): Text {
  const [digits, exponent] = String(Math.abs(value)).split('e');
  const sign = value < 0 ? '-' : '';
  if (exponent === undefined) return [sign + digits, value < 0 ? SIGN : ATOM];
  const power = `10^{${Number(exponent)}}`;
  return [sign + (digits === '1' ? power : `${digits} \\cdot ${power}`), PRODUCT];
}
