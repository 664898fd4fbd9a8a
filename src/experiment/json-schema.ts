// The experiment's schema as JSON Schema, for editors. Made at build: nothing that runs in a page imports this file.

import { toJsonSchema } from '@valibot/to-json-schema';
import { flowForms } from './flow.ts';
import { experimentSchema } from './schema.ts';

/** As a document is written (defaults may be left out), with the widest ranges any engine takes. */
export function jsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(experimentSchema('closure', true), { typeMode: 'input', ignoreActions: ['finite'] }) as Record<string, unknown>;
  const properties = schema.properties as Record<string, Record<string, unknown>>;
  return {
    ...schema,
    properties: {
      $schema: { type: 'string', description: 'For editors; ignored.' },
      ...properties,
      target: { ...properties.target, oneOf: oneOf('link', 'hermite') },
      student: { ...properties.student, oneOf: oneOf('activation', 'hermite') },
      // The schema above is that of a flow, whose times are few; what runs is recorded at every step unless it is said.
      record: { ...properties.record, default: { every: 1 } },
    },
    if: aFlow,
    else: whatRunsNeed,
  };
}

const oneOf = (...keys: string[]) => keys.map((key) => ({ required: [key] }));

/** A flow leaves out what any other experiment needs. */
const aFlow = {
  properties: { engine: { const: 'theory' }, theory: { properties: { form: { enum: flowForms } }, required: ['form'] } },
  required: ['engine', 'theory'],
};
const whatRunsNeed = {
  properties: { data: { properties: { dimension: { type: 'integer' } } }, training: { required: ['batch', 'learningRate', 'steps'] } },
  required: ['training'],
};
