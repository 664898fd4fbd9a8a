// Where an expression is not smooth: the hyperplanes on which an argument of relu, abs, sign, step, max or min changes its mind.

import { compile } from '../../model/compile.ts';
import { FUNCTIONS } from '../../model/functions.ts';
import type { Link, Node } from '../../model/link.ts';
import { reachable } from '../../model/nodes.ts';

/** The points z with ⟨direction, z⟩ = at. */
export interface Fold {
  readonly direction: Float64Array;
  readonly at: number;
}

export interface Folds {
  readonly folds: Fold[];
  /** False when some fold is curved, as that of relu(z1*z2 - 1): it is then not among them. */
  readonly flat: boolean;
}

export function foldsOf(link: Link): Folds {
  const k = link.variables.length;
  const folds: Fold[] = [];
  let flat = true;
  for (const node of reachable(link.root)) {
    if (node.kind !== 'call' || node.constant !== null || !FUNCTIONS.get(node.name)!.kinked) continue;
    const [first, second] = node.arguments;
    for (const factor of second === undefined ? factorsOf(first) : [null]) {
      const [a, b] = [compile(factor ?? first), second === undefined ? null : compile(second)];
      const fold = affine((z) => a(z) - (b ? b(z) : 0), k);
      if (fold) folds.push(fold);
      else flat = false;
    }
  }
  return { folds, flat };
}

/** A product changes sign where one of its factors does. */
function factorsOf(node: Node): readonly Node[] {
  return node.kind === 'product' ? node.factors.filter(({ constant }) => constant === null) : [node];
}

/** The zeros of f when it is affine, at the points where that is tried; null otherwise. */
function affine(f: (z: Float64Array) => number, k: number): Fold | null {
  const base = f(new Float64Array(k));
  const direction = Float64Array.from({ length: k }, (_, r) => f(Float64Array.from({ length: k }, (_, s) => Number(r === s))) - base);
  for (let trial = 1; trial <= 12; trial++) {
    const z = Float64Array.from({ length: k }, (_, r) => 4 * Math.sin(trial * (r + 1.7)));
    const value = direction.reduce((sum, v, r) => sum + v * z[r], base);
    if (!(Math.abs(f(z) - value) <= 1e-12 * (1 + Math.abs(value)))) return null;
  }
  return { direction, at: -base };
}
