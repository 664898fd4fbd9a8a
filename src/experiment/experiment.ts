// The experiment document: from anything at all to a complete, valid Experiment, or to an error that says why not.

import * as v from 'valibot';
import { examine } from './examine.ts';
import { InvalidExperiment, isPlainObject } from './issues.ts';
import type { Issue } from './issues.ts';
import { jsonErrorAt } from './json-error.ts';
import { breaches } from './rules.ts';
import { engineNames, experimentSchema } from './schema.ts';
import type { EngineName, Experiment, ExperimentDocument } from './schema.ts';
import { notYetServed } from './served.ts';
import { isFlow } from './flow.ts';
import { resolved, unresolved } from './written.ts';

export { InvalidExperiment };
export type { EngineName, Experiment, ExperimentDocument, Issue };

const schemas = new Map<string, ReturnType<typeof experimentSchema>>();

function schemaFor(engine: EngineName, flow: boolean) {
  const key = `${engine} ${flow}`;
  const schema = schemas.get(key) ?? experimentSchema(engine, flow);
  schemas.set(key, schema);
  return schema;
}

/** Fills every default. Throws `InvalidExperiment` with all that is wrong: keys and ranges first, then what ties keys together, then what is not served yet. */
export function parseExperiment(document: unknown): Experiment {
  const body = readable(() => unresolved(withoutSchemaKey(document)), document);
  const [engine, flow] = readable<[EngineName, boolean]>(() => [engineOf(body), isPlainObject(body) && isFlow(body)], ['dense', false]);
  const schema = schemaFor(engine, flow);
  const { clean, issues } = examine(schema, body);
  refuse(issues);
  const experiment = resolved(v.parse(schema, clean));
  refuse(breaches(experiment));
  refuse(notYetServed(experiment));
  return experiment;
}

/** As `parseExperiment`, from JSON text. */
export function parseExperimentText(text: string): Experiment {
  return parseExperiment(parseJson(text));
}

/** JSON text to a value; what is not JSON is an `InvalidExperiment` that says where. */
export function parseJson(text: string): unknown {
  // Some editors on Windows begin a file with a byte order mark.
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(source);
  } catch {
    throw new InvalidExperiment([{ path: '', found: jsonErrorAt(source), allowed: 'a JSON document' }]);
  }
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InvalidExperiment(issues);
}

/** What can be read of a document before it is examined; one that throws when it is read is left to be refused as a whole. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Ranges depend on the engine, so it is looked at first; a wrong name is found by the schema afterwards. */
function engineOf(document: unknown): EngineName {
  const named = isPlainObject(document) && Object.hasOwn(document, 'engine') ? document.engine : undefined;
  return engineNames.find((name) => name === named) ?? 'dense';
}

/** `$schema` is for editors, and no part of the experiment. */
function withoutSchemaKey(document: unknown): unknown {
  if (!isPlainObject(document) || !Object.hasOwn(document, '$schema')) return document;
  const { $schema: _, ...rest } = document;
  return rest;
}
