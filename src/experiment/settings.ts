// One setting over a document, as written on a command line or in a link: "training.batch=64".

import { InvalidExperiment, isPlainObject, show } from './issues.ts';

/** Names that reach an object's prototype rather than a key. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** Deeper than any key of an experiment. */
const DEEPEST = 16;

/** A new document with the setting made; whether the path and the value make sense is for the schema to say. */
export function applySetting(document: unknown, setting: string): unknown {
  const equals = setting.indexOf('=');
  if (equals < 1) throw refused('', setting, 'key=value, such as training.batch=64');
  return putAt(document, setting.slice(0, equals), readValue(setting.slice(equals + 1)));
}

/** Keys of which a document has one. */
const ALTERNATIVES: readonly (readonly string[])[] = [['target.link', 'target.hermite'], ['student.activation', 'student.hermite']];

/** As `setAt`, and a key that says the same thing in another way gives way to the new one. */
export function putAt(document: unknown, path: string, value: unknown): unknown {
  const others = ALTERNATIVES.find((keys) => keys.includes(path))?.filter((key) => key !== path) ?? [];
  return setAt(others.reduce(without, document), path, value);
}

function without(document: unknown, path: string): unknown {
  const [part, key] = path.split('.');
  if (!isPlainObject(document) || !Object.hasOwn(document, part)) return document;
  const { [part]: object, ...rest } = document;
  if (!isPlainObject(object) || !Object.hasOwn(object, key)) return document;
  const { [key]: _, ...kept } = object;
  return { ...rest, [part]: kept };
}

/** JSON where the text is JSON, else the text itself: quotes are for strings that look like something else. */
export function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The inverse of `readValue` for plain JSON values, with quotes only where they are needed. */
export function writeValue(value: unknown): string {
  return typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value);
}

/** A copy of `document` with `value` at the dotted path; objects are made on the way, arrays only written into. */
export function setAt(document: unknown, path: string, value: unknown): unknown {
  const keys = path.split('.');
  if (keys.length > DEEPEST) throw refused('', path, `a path of at most ${DEEPEST} keys`);
  for (const key of keys)
    if (key === '' || FORBIDDEN.has(key)) throw refused('', path, 'a dotted path of keys of the experiment, such as training.batch');
  return write(document, keys, 0, value);
}

function write(node: unknown, keys: readonly string[], depth: number, value: unknown): unknown {
  if (depth === keys.length) return value;
  const key = keys[depth];
  if (Array.isArray(node)) {
    const index = /^\d+$/.test(key) ? Number(key) : NaN;
    if (!(index <= node.length))
      throw refused(keys.slice(0, depth + 1).join('.'), key, `an index from 0 to ${node.length} into ${keys.slice(0, depth).join('.')}`);
    const copy: unknown[] = [...node];
    copy[index] = write(copy[index], keys, depth + 1, value);
    return copy;
  }
  // A scalar in the way makes room: "fixed" becomes { learningRate } when that is what is set.
  const object = isPlainObject(node) ? node : {};
  return { ...object, [key]: write(Object.hasOwn(object, key) ? object[key] : undefined, keys, depth + 1, value) };
}

function refused(path: string, found: string, allowed: string): InvalidExperiment {
  return new InvalidExperiment([{ path, found: show(found), allowed }]);
}
