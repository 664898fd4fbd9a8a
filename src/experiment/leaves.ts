// The leaves a schema is made of. Each says once what it allows, for the validator, for the error and for editors.

import * as v from 'valibot';

interface About {
  readonly title: string;
  readonly description: string;
}

/** A number as one writes it in a sentence. */
function figure(value: number): string {
  return value >= 1e9 && Number.isInteger(Math.log10(value)) ? `10^${Math.log10(value)}` : String(value);
}

export function whole(title: string, description: string, min: number, max: number = Infinity) {
  const allowed = max === Infinity ? `a whole number of at least ${figure(min)}` : `a whole number from ${figure(min)} to ${figure(max)}`;
  return v.pipe(
    v.number(allowed), v.integer(allowed), v.minValue(min, allowed), max === Infinity ? v.finite(allowed) : v.maxValue(max, allowed),
    v.title(title), v.description(description),
  );
}

export function atLeastZero(title: string, description: string) {
  const allowed = 'a number of at least 0';
  return v.pipe(v.number(allowed), v.finite(allowed), v.minValue(0, allowed), v.title(title), v.description(description));
}

export function aboveZero(title: string, description: string) {
  const allowed = 'a number above 0';
  return v.pipe(v.number(allowed), v.finite(allowed), v.gtValue(0, allowed), v.title(title), v.description(description));
}

/** A number in [0, 1], or in (0, 1] when zero is left out. */
export function fraction(title: string, description: string, zero: boolean) {
  const allowed = zero ? 'a number from 0 to 1' : 'a number above 0 and at most 1';
  return v.pipe(
    v.number(allowed), v.finite(allowed), zero ? v.minValue(0, allowed) : v.gtValue(0, allowed), v.maxValue(1, allowed),
    v.title(title), v.description(description),
  );
}

export function finite(title: string, description: string) {
  const allowed = 'a finite number';
  return v.pipe(v.number(allowed), v.finite(allowed), v.title(title), v.description(description));
}

export function flag(title: string, description: string) {
  return v.pipe(v.boolean('true or false'), v.title(title), v.description(description));
}

export function expression(title: string, description: string, variables: string) {
  const allowed = `an expression in ${variables} of at most 1000 characters`;
  return v.pipe(v.string(allowed), v.maxLength(1000, allowed), v.title(title), v.description(description));
}

/** 1 to `most` numbers. */
export function numbers(title: string, description: string, most: number, allowed?: string) {
  return v.pipe(v.array(finite(`${title}, one of them`, description), allowed), v.minLength(1, allowed), v.maxLength(most, allowed), v.title(title), v.description(description));
}

export function words<const T extends readonly string[]>(title: string, description: string, options: T) {
  return v.pipe(v.picklist(options, either(options.map((word) => `"${word}"`))), v.title(title), v.description(description));
}

/** Nested arrays of numbers; the exact shape depends on other keys and is checked once those hold. */
export function matrix({ title, description }: About, shape: string, rows: number, columns: number) {
  const allowed = `a ${shape} matrix, as rows of numbers`;
  const entry = finite(`${title}, one entry`, description);
  const row = v.pipe(v.array(entry, allowed), v.minLength(1, allowed), v.maxLength(columns, allowed), v.title(`${title}, one row`), v.description(description));
  return v.pipe(v.array(row, allowed), v.minLength(1, allowed), v.maxLength(rows, allowed), v.title(title), v.description(description));
}

/** "a", "a or b", "a, b or c". */
function either(options: readonly string[]): string {
  return options.length < 2 ? options.join('') : `${options.slice(0, -1).join(', ')} or ${options[options.length - 1]}`;
}
