// The experiment's schema as JSON Schema, for editors. Made at build: nothing that runs in a page imports this file.

import { toJsonSchema } from '@valibot/to-json-schema';
import { experimentSchema } from './schema.ts';

/** As a document is written (defaults may be left out), with the widest ranges any engine takes. */
export function jsonSchema(): Record<string, unknown> {
  const schema = toJsonSchema(experimentSchema('closure'), { typeMode: 'input', ignoreActions: ['finite'] }) as Record<string, unknown>;
  const properties = schema.properties as Record<string, unknown>;
  return {
    ...schema,
    properties: { $schema: { type: 'string', description: 'For editors; ignored.' }, ...properties },
  };
}
