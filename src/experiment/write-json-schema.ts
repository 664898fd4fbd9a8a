// What the build writes into dist/experiment.schema.json. It stands apart so that nothing in a page reaches for it.

export { jsonSchema as experimentJsonSchema } from './json-schema.ts';
