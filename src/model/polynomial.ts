// A link as a polynomial, exactly: many formulas of the theory are finite sums for polynomials and integrals otherwise.

import { hermiteCoefficients } from '../math/hermite.ts';
import type { Link, Node } from './link.ts';
import { reachable } from './nodes.ts';

const MAX_DEGREE = 64;
/** Bounds on monomials and on products of monomials: (z1 + … + z8)^64 has 10¹⁰ of them. */
const MAX_TERMS = 10_000;
const MAX_WORK = 500_000;

/** Coefficient of each monomial; a key lists the exponents, "3,0" for z1³ of two variables. */
type Polynomial = Map<string, number>;

/** Coefficients of each monomial; null when the link is no polynomial, or one beyond degree 64 or 10,000 monomials. */
export function polynomialOf(link: Pick<Link, 'variables' | 'root'>): Map<string, number> | null {
  const variables = link.variables.length;
  const zero = Array.from({ length: variables }, () => 0);
  const one = zero.join(',');
  const polynomials = new Map<Node, Polynomial | null>();
  const of = (node: Node) => polynomials.get(node) ?? null;
  let work = 0;

  for (const node of reachable(link.root)) polynomials.set(node, node.constant !== null ? constant(node.constant) : expand(node));
  return of(link.root);

  function expand(node: Node): Polynomial | null {
    switch (node.kind) {
      case 'variable':
        return new Map([[zero.with(node.index, 1).join(','), 1]]);
      case 'sum':
        return node.terms.map(of).reduce((total, term) => total && term && add(total, term, 1));
      case 'product':
        return node.factors.map(of).reduce((total, factor) => total && factor && multiply(total, factor));
      case 'quotient': {
        const [above, below] = [of(node.numerator), node.denominator.constant];
        return above && below !== null ? new Map([...above].map(([key, c]) => [key, c / below])) : null;
      }
      case 'power':
        return power(of(node.base), node.exponent.constant);
      case 'call':
        return hermite(node.name, of(node.arguments[0]));
      default:
        return null;
    }
  }

  function constant(value: number): Polynomial {
    return new Map(value === 0 ? [] : [[one, value]]);
  }

  function add(a: Polynomial, b: Polynomial, scale: number): Polynomial {
    const total = new Map(a);
    for (const [key, c] of b) put(total, key, scale * c);
    return total;
  }

  function multiply(a: Polynomial, b: Polynomial): Polynomial | null {
    work += a.size * b.size;
    if (work > MAX_WORK) return null;
    const total: Polynomial = new Map();
    const right = [...b].map(([key, c]) => [exponentsOf(key), c] as const);
    for (const [key, c] of a) {
      const left = exponentsOf(key);
      for (const [exponents, d] of right) {
        const sum = left.map((exponent, i) => exponent + exponents[i]);
        if (degreeOf(sum) > MAX_DEGREE) return null;
        put(total, sum.join(','), c * d);
      }
    }
    return total.size > MAX_TERMS ? null : total;
  }

  function power(base: Polynomial | null, n: number | null): Polynomial | null {
    if (base === null || n === null || !Number.isInteger(n) || n < 0 || n > MAX_DEGREE) return null;
    let total: Polynomial | null = constant(1);
    for (let i = 0; i < n && total !== null; i++) total = multiply(total, base);
    return total;
  }

  function hermite(name: string, u: Polynomial | null): Polynomial | null {
    const degree = /^He(\d+)$/.exec(name)?.[1];
    if (degree === undefined || u === null) return null;
    const coefficients = hermiteCoefficients(Number(degree));
    // Horner's rule, with u in place of the variable.
    let total: Polynomial | null = new Map();
    for (let n = coefficients.length - 1; n >= 0 && total !== null; n--) {
      total = multiply(total, u);
      if (total !== null && coefficients[n] !== 0) put(total, one, coefficients[n]);
    }
    return total;
  }
}

/** Coefficients in increasing degree, [0] for the zero polynomial; null as `polynomialOf`. */
export function univariatePolynomial(link: Link): number[] | null {
  if (link.variables.length !== 1) throw new RangeError(`one variable is needed, not ${link.variables.length}`);
  const polynomial = polynomialOf(link);
  if (polynomial === null) return null;
  const degree = Math.max(0, ...[...polynomial.keys()].map(Number));
  return Array.from({ length: degree + 1 }, (_, n) => polynomial.get(String(n)) ?? 0);
}

/** Adds to a coefficient; what cancels exactly is left out. */
function put(polynomial: Polynomial, key: string, c: number): void {
  const value = (polynomial.get(key) ?? 0) + c;
  if (value === 0) polynomial.delete(key);
  else polynomial.set(key, value);
}

function exponentsOf(key: string): number[] {
  return key.split(',').map(Number);
}

function degreeOf(exponents: readonly number[]): number {
  return exponents.reduce((sum, exponent) => sum + exponent, 0);
}
