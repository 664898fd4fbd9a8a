// The derivative of a node, as a node of the same table. Where a function has a kink or a jump it is the derivative
// almost everywhere: abs' = sign, relu' = step, sign' = step' = 0.

import { type Algebra, isNumber } from './algebra.ts';
import { type Node, reachable } from './nodes.ts';

/** Products longer than this are halved: the plain rule would make a chain of m factors into m² of them. */
const PLAIN_PRODUCT = 6;

/** ∂root/∂(the variable with this name). */
export function differentiate(root: Node, variable: string, algebra: Algebra): Node {
  const { number, sum, product, quotient, power, call } = algebra;
  const derivatives = new Map<Node, Node>();
  const of = (node: Node) => derivatives.get(node)!;
  const negative = (node: Node) => product([number(-1), node]);

  // Arguments come first in `reachable`, so no recursion is needed, and shared nodes are derived once.
  for (const node of reachable(root)) derivatives.set(node, node.constant !== null ? number(0) : derive(node));
  return of(root);

  function derive(node: Node): Node {
    switch (node.kind) {
      case 'variable':
        return number(node.name === variable ? 1 : 0);
      case 'sum':
        return sum(node.terms.map(of));
      case 'product':
        return deriveProduct(node.factors);
      case 'quotient': {
        const { numerator: f, denominator: g } = node;
        if (isNumber(of(g), 0)) return quotient(of(f), g);
        return sum([quotient(of(f), g), negative(quotient(product([f, of(g)]), power(g, number(2))))]);
      }
      case 'power':
        return derivePower(node.base, node.exponent, node);
      case 'call':
        return deriveCall(node.name, node.arguments, node);
      default:
        return number(0);
    }
  }

  function deriveProduct(factors: readonly Node[]): Node {
    if (factors.length === 1) return of(factors[0]);
    if (factors.length > PLAIN_PRODUCT) {
      const middle = factors.length >> 1;
      const [left, right] = [factors.slice(0, middle), factors.slice(middle)];
      return sum([product([deriveProduct(left), ...right]), product([...left, deriveProduct(right)])]);
    }
    return sum(factors.map((factor, i) => product(factors.map((other, j) => (i === j ? of(factor) : other)))));
  }

  function derivePower(base: Node, exponent: Node, node: Node): Node {
    if (isNumber(of(exponent), 0)) return product([exponent, power(base, sum([exponent, number(-1)])), of(base)]);
    if (isNumber(of(base), 0)) return product([node, call('log', [base]), of(exponent)]);
    // uᵛ (v' ln u + v u'/u); in xˣ the quotient v/u is 1.
    const ofBase = exponent === base ? of(base) : quotient(product([exponent, of(base)]), base);
    return product([node, sum([product([of(exponent), call('log', [base])]), ofBase])]);
  }

  function deriveCall(name: string, [u, v]: readonly Node[], node: Node): Node {
    if (name === 'max') return between(v, u, u, v);
    if (name === 'min') return between(v, u, v, u);
    if (isNumber(of(u), 0)) return number(0);
    return product([outer(name, u, node), of(u)]);
  }

  /**
   * otherwise' + step(a − b) (chosen' − otherwise'). Each derivative occurs once: nested maxima do not double at each
   * level; and equal arguments, at which step is 0, still have the derivative of one of them.
   */
  function between(otherwise: Node, chosen: Node, a: Node, b: Node): Node {
    const step = (left: Node, right: Node) => call('step', [sum([left, negative(right)])]);
    if (isNumber(of(chosen), 0)) return product([step(b, a), of(otherwise)]);
    if (isNumber(of(otherwise), 0)) return product([step(a, b), of(chosen)]);
    const first = step(a, b);
    return sum([product([first, of(chosen)]), product([sum([number(1), negative(first)]), of(otherwise)])]);
  }

  function outer(name: string, u: Node, node: Node): Node {
    const hermite = /^He(\d+)$/.exec(name);
    if (hermite) return product([number(Number(hermite[1])), call(`He${Number(hermite[1]) - 1}`, [u])]);
    const square = () => power(u, number(2));
    switch (name) {
      case 'erf':
        return product([quotient(number(2), call('sqrt', [algebra.pi()])), call('exp', [negative(square())])]);
      case 'tanh':
        return sum([number(1), negative(power(node, number(2)))]);
      case 'exp':
        return node;
      case 'log':
        return quotient(number(1), u);
      case 'sqrt':
        return quotient(number(1), product([number(2), node]));
      case 'sin':
        return call('cos', [u]);
      case 'cos':
        return negative(call('sin', [u]));
      case 'softplus':
        // The logistic function, written so that nothing overflows.
        return sum([quotient(call('tanh', [quotient(u, number(2))]), number(2)), quotient(number(1), number(2))]);
      case 'relu':
        return call('step', [u]);
      case 'abs':
        return call('sign', [u]);
      default:
        return number(0); // sign, step
    }
  }
}
