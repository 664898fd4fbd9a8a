// Making nodes, with the light simplification that keeps a derivative readable: chains are flattened, numbers folded
// where the result is exact in the reader's eyes (2·3, not 1/3 or √2), like terms and equal factors gathered.

import type { Node, NodeTable } from './nodes.ts';

export interface Algebra {
  number(value: number): Node;
  pi(): Node;
  variable(name: string, index: number): Node;
  sum(terms: readonly Node[]): Node;
  product(factors: readonly Node[]): Node;
  quotient(numerator: Node, denominator: Node): Node;
  power(base: Node, exponent: Node): Node;
  call(name: string, args: readonly Node[]): Node;
}

export function algebraOver(table: NodeTable): Algebra {
  const number = (value: number) => table.intern({ kind: 'number' }, value === 0 ? 0 : value);

  function sum(terms: readonly Node[]): Node {
    // Numbers are multiples of 1: what is first written first stays first, 1 − x as well as x − 1.
    const one = number(1);
    const coefficients = new Map<Node, number>();
    const add = (term: Node, scale: number): void => {
      const [coefficient, rest] = split(term, one);
      const factor = scale * coefficient;
      // ±(a + b) is opened, so that x − (x − 1) is 1; 2 (a + b) is left as the reader wrote it.
      if (rest.kind === 'sum' && Math.abs(factor) === 1) rest.terms.forEach((inner) => add(inner, factor));
      else coefficients.set(rest, (coefficients.get(rest) ?? 0) + factor);
    };
    terms.forEach((term) => add(term, 1));
    const gathered = [...coefficients].filter(([, c]) => c !== 0).map(([rest, c]) => product([number(c), rest]));
    if (gathered.length === 0) return number(0);
    return gathered.length === 1 ? gathered[0] : table.intern({ kind: 'sum', terms: gathered });
  }

  function product(factors: readonly Node[]): Node {
    let coefficient = 1;
    const exponents = new Map<Node, number>();
    const denominators: Node[] = [];
    const multiply = (factor: Node): void => {
      if (factor.kind === 'number') coefficient *= factor.constant!;
      else if (factor.kind === 'product') factor.factors.forEach(multiply);
      else if (factor.kind === 'quotient') {
        multiply(factor.numerator);
        denominators.push(factor.denominator);
      } else {
        const [base, exponent] = natural(factor);
        exponents.set(base, (exponents.get(base) ?? 0) + exponent);
      }
    };
    factors.forEach(multiply);
    if (denominators.length > 0) return quotient(assemble(coefficient, exponents), product(denominators));
    return assemble(coefficient, exponents);
  }

  function assemble(coefficient: number, exponents: ReadonlyMap<Node, number>): Node {
    if (coefficient === 0) return number(0);
    const gathered = [...exponents].map(([base, exponent]) => power(base, number(exponent)));
    if (coefficient !== 1 || gathered.length === 0) gathered.unshift(number(coefficient));
    return gathered.length === 1 ? gathered[0] : table.intern({ kind: 'product', factors: gathered });
  }

  function quotient(numerator: Node, denominator: Node): Node {
    if (numerator.kind === 'quotient') return quotient(numerator.numerator, product([numerator.denominator, denominator]));
    if (denominator.kind === 'quotient') return quotient(product([numerator, denominator.denominator]), denominator.numerator);
    // A zero denominator stays, for the parser to refuse; a zero numerator over anything else is zero.
    if (denominator.constant === 0) return table.intern({ kind: 'quotient', numerator, denominator });
    if (isNumber(numerator, 0)) return numerator;
    const [above, top] = split(numerator, number(1));
    const [below, bottom] = split(denominator, number(1));
    const [over, under] = reduce(above, below);
    const reducedTop = product([number(over), top]);
    const reducedBottom = product([number(under), bottom]);
    if (isNumber(reducedBottom, 1)) return reducedTop;
    return table.intern({ kind: 'quotient', numerator: reducedTop, denominator: reducedBottom });
  }

  function power(base: Node, exponent: Node): Node {
    if (isNumber(exponent, 1)) return base;
    if (isNumber(exponent, 0) || isNumber(base, 1)) return number(1);
    if (exponent.kind === 'number' && Number.isInteger(exponent.constant)) {
      const n = exponent.constant!;
      if (base.kind === 'number') {
        const value = base.constant! ** n;
        if (Number.isSafeInteger(value)) return number(value);
      }
      if (base.kind === 'power' && base.exponent.kind === 'number' && Number.isInteger(base.exponent.constant))
        return power(base.base, number(base.exponent.constant! * n));
      const [coefficient, rest] = split(base);
      if (coefficient === -1) return product([number(n % 2 === 0 ? 1 : -1), power(rest, exponent)]);
    }
    return table.intern({ kind: 'power', base, exponent });
  }

  function call(name: string, args: readonly Node[]): Node {
    if (name === 'He0') return number(1);
    if ((name === 'max' || name === 'min') && args[0] === args[1]) return args[0];
    return table.intern({ kind: 'call', name, arguments: args });
  }

  /** A term as its number and the rest: −3 x² is [−3, x²]. A bare number is its own coefficient where `one` is given. */
  function split(term: Node, one?: Node): [number, Node] {
    if (one !== undefined && term.kind === 'number') return [term.constant!, one];
    if (term.kind !== 'product' || term.factors[0].kind !== 'number') return [1, term];
    const rest = term.factors.slice(1);
    return [term.factors[0].constant!, rest.length === 1 ? rest[0] : table.intern({ kind: 'product', factors: rest })];
  }

  return {
    number,
    pi: () => table.intern({ kind: 'pi' }),
    variable: (name, index) => table.intern({ kind: 'variable', name, index }),
    sum,
    product,
    quotient,
    power,
    call,
  };
}

export function isNumber(node: Node, value: number): boolean {
  return node.kind === 'number' && node.constant === value;
}

/** x³ as [x, 3], anything that is no such power as itself to the 1. */
function natural(factor: Node): [Node, number] {
  if (factor.kind !== 'power' || factor.exponent.kind !== 'number') return [factor, 1];
  const n = factor.exponent.constant!;
  return Number.isInteger(n) && n > 0 ? [factor.base, n] : [factor, 1];
}

/** a/b in lowest terms with b > 0 for integers; other numbers, when b is 1 or −1 only. */
function reduce(a: number, b: number): [number, number] {
  if (b < 0) return reduce(-a, -b);
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return [a, b];
  let [divisor, rest] = [b, Math.abs(a)];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return [a / divisor, b / divisor];
}
