// Between the text in a field and the value in the document.

import { isPlainObject } from '../../src/experiment/issues.ts';
import { putAt, readValue, setAt } from '../../src/experiment/settings.ts';
import type { Field } from './fields.ts';

export function valueAtPath(document: unknown, path: string): unknown {
  let node = document;
  for (const key of path.split('.')) {
    if (!isPlainObject(node) || !Object.hasOwn(node, key)) return undefined;
    node = node[key];
  }
  return node;
}

/** Written where an initial condition is given by its matrices: kept as it is unless someone types over it. */
export const exactInitial = 'as given: M and Q';

/** What the field shows. */
export function textOf(field: Field, document: unknown): string {
  if (field.path === 'record.every') {
    const record = valueAtPath(document, 'record');
    if (!isPlainObject(record)) return '1';
    return 'log' in record ? `log ${String(record.log)}` : String(record.every);
  }
  const value = valueAtPath(document, field.path);
  if (field.path === 'initial' && isPlainObject(value)) return 'overlap' in value ? String(value.overlap) : exactInitial;
  if (Array.isArray(value)) return value.join(', ');
  if (value === undefined || value === null) return '';
  if (value === Infinity) return 'infinity';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The document with the field's text in it. Nonsense is put in as it is: the schema says what is wrong with it. */
export function withText(field: Field, text: string, document: unknown): unknown {
  const written = text.trim();
  // An expression may stand for coefficients, which it replaces only where it was changed.
  if (text === textOf(field, document)) return document;
  if (field.expression) return putAt(document, field.path, text);
  if (field.path === 'record.every') {
    const points = /^log\s+(.+)$/.exec(written);
    return setAt(document, 'record', points ? { log: readValue(points[1]) } : { every: readNumber(written) });
  }
  if (field.path === 'initial') {
    if (written === exactInitial) return document;
    const value = readNumber(written);
    return setAt(document, 'initial', typeof value === 'number' ? { overlap: value } : value);
  }
  if (field.path === 'engine' && written === '') return withoutEngine(document);
  if (field.path === 'student.readout' && written.startsWith('{')) return setAt(document, field.path, readValue(written));
  if (field.path === 'student.readout' && written.includes(',')) {
    return setAt(document, field.path, written.split(',').map((part) => readNumber(part.trim())));
  }
  return setAt(document, field.path, field.options ? written : readNumber(written));
}

/** The document of someone who leaves the choice of the engine to the page. */
export function withoutEngine(document: unknown): unknown {
  if (!isPlainObject(document)) return document;
  const { engine: _, ...rest } = document;
  return rest;
}

/** "16384", "1.6e4", "16,384" and "2^14" are numbers; anything else stays text. */
export function readNumber(text: string): unknown {
  const power = /^(\d+(?:\.\d+)?)\s*\^\s*(-?\d+(?:\.\d+)?)$/.exec(text);
  if (power) return Number(power[1]) ** Number(power[2]);
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  const value = Number(plain);
  return plain !== '' && Number.isFinite(value) ? value : text;
}

/** The field an issue belongs to: the one whose path it is, or is under, or is above. */
export function fieldOfIssue(path: string, fields: readonly Field[]): Field | undefined {
  const own = (field: Field): string => (field.path === 'record.every' ? 'record' : field.path);
  return fields.find((field) => path === own(field) || path.startsWith(`${own(field)}.`));
}
