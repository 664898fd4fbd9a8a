// Where a function of one variable, or its derivative, may jump: quadrature splits its range there, since a Gauss rule
// that is exact for polynomials converges slowly across a kink.

import { compile } from './compile.ts';
import { FUNCTIONS } from './functions.ts';
import type { Link, Node } from './link.ts';
import { reachable } from './nodes.ts';

/** Sign changes closer than (high − low)/CELLS to one another may be missed. */
const CELLS = 8192;

/**
 * The points of (low, high), in increasing order, at which an argument of relu, abs, sign or step, or the difference
 * of those of max or min, changes sign. A zero that is touched without a change of sign is no kink. Empty when the
 * link is smooth.
 */
export function kinks(link: Link, low: number, high: number): number[] {
  if (link.variables.length !== 1) throw new RangeError(`kinks are found for one variable, not ${link.variables.length}`);
  const found = reachable(link.root).flatMap((node) => {
    const argument = switchOf(node);
    return argument === null ? [] : signChanges(argument, low, high);
  });
  found.sort((a, b) => a - b);
  const close = tolerance(low, high);
  return found.filter((x, i) => x > low && x < high && (i === 0 || x - found[i - 1] > close));
}

/** What decides on which side of its kink a function stands. */
function switchOf(node: Node): ((x: number) => number) | null {
  if (node.kind !== 'call' || node.constant !== null || !FUNCTIONS.get(node.name)!.kinked) return null;
  const [first, second] = node.arguments.map((argument) => compile(argument));
  if (second === undefined) return (x) => first([x]);
  return (x) => first([x]) - second([x]);
}

interface Change {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

function signChanges(f: (x: number) => number, low: number, high: number): number[] {
  const close = tolerance(low, high);
  const changes: Change[] = [];
  let left = low;
  let from = Math.sign(f(low));
  for (let cell = 1; cell <= CELLS; cell++) {
    const right = cell === CELLS ? high : low + ((high - low) * cell) / CELLS;
    const to = Math.sign(f(right));
    // Zero is a sign of its own: relu(x) is 0 up to its kink and + beyond. NaN, outside a logarithm's domain, is none.
    if (from !== to && !Number.isNaN(from) && !Number.isNaN(to)) {
      const x = bisect(f, left, right, from);
      const last = changes.at(-1);
      // A zero on a grid point is − to 0 and 0 to +, at one place.
      if (last !== undefined && x - last.x <= close) changes[changes.length - 1] = { x: last.x, from: last.from, to };
      else changes.push({ x, from, to });
    }
    [left, from] = [right, to];
  }
  return changes.filter((change) => change.from !== change.to).map((change) => change.x);
}

/** Points closer than this are one. */
function tolerance(low: number, high: number): number {
  return 1e-12 * Math.max(Math.abs(low), Math.abs(high));
}

function bisect(f: (x: number) => number, left: number, right: number, sign: number): number {
  let [a, b] = [left, right];
  for (let i = 0; i < 80; i++) {
    const middle = a + (b - a) / 2;
    if (middle === a || middle === b) break;
    if (Math.sign(f(middle)) === sign) a = middle;
    else b = middle;
  }
  return Math.abs(f(a)) < Math.abs(f(b)) ? a : b;
}
