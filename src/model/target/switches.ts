// Where a target of several variables is not smooth, or not finite: the zeros of what its parts switch on or divide by.

import { compile, type Evaluate } from '../compile.ts';
import { FUNCTIONS } from '../functions.ts';
import type { Link, Node } from '../link.ts';
import { reachable } from '../nodes.ts';

/** What abs, relu, sign, step, max and min switch on; a product switches where one of its factors does. */
export function switchesOf(link: Link): Evaluate[] {
  const found = new Set<Evaluate>();
  for (const node of reachable(link.root)) {
    if (node.kind !== 'call' || node.constant !== null || !FUNCTIONS.get(node.name)!.kinked) continue;
    const [first, second] = node.arguments;
    if (second === undefined) for (const factor of factorsOf(first)) found.add(compile(factor));
    else {
      const [a, b] = [compile(first), compile(second)];
      found.add((z) => a(z) - b(z));
    }
  }
  return [...found];
}

/** What must not vanish, or not be negative, for the link to be finite: divisors, arguments of log, bases of powers. */
export function divisorsOf(link: Link): Evaluate[] {
  const found = reachable(link.root).flatMap((node) => {
    if (node.constant !== null) return [];
    if (node.kind === 'quotient') return [node.denominator];
    if (node.kind === 'power' && !((node.exponent.constant ?? -1) >= 0)) return [node.base];
    return node.kind === 'call' && node.name === 'log' ? [...node.arguments] : [];
  });
  return found.filter((node) => node.constant === null).map((node) => compile(node));
}

function factorsOf(node: Node): Node[] {
  if (node.constant !== null) return [];
  if (node.kind === 'product') return node.factors.flatMap(factorsOf);
  if (node.kind === 'quotient') return [...factorsOf(node.numerator), ...factorsOf(node.denominator)];
  return node.kind === 'power' && node.exponent.constant !== null ? factorsOf(node.base) : [node];
}

/** Zeros of s on (low, high) at which it changes sign, seen on a grid of `cells`. */
export function signChanges(s: (x: number) => number, low: number, high: number, cells: number): number[] {
  const zeros: number[] = [];
  let [left, from] = [low, s(low)];
  for (let cell = 1; cell <= cells; cell++) {
    const right = low + ((high - low) * cell) / cells;
    const to = s(right);
    if (from * to < 0 || (to === 0 && from !== 0)) zeros.push(bisect(s, left, right, Math.sign(from)));
    [left, from] = [right, to];
  }
  return zeros;
}

function bisect(s: (x: number) => number, left: number, right: number, sign: number): number {
  let [a, b] = [left, right];
  for (let i = 0; i < 70; i++) {
    const middle = 0.5 * (a + b);
    if (Math.sign(s(middle)) === sign) a = middle;
    else b = middle;
  }
  // A zero at 0 is meant to be there.
  return Math.abs(b) < 1e-12 ? 0 : b;
}
