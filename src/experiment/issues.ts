// How a refused document is told to its author: where, what was found, what is allowed.

export interface Issue {
  /** Dotted path of the offending key, array indices included: "initial.M.2.0"; "" is the document itself. */
  readonly path: string;
  /** The value as its author would recognise it, shortened. */
  readonly found: string;
  readonly allowed: string;
}

/** The document is not an experiment. Its message has one line an issue. */
export class InvalidExperiment extends Error {
  override readonly name = 'InvalidExperiment';
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map(sentence).join('\n'));
  }
}

function sentence({ path, found, allowed }: Issue): string {
  return `${path === '' ? 'the experiment' : path}: found ${found}; allowed: ${allowed}`;
}

export function joinPath(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

const WIDTH = 60;

/** A value in about 60 characters of JSON, whatever it is: cyclic, huge, or no JSON at all. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = render(value, 3);
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

function render(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string': return JSON.stringify(value.length > WIDTH ? `${value.slice(0, WIDTH)}…` : value);
    case 'number':
    case 'boolean': return String(value);
    case 'bigint': return 'a BigInt';
    case 'function': return 'a function';
    case 'symbol': return 'a symbol';
    case 'undefined': return 'nothing';
    default: return value === null ? 'null' : renderObject(value as object, depth);
  }
}

function renderObject(value: object, depth: number): string {
  if (Array.isArray(value)) {
    if (depth === 0) return '[…]';
    // Enough elements to fill the width: a longer array costs no more than a short one.
    const head = value.slice(0, WIDTH / 2).map((element) => render(element, depth - 1));
    return `[${head.join(',')}${value.length > head.length ? ',…' : ''}]`;
  }
  if (!isPlainObject(value)) return kindOf(value) === 'Object' ? 'an object of some class' : `a ${kindOf(value)} object`;
  if (depth === 0) return '{…}';
  const parts: string[] = [];
  for (const key of Object.keys(value).slice(0, WIDTH / 4))
    parts.push(`${render(key, 0)}:${render(value[key], depth - 1)}`);
  return `{${parts.join(',')}}`;
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** What a JSON object looks like in memory, from this realm or another; dates, maps and class instances are not. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && kindOf(value) === 'Object');
}

/** The candidate a typing error may have meant, null when none is near. */
export function closest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = 3;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const errors = distance(word.toLowerCase(), candidate.toLowerCase());
    // Two errors in a word of three letters is another word.
    if (errors < least && 2 * errors < candidate.length) [best, least] = [candidate, errors];
  }
  return best;
}

/** Edit distance with swaps of neighbouring letters as one error. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
