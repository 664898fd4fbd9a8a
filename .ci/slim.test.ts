// What the script tag's build leaves out must not be missed: an experiment is read, and refused, as it is from the source,
// and styles say the same.

import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import type { parseExperiment } from '../src/experiment/experiment.ts';
import { setAt } from '../src/experiment/settings.ts';
import { slim } from './slim.mjs';

const root = join(import.meta.dirname, '..');

async function bundled(plugins: Rolldown.Plugin[]): Promise<string> {
  const [{ output }] = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins,
    build: { write: false, minify: true, lib: { entry: join(root, 'src/experiment/experiment.ts'), formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  return output[0].code;
}

type Parse = typeof parseExperiment;

const loaded = async (code: string): Promise<Parse> =>
  ((await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as { parseExperiment: Parse }).parseExperiment;

/** The experiment with its defaults, or the words that refuse it. */
function outcome(parse: Parse, document: unknown): unknown {
  try {
    return parse(document);
  } catch (error) {
    return String(error);
  }
}

/** Every key of a run, and those of a flow. */
const documents = [
  {
    target: { link: 'He3(z1) + z2', directions: 2, noise: 0.1, gram: [[1, 0.5], [0.5, 1]] },
    student: { width: 2, activation: 'tanh(x)', readout: { law: 'atoms', values: [-1, 1], weights: [1, 2] }, scaling: 'sqrt' },
    data: { dimension: 100, distribution: 'gaussian' },
    initial: { M: [[0, 0], [0, 0]], Q: [[1, 0], [0, 1]] },
    training: {
      loss: 'square', adaptive: { share: 0.5, drop: 0.2, decay: 0.9 }, constraint: 'none', batch: 50, reuse: 2, dataset: 500, learningRate: 0.1, weightDecay: 0.01,
      lookAhead: { kind: 'two-step', rho: 0.1 }, secondLayer: { learningRate: 0.1 }, steps: 10,
    },
    record: { every: 2 },
    seed: 3,
    engine: 'reference',
  },
  {
    target: { hermite: [0.8, 1] },
    student: { width: 4, hermite: [0.5, 1], readout: { law: 'gaussian', mean: 0, std: 1 } },
    data: { dimension: 'infinity' },
    initial: { overlap: 0.1 },
    theory: { form: 'flow', signal: true, noise: 1, intraBatch: true, samples: 10, epsilon: 0.1, horizon: 2 },
    record: { log: 5 },
    engine: 'theory',
  },
];
const junk = ['junk', -1, 0.5, 1e30, true, null, [], [[]], {}, { law: 'uniform' }, { junk: 1 }];

/** Every place of a document, itself included. */
const places = (node: unknown, path: string): string[] =>
  typeof node === 'object' && node !== null ? Object.entries(node).flatMap(([key, value]) => [`${path}${key}`, ...places(value, `${path}${key}.`)]) : [];

let [whole, slimmed] = ['', ''];
beforeAll(async () => {
  [whole, slimmed] = [await bundled([]), await bundled([slim()])];
});

it('a document is read and refused in the same words', async () => {
  const [before, after] = [await loaded(whole), await loaded(slimmed)];
  const tried = [{}, null, ...documents, ...documents.flatMap((document) => places(document, '').flatMap((path) => junk.map((value) => setAt(document, path, value))))];
  const outcomes = tried.map((document) => outcome(before, document));
  expect(outcomes.filter((each) => typeof each === 'string').length).toBeGreaterThan(300);
  expect(outcomes.slice(2, 4)).toMatchObject([{ seed: 3 }, { engine: 'theory' }]);
  expect(tried.map((document) => outcome(after, document))).toEqual(outcomes);
});

it('none of the titles and descriptions is left', () => {
  // Of a key, a matrix, an object and a name in a list.
  for (const words of ['Directions k', 'Gram matrix P', 'What the network is to learn', 'Readout by name', ', one row']) {
    expect(whole).toContain(words);
    expect(slimmed).not.toContain(words);
  }
});

it('styles lose what a browser passes over, and no string', () => {
  const source = "css`\n  /* It's here: { a; } */\n  li > a:hover, li a:focus {\n    color: red;\n    margin: calc(1px + 2px) ${gap};\n  }\n`; html`<p>\n  ${text}\n  </p>`; css`a::before { content: 'Note: '; font: 1em \"A, b\"; }`";
  expect(slim().transform(source, '/components/any.ts')).toBe(
    "css` li > a:hover,li a:focus{color:red;margin:calc(1px + 2px) ${gap};\n  }\n`; html`<p>\n${text}\n  </p>`; css`a::before{content:'Note: ';font:1em \"A, b\"}`",
  );
});
