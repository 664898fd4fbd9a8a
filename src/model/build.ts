// From the syntax tree to nodes: names are looked up, arguments counted, constants checked.

import type { Algebra } from './algebra.ts';
import { FUNCTIONS } from './functions.ts';
import { InvalidLink } from './invalid.ts';
import { childrenOf, type Node } from './nodes.ts';
import { MAX_DEPTH, startOf, type Syntax, tooDeep } from './syntax.ts';

/** Beyond these a constant cannot be written in float32, or a divisor becomes zero there. */
const GREATEST = 3e38;
const LEAST_DIVISOR = 1.2e-38;

type Binary = Extract<Syntax, { type: 'BinaryExpression' }>;

/** The node of a syntax tree, in an algebra, over named variables. Throws InvalidLink. */
export function buildNode(syntax: Syntax, variables: readonly string[], algebra: Algebra): Node {
  const minus = (node: Node) => algebra.product([algebra.number(-1), node]);

  function build(syntax: Syntax, depth: number): Node {
    const node = make(syntax, depth);
    requireRepresentable(node, syntax);
    return node;
  }

  function make(syntax: Syntax, depth: number): Node {
    if (depth > MAX_DEPTH) throw tooDeep(startOf(syntax));
    switch (syntax.type) {
      case 'Number':
        return algebra.number(syntax.value);
      case 'Name':
        return name(syntax);
      case 'Group':
        return make(syntax.inside, depth + 1);
      case 'Sign': {
        const argument = build(syntax.argument, depth + 1);
        return syntax.operator === '-' ? minus(argument) : argument;
      }
      case 'Call':
        return call(syntax, depth);
      case 'BinaryExpression':
        if (syntax.operator === '^') return power(syntax, depth);
        return syntax.operator === '+' || syntax.operator === '-' ? sum(syntax, depth) : product(syntax, depth);
      default:
        // Nothing else comes out of the token hook; a change there must not open a door here.
        throw new InvalidLink('the expression cannot be read at character 1', 1);
    }
  }

  // A chain a + b − c … comes as a tree that leans left, as deep as the chain is long: it is walked, not recursed into.
  function sum(syntax: Binary, depth: number): Node {
    const terms = chain(syntax, '+', '-').map(({ operator, operand }) => {
      const term = build(operand, depth);
      return operator === '-' ? minus(term) : term;
    });
    return algebra.sum(terms);
  }

  function product(syntax: Binary, depth: number): Node {
    const above: Node[] = [];
    const below: Node[] = [];
    for (const { operator, operand } of chain(syntax, '*', '/')) {
      const node = build(operand, depth);
      if (operator === '/' && node.constant !== null && Math.abs(node.constant) < LEAST_DIVISOR) throw divisionByZero(node, operand);
      (operator === '/' ? below : above).push(node);
    }
    return below.length === 0 ? algebra.product(above) : algebra.quotient(algebra.product(above), algebra.product(below));
  }

  function power(syntax: Binary, depth: number): Node {
    const base = build(syntax.left, depth);
    const exponent = build(syntax.right, depth + 1);
    if (base.constant !== null && base.constant <= 0 && exponent.constant === null) {
      const at = startOf(syntax);
      throw new InvalidLink(
        `the power at character ${at} has base ${base.constant} and a variable exponent; such a base must be positive`,
        at,
      );
    }
    return algebra.power(base, exponent);
  }

  function call(syntax: Extract<Syntax, { type: 'Call' }>, depth: number): Node {
    const found = FUNCTIONS.get(syntax.name);
    if (found === undefined) throw unknown(syntax.name, syntax.start, variables);
    const given = syntax.arguments.length;
    if (given !== found.arity)
      throw new InvalidLink(
        `${syntax.name} at character ${syntax.start} has ${given} argument${given === 1 ? '' : 's'}; it takes ${found.arity}`,
        syntax.start,
      );
    return algebra.call(
      syntax.name,
      syntax.arguments.map((argument) => build(argument, depth + 1)),
    );
  }

  function name(syntax: Extract<Syntax, { type: 'Name' }>): Node {
    const index = variables.indexOf(syntax.name);
    if (index >= 0) return algebra.variable(syntax.name, index);
    if (syntax.name === 'pi') return algebra.pi();
    if (!FUNCTIONS.has(syntax.name)) throw unknown(syntax.name, syntax.start, variables);
    throw new InvalidLink(`${syntax.name} at character ${syntax.start} is a function; its argument goes in parentheses`, syntax.start);
  }

  return build(syntax, 0);
}

function chain(syntax: Binary, plain: Binary['operator'], inverse: Binary['operator']): { operator: string; operand: Syntax }[] {
  const links: { operator: string; operand: Syntax }[] = [];
  let left: Syntax = syntax;
  while (left.type === 'BinaryExpression' && (left.operator === plain || left.operator === inverse)) {
    links.push({ operator: left.operator, operand: left.right });
    left = left.left;
  }
  links.push({ operator: plain, operand: left });
  return links.toReversed();
}

/** Folding may have made the constants that count here: the node's own, or all of those among its terms or factors. */
function requireRepresentable(node: Node, syntax: Syntax): void {
  const constants = childrenOf(node).flatMap(({ constant }) => constant ?? []);
  if (node.constant !== null) constants.push(node.constant);
  else if (node.kind === 'product') constants.push(constants.reduce((product, factor) => product * factor, 1));
  for (const constant of constants)
    if (!(Math.abs(constant) <= GREATEST)) {
      const at = startOf(syntax);
      throw new InvalidLink(
        `the constant at character ${at} is ${constant}; constants must be finite and at most ${GREATEST} in size, for float32`,
        at,
      );
    }
}

function divisionByZero(divisor: Node, syntax: Syntax): InvalidLink {
  const at = startOf(syntax);
  return new InvalidLink(
    `the divisor at character ${at} is ${divisor.constant}; a constant divisor must be at least ${LEAST_DIVISOR} in size, for float32`,
    at,
  );
}

function unknown(name: string, at: number, variables: readonly string[]): InvalidLink {
  const names = variables.length > 2 ? `${variables[0]} … ${variables.at(-1)!}` : variables.join(', ');
  const functions = [...FUNCTIONS.keys()].filter((name) => !/^He\d/.test(name)).join(' ');
  return new InvalidLink(
    `"${name}" at character ${at} is not known; the names are ${names} and pi, the functions He0 … He10 ${functions}`,
    at,
  );
}
