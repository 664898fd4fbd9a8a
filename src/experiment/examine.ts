// Walks a document along its schema and lists everything wrong with it, each with its path. The validator's own report
// stops at the first unknown key and cannot say which alternative of a union was meant; this one is for people.

import * as v from 'valibot';
import type { GenericSchema } from 'valibot';
import { closest, isPlainObject, joinPath, show } from './issues.ts';
import type { Issue } from './issues.ts';

/** The parts of valibot's schema objects that the walk looks into. */
interface Node {
  readonly type: string;
  readonly message?: string;
  readonly default?: unknown;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly options?: readonly Node[];
  readonly item?: Node;
  /** Of a variant: the key that tells its options apart. */
  readonly key?: string;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown; readonly metadata?: { readonly either?: readonly [string, string] } }[];
}

interface Walk {
  readonly issues: Issue[];
  /** Issues beyond the hundredth are counted, not kept: nobody reads them, and a hostile document has millions. */
  dropped: number;
}

const MOST = 100;

/** The document with nothing in it but what the schema knows (own plain values, −0 as 0), and what was wrong with it. */
export function examine(schema: GenericSchema, document: unknown): { clean: unknown; issues: readonly Issue[] } {
  const walk: Walk = { issues: [], dropped: 0 };
  let clean: unknown = null;
  try {
    clean = visit(schema, document, '', '', walk);
  } catch {
    // A getter or a proxy threw: whatever this is, it did not come from JSON.
    walk.issues.push({ path: '', found: 'an object that cannot be read', allowed: 'plain JSON values' });
  }
  if (walk.dropped > 0) walk.issues.push({ path: '', found: `${walk.dropped} more such values`, allowed: 'none of them' });
  return { clean, issues: walk.issues };
}

function refuse(walk: Walk, path: string, value: unknown, allowed: string): undefined {
  if (walk.issues.length < MOST) walk.issues.push({ path, found: show(value), allowed });
  else walk.dropped++;
  return undefined;
}

/** `or` ends the sentence on what is allowed: ", or null" inside a nullable. */
function visit(node: Node, value: unknown, path: string, or: string, walk: Walk): unknown {
  switch (node.type) {
    case 'optional': return value === undefined ? undefined : visit(node.wrapped!, value, path, or, walk);
    case 'nullable': return value === null ? null : visit(node.wrapped!, value, path, ', or null', walk);
    case 'strict_object': return visitObject(node, value, path, or, walk);
    case 'array': return visitArray(node, value, path, or, walk);
    case 'variant': return visitVariant(node, value, path, or, walk);
    case 'union': return visitUnion(node, value, path, or, walk);
    default: return accepts(node, value) ? (value === 0 ? 0 : value) : refuse(walk, path, value, node.message + or);
  }
}

function accepts(leaf: Node, value: unknown): boolean {
  return v.safeParse(leaf as unknown as GenericSchema, value).success;
}

function visitObject(node: Node, value: unknown, path: string, or: string, walk: Walk): unknown {
  const keys = Object.keys(node.entries!);
  if (!isPlainObject(value)) return refuse(walk, path, value, `an object with the keys ${keys.join(', ')}${or}`);
  const clean: Record<string, unknown> = {};
  for (const key of keys) {
    const inner = visit(node.entries![key], Object.hasOwn(value, key) ? value[key] : undefined, joinPath(path, key), '', walk);
    if (inner !== undefined) clean[key] = inner;
  }
  for (const action of node.pipe ?? []) if (action.metadata?.either) visitEither(node, action.metadata.either, value, path, walk);
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const meant = closest(key, keys);
    const name = key.length > 60 ? `${key.slice(0, 60)}…` : key;
    refuse(walk, joinPath(path, name), value[key], `only the keys ${keys.join(', ')}${meant === null ? '' : `; did you mean "${meant}"?`}`);
  }
  return clean;
}

/** Exactly one of two keys. */
function visitEither(node: Node, [first, other]: readonly [string, string], value: Record<string, unknown>, path: string, walk: Walk): void {
  const given = [first, other].filter((key) => Object.hasOwn(value, key) && value[key] !== undefined);
  if (given.length === 1) return;
  const paths = `${joinPath(path, first)} and ${joinPath(path, other)}`;
  if (given.length === 2) refuse(walk, joinPath(path, other), value[other], `nothing beside ${joinPath(path, first)}: of ${paths} a document has one`);
  else refuse(walk, joinPath(path, first), undefined, `${messageOf(node.entries![first])}, or ${joinPath(path, other)}, ${messageOf(node.entries![other])}`);
}

/** What a leaf allows, also inside an optional. */
const messageOf = (node: Node): string => node.message ?? messageOf(node.wrapped!);

/** An object of one of several shapes, told apart by one key. */
function visitVariant(node: Node, value: unknown, path: string, or: string, walk: Walk): unknown {
  const key = node.key!;
  if (!isPlainObject(value) || !Object.hasOwn(value, key)) return refuse(walk, path, value, node.message + or);
  const option = node.options!.find((candidate) => accepts(candidate.entries![key], value[key]));
  return option ? visitObject(option, value, path, or, walk) : refuse(walk, joinPath(path, key), value[key], node.options!.map(({ entries }) => entries![key].message).join(' or '));
}

function visitArray(node: Node, value: unknown, path: string, or: string, walk: Walk): unknown {
  const most = node.pipe!.find((action) => action.type === 'max_length')!.requirement as number;
  const allowed = (node.message ?? `an array of 1 to ${most} numbers`) + or;
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return refuse(walk, path, value, allowed);
  return Array.from(value, (element: unknown, i) => visit(node.item!, element, joinPath(path, i), '', walk));
}

function visitUnion(node: Node, value: unknown, path: string, or: string, walk: Walk): unknown {
  const ofType = (type: string) => node.options!.filter((option) => option.type === type);
  if (isPlainObject(value)) {
    const objects = [...ofType('strict_object'), ...ofType('variant')];
    const similar = objects.filter((option) => Object.keys(option.entries ?? {}).some((key) => Object.hasOwn(value, key)));
    if (similar.length === 1) return visit(similar[0], value, path, or, walk);
    if (objects.length === 1) return visit(objects[0], value, path, or, walk);
  } else if (Array.isArray(value)) {
    const arrays = ofType('array');
    if (arrays.length === 1) return visit(arrays[0], value, path, or, walk);
  } else if (node.options!.some((option) => !['strict_object', 'variant', 'array'].includes(option.type) && accepts(option, value))) {
    return value === 0 ? 0 : value;
  }
  return refuse(walk, path, value, node.message + or);
}
