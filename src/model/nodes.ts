// What a link is made of. Nodes of one link live in one table and equal nodes are the same object, so an expression is
// a directed acyclic graph: a derivative refers to the parts of what it derives instead of copying them, and a size is
// a number of distinct nodes.

import { FUNCTIONS } from './functions.ts';

interface Common {
  /** Place in the table, in the order of creation: arguments come before what is made of them. */
  readonly id: number;
  /** The value, when no variable occurs; null otherwise. */
  readonly constant: number | null;
}

/** Sums and products have two terms or more; a product's number, if any, comes first. */
export type Node = Common &
  (
    | { readonly kind: 'number' }
    | { readonly kind: 'pi' }
    | { readonly kind: 'variable'; readonly name: string; readonly index: number }
    | { readonly kind: 'sum'; readonly terms: readonly Node[] }
    | { readonly kind: 'product'; readonly factors: readonly Node[] }
    | { readonly kind: 'quotient'; readonly numerator: Node; readonly denominator: Node }
    | { readonly kind: 'power'; readonly base: Node; readonly exponent: Node }
    | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  );

type Plain<T> = T extends unknown ? Omit<T, 'id' | 'constant'> : never;
export type Shape = Plain<Node>;

export interface NodeTable {
  readonly size: () => number;
  /** The node of this shape; `value` is for numbers. */
  readonly intern: (shape: Shape, value?: number) => Node;
}

export function nodeTable(): NodeTable {
  const known = new Map<string, Node>();
  return {
    size: () => known.size,
    intern(shape, value) {
      const key = keyOf(shape, value);
      const found = known.get(key);
      if (found !== undefined) return found;
      const node = { ...shape, id: known.size, constant: constantOf(shape, value) } as Node;
      known.set(key, node);
      return node;
    },
  };
}

/** The nodes that a node is made of directly. */
export function childrenOf(node: Shape): readonly Node[] {
  switch (node.kind) {
    case 'sum':
      return node.terms;
    case 'product':
      return node.factors;
    case 'quotient':
      return [node.numerator, node.denominator];
    case 'power':
      return [node.base, node.exponent];
    case 'call':
      return node.arguments;
    default:
      return [];
  }
}

/** All distinct nodes below and including `root`, arguments before what is made of them. */
export function reachable(root: Node): Node[] {
  const seen = new Set<Node>([root]);
  // A Set grows while it is walked, and the walk goes on to what was added.
  for (const node of seen) for (const child of childrenOf(node)) seen.add(child);
  return [...seen].sort((a, b) => a.id - b.id);
}

function keyOf(shape: Shape, value?: number): string {
  const head = shape.kind === 'number' ? String(value) : shape.kind === 'variable' || shape.kind === 'call' ? shape.name : '';
  return `${shape.kind} ${head} ${childrenOf(shape)
    .map((child) => child.id)
    .join(' ')}`;
}

function constantOf(shape: Shape, value?: number): number | null {
  if (shape.kind === 'number') return value ?? NaN;
  if (shape.kind === 'pi') return Math.PI;
  if (shape.kind === 'variable') return null;
  const values: number[] = [];
  for (const child of childrenOf(shape)) {
    if (child.constant === null) return null;
    values.push(child.constant);
  }
  switch (shape.kind) {
    case 'sum':
      return values.reduce((sum, term) => sum + term);
    case 'product':
      return values.reduce((product, factor) => product * factor);
    case 'quotient':
      return values[0] / values[1];
    case 'power':
      return values[0] ** values[1];
    default:
      return FUNCTIONS.get(shape.name)!.value(values[0], values[1]);
  }
}
