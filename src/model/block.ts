// A node over many points at once: one loop a node instead of one call, for engines that evaluate links on whole batches.
// What is a low polynomial in one variable becomes a single Horner loop.

import { FUNCTIONS } from './functions.ts';
import { childrenOf, type Node, reachable } from './nodes.ts';
import { polynomialOf } from './polynomial.ts';

/** out[i] = the value at (inputs[0][i], inputs[1][i], …), one array a variable, for i < count ≤ BLOCK; `out` is none of them. */
export type EvaluateBlock = (inputs: readonly Float64Array[], out: Float64Array, count: number) => void;

/** Points at a time, at most: what a node holds between two loops stays in the nearest cache. */
export const BLOCK = 256;

/** Higher powers written out would lose digits that recurrences keep. */
const MAX_HORNER = 6;

export function compileBlock(root: Node, variables: readonly string[]): EvaluateBlock {
  // Variables come first, at their index; then each node that a loop computes, arguments before what is made of them.
  const at: Float64Array[] = variables.map(() => NOTHING);
  const program: ((count: number) => void)[] = [];
  const places = new Map<Node, number>();
  const used = variablesUsed(root);

  const last = place(root, true);
  return (inputs, out, count) => {
    for (let v = 0; v < inputs.length; v++) at[v] = inputs[v];
    at[last] = out;
    for (let i = 0; i < program.length; i++) program[i](count);
  };

  /** Where the node's values will be. Only the root of a link is computed when it is constant or a variable. */
  function place(node: Node, isRoot = false): number {
    if (node.kind === 'variable' && !isRoot) return node.index;
    let found = places.get(node);
    if (found === undefined) {
      const run = loopOf(node);
      found = at.push(isRoot ? NOTHING : new Float64Array(BLOCK)) - 1;
      const to = found;
      program.push((count) => run(at[to], count));
      places.set(node, found);
    }
    return found;
  }

  function loopOf(node: Node): Loop {
    if (node.constant !== null) return constantLoop(node.constant);
    const polynomial = hornerOf(node);
    if (polynomial) return polynomial;
    switch (node.kind) {
      case 'sum':
        return combined(node.terms, add, addNumber);
      case 'product':
        return combined(node.factors, multiply, multiplyNumber);
      case 'quotient':
        return pointwise(divided, node.numerator, node.denominator);
      case 'power':
        return pointwise(Math.pow, node.base, node.exponent);
      case 'call':
        return pointwise(FUNCTIONS.get(node.name)!.value, node.arguments[0], node.arguments[1] ?? node.arguments[0]);
      default:
        return constantLoop(NaN);
    }
  }

  /** A polynomial of low degree in one variable; null for anything else. */
  function hornerOf(node: Node): Loop | null {
    const index = Math.log2(used.get(node)!);
    if (!Number.isInteger(index)) return null;
    const polynomial = polynomialOf({ variables, root: node });
    if (!polynomial) return null;
    const coefficients: number[] = [];
    for (const [exponents, c] of polynomial) coefficients[Number(exponents.split(',')[index])] = c;
    if (coefficients.length > MAX_HORNER + 1) return null;
    const loop = horner(Array.from(coefficients, (c) => c ?? 0));
    return (out, count) => loop(at[index], out, count);
  }

  function combined(nodes: readonly Node[], join: Join, joinNumber: JoinNumber): Loop {
    const numbers = nodes.filter((node) => node.constant !== null);
    const [first, ...rest] = nodes.filter((node) => node.constant === null).map((node) => place(node));
    return (out, count) => {
      if (rest.length > 0) join(at[first], at[rest[0]], out, count);
      else joinNumber(at[first], numbers[0].constant!, out, count);
      for (let i = 1; i < rest.length; i++) join(out, at[rest[i]], out, count);
      for (let i = rest.length > 0 ? 0 : 1; i < numbers.length; i++) joinNumber(out, numbers[i].constant!, out, count);
    };
  }

  function pointwise(value: (a: number, b: number) => number, a: Node, b: Node): Loop {
    const [first, second] = [place(a), place(b)];
    return (out, count) => {
      const [x, y] = [at[first], at[second]];
      for (let i = 0; i < count; i++) out[i] = value(x[i], y[i]);
    };
  }
}

type Loop = (out: Float64Array, count: number) => void;
type Join = (x: Float64Array, y: Float64Array, out: Float64Array, count: number) => void;
type JoinNumber = (x: Float64Array, y: number, out: Float64Array, count: number) => void;

const NOTHING = new Float64Array(0);
const divided = (a: number, b: number) => a / b;

/** For each node a bit for each variable that occurs in it. */
function variablesUsed(root: Node): Map<Node, number> {
  const used = new Map<Node, number>();
  for (const node of reachable(root)) {
    const own = node.kind === 'variable' ? 1 << node.index : 0;
    used.set(node, childrenOf(node).reduce((bits, child) => bits | used.get(child)!, own));
  }
  return used;
}

function constantLoop(value: number): Loop {
  return (out, count) => {
    for (let i = 0; i < count; i++) out[i] = value;
  };
}

function horner(c: readonly number[]): (x: Float64Array, out: Float64Array, count: number) => void {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = c;
  if (c.length <= 2) return (x, out, count) => linear(c0, c1, x, out, count);
  if (c.length === 3) return (x, out, count) => quadratic(c0, c1, c2, x, out, count);
  if (c.length === 4) return (x, out, count) => cubic(c0, c1, c2, c3, x, out, count);
  return (x, out, count) => {
    for (let i = 0; i < count; i++) {
      let value = c[c.length - 1];
      for (let n = c.length - 2; n >= 0; n--) value = value * x[i] + c[n];
      out[i] = value;
    }
  };
}

// Coefficients as arguments stay in registers; those that a closure holds are loaded for each point.
function linear(c0: number, c1: number, x: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = c1 * x[i] + c0;
}

function quadratic(c0: number, c1: number, c2: number, x: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const u = x[i];
    out[i] = (c2 * u + c1) * u + c0;
  }
}

function cubic(c0: number, c1: number, c2: number, c3: number, x: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const u = x[i];
    out[i] = ((c3 * u + c2) * u + c1) * u + c0;
  }
}

function add(x: Float64Array, y: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i] + y[i];
}

function addNumber(x: Float64Array, y: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i] + y;
}

function multiply(x: Float64Array, y: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i] * y[i];
}

function multiplyNumber(x: Float64Array, y: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = x[i] * y;
}
