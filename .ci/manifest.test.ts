// The elements' manifest against their code: what a template, a style sheet or an event has that the manifest lacks, or the other way
// round, is a mistake in a class comment.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attributePaths } from '../components/simulation/document.ts';
import { draws, elements, type Tag } from '../components/tags.ts';
import { editorData, editorStyles, elementsManifest } from './manifest.mjs';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = elementsManifest(root);
const own = new Set(manifest.modules.map(({ path }) => path));

/** The element's file and what it draws with: files of components/ that it imports, other elements' left out. */
function filesOf(path: string, found = new Set<string>()): Set<string> {
  found.add(path);
  const imports = read(path).matchAll(/^import (?!type )[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gm);
  for (const [, first, second] of imports) {
    const to = relative(root, join(root, dirname(path), first ?? second));
    if (to.startsWith('components/') && existsSync(join(root, to)) && !own.has(to) && !found.has(to)) filesOf(to, found);
  }
  return found;
}

const codeOf = (path: string): string => [...filesOf(path)].map(read).join('\n');
const pathOf = (tag: Tag): string => manifest.modules.find(({ declarations: [{ tagName }] }) => tagName === tag)!.path;

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].toSorted();
const namesOf = (described: readonly { readonly name: string }[] = []): string[] => sorted(described.map(({ name }) => name));
const matches = (code: string, pattern: RegExp): string[] => [...code.matchAll(pattern)].flatMap(([, names]) => (names ?? '').split(/[\s,]+/).filter(Boolean));

/** Properties of a Lit class, as the running code has them. */
interface Running {
  readonly observedAttributes: readonly string[];
  readonly elementProperties: ReadonlyMap<string, { readonly state?: boolean }>;
}

describe.each(manifest.modules.map(({ path, declarations: [element] }) => ({ tag: element.tagName as Tag, path, element })))('$tag', ({ tag, path, element }) => {
  const code = codeOf(path);

  it('has the parts of its templates, and no others', () => {
    expect(namesOf(element.cssParts)).toEqual(sorted(matches(code, /\b(?:part|exportparts)="([\w, -]+)"/g)));
  });

  it('has the slots of its templates, and no others', () => {
    const slots = [...code.matchAll(/<slot\b([^>]*)>/g)].map(([, words]) => /\bname="([\w-]+)"/.exec(words)?.[1] ?? '');
    expect(namesOf(element.slots)).toEqual(sorted(slots));
  });

  it('has the events that its code dispatches, and no others, each with the type of its detail', () => {
    expect(namesOf(element.events)).toEqual(sorted(matches(code, /(?:new CustomEvent(?:<[^(]*>)?|\bfire)\('([\w-]+)'/g)));
    for (const { name, type, description } of element.events) expect([name, type?.text, description]).toEqual([name, expect.stringMatching(/^CustomEvent<[\w[\]' |-]+>$/), expect.stringMatching(/\w/)]);
  });

  it('has the custom properties that it reads, or an element that it draws, and no others', () => {
    const all = [code, ...(draws[tag] ?? []).map((inside) => codeOf(pathOf(inside)))].join('\n');
    expect(namesOf(element.cssProperties)).toEqual(sorted(matches(all, /(--plateau-[\w-]+)(?=,|'\))/g)));
    expect(element.cssProperties.length).toBeLessThanOrEqual(12);
  });

  it('has the attributes and the properties of the running class, each with a word on what it is', async () => {
    const running = (await elements[tag]()) as unknown as Running;
    expect(namesOf(element.attributes)).toEqual(sorted(running.observedAttributes));
    const open = [...running.elementProperties].filter(([, { state }]) => !state).map(([name]) => name);
    expect(namesOf(element.members)).toEqual(expect.arrayContaining(open));
    expect([...element.members, ...element.attributes, ...(element.slots ?? []), ...(element.cssParts ?? [])].filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

it('names the keys of the experiment that are attributes', () => {
  const { attributes } = manifest.modules.find(({ declarations: [{ tagName }] }) => tagName === 'plateau-simulation')!.declarations[0];
  expect(namesOf(attributes)).toEqual(expect.arrayContaining(Object.keys(attributePaths)));
});

it('goes into what VS Code completes', () => {
  const { tags } = editorData(manifest) as { tags: { name: string; description: { value: string } }[] };
  expect(tags.map(({ name }) => name)).toEqual(Object.keys(elements));
  const risk = tags.find(({ name }) => name === 'plateau-risk')!.description.value;
  for (const words of ['plateau-look', '`caption`', '`legend`', '--plateau-chart-height']) expect(risk).toContain(words);
  expect((editorStyles(manifest) as { properties: { name: string }[] }).properties).toHaveLength(10);
});

it('has TypeScript know every tag and event by the package’s own entry', () => {
  const test = read('components/types.test.ts');
  for (const { declarations: [{ tagName, events }] } of manifest.modules) for (const name of [tagName, ...events.map((event) => event.name)]) expect(test).toContain(`'${name}'`);
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.ci/tsconfig.types.json'], { cwd: root, stdio: 'pipe' });
});
