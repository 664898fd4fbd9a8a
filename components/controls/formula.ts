// An expression as MathML, so that a reader sees what was understood of what they typed.

import { html, mathml, type TemplateResult } from 'lit';
import { InvalidLink, parseLink, type Node } from '../../src/model/link.ts';

type Math = TemplateResult<3>;
/** How tightly a node's own operator binds: a sum, a product, a sign or power, something closed. */
type Level = 1 | 2 | 3;
const [SUM, PRODUCT, CLOSED] = [1, 2, 3] as const;

const names: Readonly<Record<string, string>> = { step: 'θ', sign: 'sgn', relu: 'ReLU' };

const row = (parts: readonly Math[]): Math => mathml`<mrow>${parts}</mrow>`;
const operator = (text: string): Math => mathml`<mo>${text}</mo>`;
const parenthesised = (inside: Math): Math => row([operator('('), inside, operator(')')]);

function levelOf(node: Node): Level {
  if (node.kind === 'sum') return SUM;
  if (node.kind === 'product' || (node.kind === 'number' && node.constant! < 0)) return PRODUCT;
  return CLOSED;
}

const hold = (node: Node, level: Level): Math => (levelOf(node) < level ? parenthesised(write(node)) : write(node));

function number(value: number): Math {
  const [digits, exponent] = String(Math.abs(value)).split('e');
  const size = exponent === undefined ? mathml`<mn>${digits}</mn>` : row([mathml`<mn>${digits}</mn>`, operator('·'), mathml`<msup><mn>10</mn><mn>${exponent.replace('-', '−').replace('+', '')}</mn></msup>`]);
  return value < 0 ? row([operator('−'), size]) : size;
}

/** What follows the sign of a negative number, or of a product that begins with one; null where there is no such sign. */
function afterMinus(term: Node): Math | null {
  if (term.kind === 'number' && term.constant! < 0) return number(-term.constant!);
  if (term.kind !== 'product' || term.factors[0].kind !== 'number' || term.factors[0].constant! >= 0) return null;
  const [first, ...rest] = term.factors;
  const size = first.constant === -1 ? [] : [number(-first.constant!)];
  return row([...size, ...rest.map((factor) => hold(factor, rest.length > 1 || size.length ? CLOSED : PRODUCT))]);
}

function sum(terms: readonly Node[]): Math {
  return row(terms.flatMap((term, i) => {
    const negative = afterMinus(term);
    if (negative) return [operator('−'), negative];
    return [...(i > 0 ? [operator('+')] : []), hold(term, PRODUCT)];
  }));
}

function product(node: Node & { kind: 'product' }): Math {
  const negative = afterMinus(node);
  if (negative) return row([operator('−'), negative]);
  const number = (factor: Node): boolean => factor.kind === 'number' || factor.kind === 'pi';
  return row(node.factors.flatMap((factor, i) => [...(i > 0 && number(factor) ? [operator('·')] : []), hold(factor, CLOSED)]));
}

function call(name: string, args: readonly Node[]): Math {
  const inside = row(args.flatMap((argument, i) => [...(i ? [operator(',')] : []), write(argument)]));
  if (name === 'sqrt') return mathml`<msqrt>${inside}</msqrt>`;
  if (name === 'abs') return row([operator('|'), inside, operator('|')]);
  if (name === 'exp') return mathml`<msup><mi>e</mi>${inside}</msup>`;
  const hermite = /^He(\d+)$/.exec(name);
  const head = hermite ? mathml`<msub><mi>He</mi><mn>${hermite[1]}</mn></msub>` : mathml`<mi>${names[name] ?? name}</mi>`;
  return row([head, operator('\u2061'), parenthesised(inside)]);
}

function write(node: Node): Math {
  switch (node.kind) {
    case 'number':
      return number(node.constant!);
    case 'pi':
      return mathml`<mi>π</mi>`;
    case 'variable': {
      const [, letter, index] = /^([a-z]+)(\d*)$/.exec(node.name) ?? ['', node.name, ''];
      return index ? mathml`<msub><mi>${letter}</mi><mn>${index}</mn></msub>` : mathml`<mi>${letter}</mi>`;
    }
    case 'sum':
      return sum(node.terms);
    case 'product':
      return product(node);
    case 'quotient':
      return mathml`<mfrac>${row([write(node.numerator)])}${row([write(node.denominator)])}</mfrac>`;
    case 'power': {
      const plain = node.base.kind === 'variable' || node.base.kind === 'pi' || (node.base.kind === 'number' && node.base.constant! >= 0);
      return mathml`<msup>${plain ? write(node.base) : parenthesised(write(node.base))}${row([write(node.exponent)])}</msup>`;
    }
    default:
      return call(node.name, node.arguments);
  }
}

/** `head = expression` as a formula; null where the expression has none to show. */
export function formula(head: string, source: unknown, variables: readonly string[]): TemplateResult | null {
  if (typeof source !== 'string') return null;
  try {
    return html`<math displaystyle="true"><mrow><mi>${head}</mi><mo>=</mo>${write(parseLink(source, [...variables]).root)}</mrow></math>`;
  } catch (error) {
    if (error instanceof InvalidLink) return null;
    throw error;
  }
}
