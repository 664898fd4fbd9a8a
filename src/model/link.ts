// A link is a function given as an expression: an activation σ(x) or a target h*(z1, …, zk). One parser makes of it a
// float64 function and its symbolic derivative; `wgslOf` (write-wgsl.ts) and `texOf` (write-tex.ts) write it as WGSL and TeX. The
// expression is data: it is never run as JavaScript.

import { type Algebra, algebraOver } from './algebra.ts';
import { compileBlock, type EvaluateBlock } from './block.ts';
import { buildNode } from './build.ts';
import { compile } from './compile.ts';
import { differentiate } from './differentiate.ts';
import { type Node, nodeTable } from './nodes.ts';
import { readSyntax } from './syntax.ts';

export { InvalidLink } from './invalid.ts';
export type { Node } from './nodes.ts';

export interface Link {
  /** The text it was parsed from; a derivative has that of the link it came from. */
  readonly source: string;
  readonly variables: readonly string[];
  /** The expression as a graph: equal parts are the same object. */
  readonly root: Node;
  /** The value in float64 at a point with one coordinate for each variable. */
  evaluate(point: ArrayLike<number>): number;
  /** The same at up to BLOCK points at once (block.ts), equal to `evaluate` to rounding. */
  readonly evaluateBlock: EvaluateBlock;
  /** The partial derivative, exact almost everywhere: relu' = step, abs' = sign, sign' = step' = 0. */
  derivative(variable: string): Link;
}

/**
 * The link that `source` writes in `variables`. Throws InvalidLink for anything but numbers, + - * / ^, parentheses,
 * the variables, pi and the functions of DESIGN.md; for more than 1000 characters; for a place inside more than 64
 * parentheses, calls, signs and exponents; and for constants that are not finite or too large for float32.
 */
export function parseLink(source: string, variables: readonly string[]): Link {
  const algebra = algebraOver(nodeTable());
  return linkOf(source, variables, buildNode(readSyntax(source), variables, algebra), algebra);
}

export function activationVariables(): ['x'] {
  return ['x'];
}

/** z1 … zk. */
export function targetVariables(k: number): string[] {
  return Array.from({ length: k }, (_, i) => `z${i + 1}`);
}

function linkOf(source: string, variables: readonly string[], root: Node, algebra: Algebra): Link {
  // Compiled at the first call: many links are only parsed, to be checked.
  let compiled: ReturnType<typeof compile> | null = null;
  let compiledBlock: EvaluateBlock | null = null;
  const derivatives = new Map<string, Link>();
  return {
    source,
    variables,
    root,
    evaluate: (point) => (compiled ??= compile(root))(point),
    evaluateBlock: (inputs, out, count) => (compiledBlock ??= compileBlock(root, variables))(inputs, out, count),
    derivative(variable) {
      if (!variables.includes(variable)) throw new RangeError(`"${variable}" is not among the variables ${variables.join(', ')}`);
      let link = derivatives.get(variable);
      if (link === undefined)
        derivatives.set(variable, (link = linkOf(source, variables, differentiate(root, variable, algebra), algebra)));
      return link;
    },
  };
}
