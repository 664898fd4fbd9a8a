// An experiment in a URL's hash: dotted key=value pairs that a person can read and edit, only those that differ from
// the defaults, and beside them the state of the view.

import { InvalidExperiment, isPlainObject, show } from './issues.ts';
import { parseExperiment } from './experiment.ts';
import type { Experiment } from './experiment.ts';
import { asWritten } from './written.ts';
import { readValue, setAt, writeValue } from './settings.ts';

/** A document with nothing but required keys: what its experiment has beside them are the defaults. */
const minimal = {
  target: { link: 'z1' },
  student: { width: 1, activation: 'x' },
  data: { dimension: 2 },
  training: { batch: 1, learningRate: 0, steps: 0 },
};

const VIEW = 'view.';

/** The hash, without its '#'. */
export function toPermalink(experiment: Experiment, view: Readonly<Record<string, string>> = {}): string {
  const required = new Set(leaves(minimal).map(([path]) => path));
  const defaults = new Map(leaves(parseExperiment(minimal)).filter(([path]) => !required.has(path)));
  const pairs = leaves(asWritten(experiment)).filter(([path, value]) => defaults.get(path) !== value);
  for (const [key, value] of Object.entries(view)) pairs.push([VIEW + key, value]);
  return pairs.map(([path, value]) => `${encode(path, /[=&]/)}=${encode(value, /&/)}`).join('&');
}

/** Exact inverse of `toPermalink`; junk is an `InvalidExperiment`. */
export function fromPermalink(hash: string): { experiment: Experiment; view: Record<string, string> } {
  const seen = new Set<string>();
  const view: [string, string][] = [];
  let document: unknown = {};
  for (const pair of hash.replace(/^#/, '').split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const path = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (equals < 1) throw refused('', pair, 'key=value pairs joined by &');
    if (seen.has(path)) throw refused(path, pair, 'each key once in a link');
    seen.add(path);
    const text = decode(pair.slice(equals + 1));
    if (path.startsWith(VIEW)) view.push([path.slice(VIEW.length), text]);
    else document = setAt(document, path, readValue(text));
  }
  return { experiment: parseExperiment(document), view: Object.fromEntries(view) };
}

/** Scalars and arrays with their paths; values as they are written, so that equal text is an equal value. */
function leaves(node: unknown, path = ''): [string, string][] {
  if (!isPlainObject(node)) return [[path, writeValue(node)]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}

/** What RFC 3986 lets stand in a fragment stays readable, but for % and what `also` needs as a separator. */
function encode(text: string, also: RegExp): string {
  // A lone half of a surrogate pair has no UTF-8, and so no percent-encoding.
  return text.replace(/\p{Surrogate}/gu, '\uFFFD').replace(/[^]/gu, (c) => (/[\w.~!$&'()*+,;=:@/?-]/.test(c) && !also.test(c) ? c : encodeURIComponent(c)));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('', text, 'a link whose % signs begin an escape such as %20');
  }
}

function refused(path: string, found: string, allowed: string): InvalidExperiment {
  return new InvalidExperiment([{ path, found: show(found), allowed }]);
}
