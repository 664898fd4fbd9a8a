// A node as a function in float64: closures, made once, without eval. What occurs more than once is computed once, into
// a slot; the commonest small shapes (powers, monomials, short sums and products) have closures of their own.

import { FUNCTIONS } from './functions.ts';
import { childrenOf, type Node, reachable } from './nodes.ts';

export type Evaluate = (point: ArrayLike<number>) => number;

/** Sums of powers of one variable up to this degree become one Horner loop. */
const MAX_HORNER = 32;

export function compile(root: Node): Evaluate {
  if (root.constant !== null) return constant(root.constant);
  const shared = sharedNodes(root);
  const slots = new Float64Array(shared.length);
  const closures = new Map<Node, Evaluate>();
  const program = shared.map((node, slot) => {
    const run = make(node, get);
    closures.set(node, () => slots[slot]);
    return run;
  });
  const last = make(root, get);
  if (program.length === 0) return last;
  return (point) => {
    for (let slot = 0; slot < program.length; slot++) slots[slot] = program[slot](point);
    return last(point);
  };

  function get(node: Node): Evaluate {
    let closure = closures.get(node);
    if (closure === undefined) closures.set(node, (closure = make(node, get)));
    return closure;
  }
}

/** Nodes used more than once and worth keeping, arguments first; the root is never among them. */
export function sharedNodes(root: Node): Node[] {
  const uses = new Map<Node, number>();
  const nodes = reachable(root);
  for (const node of nodes) {
    if (node.constant !== null) continue;
    // x − x² uses x twice in one node; each place counts.
    for (const child of childrenOf(node)) uses.set(child, (uses.get(child) ?? 0) + 1);
  }
  return nodes.filter((node) => (uses.get(node) ?? 0) > 1 && node.constant === null && node.kind !== 'variable');
}

function make(node: Node, get: (node: Node) => Evaluate): Evaluate {
  if (node.constant !== null) return constant(node.constant);
  switch (node.kind) {
    case 'variable':
      return variable(node.index);
    case 'sum':
      return horner(node.terms) ?? sum(node.terms.map(get));
    case 'product':
      return product(node.factors, get);
    case 'quotient': {
      const [above, below] = [get(node.numerator), get(node.denominator)];
      return (point) => above(point) / below(point);
    }
    case 'power':
      return power(node.base, node.exponent, get);
    case 'call':
      return call(FUNCTIONS.get(node.name)!.value, node.arguments, get);
    default:
      return constant(NaN);
  }
}

function constant(value: number): Evaluate {
  return () => value;
}

function variable(index: number): Evaluate {
  return index === 0 ? (point) => point[0] : (point) => point[index];
}

function sum(terms: Evaluate[]): Evaluate {
  const [first, second, third] = terms;
  if (terms.length === 2) return (point) => first(point) + second(point);
  if (terms.length === 3) return (point) => first(point) + second(point) + third(point);
  return (point) => {
    let total = first(point);
    for (let i = 1; i < terms.length; i++) total += terms[i](point);
    return total;
  };
}

function product(factors: readonly Node[], get: (node: Node) => Evaluate): Evaluate {
  const [head, ...rest] = factors;
  if (head.kind === 'number') {
    const scale = head.constant!;
    const inner = rest.length === 1 ? get(rest[0]) : product(rest, get);
    return scale === -1 ? (point) => -inner(point) : (point) => scale * inner(point);
  }
  const closures = factors.map(get);
  const [first, second] = closures;
  if (closures.length === 2) return (point) => first(point) * second(point);
  return (point) => {
    let total = first(point);
    for (let i = 1; i < closures.length; i++) total *= closures[i](point);
    return total;
  };
}

function power(base: Node, exponent: Node, get: (node: Node) => Evaluate): Evaluate {
  const x = get(base);
  const n = exponent.constant;
  if (n === null) {
    const y = get(exponent);
    return (point) => x(point) ** y(point);
  }
  if (n === 2)
    return (point) => {
      const t = x(point);
      return t * t;
    };
  if (n === 3)
    return (point) => {
      const t = x(point);
      return t * t * t;
    };
  return (point) => x(point) ** n;
}

function call(value: (a: number, b: number) => number, args: readonly Node[], get: (node: Node) => Evaluate): Evaluate {
  const [first, second] = args.map(get);
  if (args.length === 2) return (point) => value(first(point), second(point));
  const only = args[0];
  if (only.kind === 'variable') {
    const index = only.index;
    return (point) => value(point[index], 0);
  }
  return (point) => value(first(point), 0);
}

/** A sum that is written as a polynomial in one variable, c₀ + c₁ x + … : Horner's rule. Null for any other sum. */
function horner(terms: readonly Node[]): Evaluate | null {
  const coefficients: number[] = [];
  let index = -1;
  for (const term of terms) {
    const found = monomial(term);
    if (found === null || found.degree > MAX_HORNER || (index >= 0 && found.index >= 0 && found.index !== index)) return null;
    index = Math.max(index, found.index);
    for (let n = coefficients.length; n <= found.degree; n++) coefficients.push(0);
    coefficients[found.degree] += found.coefficient;
  }
  const top = coefficients.length - 1;
  return (point) => {
    const x = point[index];
    let value = coefficients[top];
    for (let n = top - 1; n >= 0; n--) value = value * x + coefficients[n];
    return value;
  };
}

/** `index` is −1 for a constant. */
function monomial(term: Node): { coefficient: number; index: number; degree: number } | null {
  if (term.constant !== null) return { coefficient: term.constant, index: -1, degree: 0 };
  if (term.kind === 'variable') return { coefficient: 1, index: term.index, degree: 1 };
  if (term.kind === 'power' && term.base.kind === 'variable') {
    const degree = term.exponent.constant;
    return degree !== null && Number.isInteger(degree) && degree > 0 ? { coefficient: 1, index: term.base.index, degree } : null;
  }
  if (term.kind !== 'product' || term.factors.length !== 2 || term.factors[0].constant === null) return null;
  const inner = monomial(term.factors[1]);
  return inner && { ...inner, coefficient: term.factors[0].constant };
}
