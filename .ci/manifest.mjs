// The elements as tools read them: the custom elements manifest, and from it the tags, attributes and custom properties that VS Code
// completes. manifest.test.ts holds it against the code.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';

/** Tag, file and class of every element, as components/tags.ts and components/later.ts have them. */
const row = /'(plateau-[\w-]+)': async \(\) => \(await import\('\.\/([^']+)'\)\)\.(\w+)/g;

const isOpen = ({ privacy, static: ofClass, name }) => privacy !== 'private' && privacy !== 'protected' && !ofClass && !name.startsWith('_');

/** What the comment of the style sheet that all elements have says of its custom properties. */
function sharedProperties(styles) {
  const [, comment] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const tokens\b/.exec(styles);
  return [...comment.matchAll(/@cssprop \[(--[\w-]+)=([^\]]+)\] - (.+)/g)].map(([, name, value, description]) => ({ name, default: value, description }));
}

/** @returns the manifest, schema version 1 */
export function elementsManifest(root) {
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const shared = sharedProperties(read('components/styles.ts'));
  const elements = [...`${read('components/tags.ts')}${read('components/later.ts')}`.matchAll(row)].map(([, tag, file, name]) => ({ tag, path: `components/${file}`, name }));
  // All of them, since an element may have a class of ours above it.
  const paths = readdirSync(join(root, 'components'), { recursive: true }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts')).map((path) => `components/${path.replaceAll('\\', '/')}`);
  const modules = paths.map((path) => ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true));
  const manifest = create({ modules, plugins: litPlugin() });
  for (const { tag, path, name } of elements) {
    const module = manifest.modules.find((each) => each.path === path);
    const declaration = module?.declarations.find((each) => each.name === name);
    if (!declaration) throw new Error(`${path}: found no class ${name} for <${tag}>`);
    Object.assign(declaration, { tagName: tag, customElement: true });
    declaration.members = (declaration.members ?? []).filter(isOpen);
    declaration.attributes = (declaration.attributes ?? []).flatMap(oneByOne);
    declaration.cssProperties = [...shared, ...(declaration.cssProperties ?? [])];
    // An event whose name is worked out is in the comment by the names it may have.
    declaration.events = (declaration.events ?? []).filter((event) => /-/.test(event.name ?? ''));
    // What else the file has is nobody's business but its own.
    module.declarations = [declaration];
    module.exports = [
      { kind: 'js', name, declaration: { name, module: path } },
      { kind: 'custom-element-definition', name: tag, declaration: { name, module: path } },
    ];
  }
  const modulesOfElements = elements.map(({ path }) => manifest.modules.find((each) => each.path === path));
  return { ...manifest, modules: modulesOfElements };
}

/** A comment may name several attributes of one kind: "link, activation - keys of the experiment". */
function oneByOne(attribute) {
  if (attribute.fieldName) return [attribute];
  const [names, ...rest] = `${attribute.name} ${attribute.description ?? ''}`.split(' - ');
  return names.split(',').map((name) => ({ ...attribute, name: name.trim(), description: rest.join(' - ') }));
}

const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

/** Lines of a list, under a word; nothing without any. */
const listed = (word, entries = []) =>
  entries.length === 0 ? [] : ['', `**${word}**`, ...entries.map(({ name, type, description }) => `- \`${name || '(default)'}\`${type ? ` (${type.text})` : ''}: ${words(description)}`)];

/** Custom data for VS Code's `html.customData`, version 1.1. */
export function editorData(manifest) {
  const choices = (type) => [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => ({ name }));
  return {
    version: 1.1,
    tags: manifest.modules.map(({ declarations: [{ tagName, description, attributes, events, slots, cssParts, cssProperties }] }) => ({
      name: tagName,
      description: {
        kind: 'markdown',
        value: [words(description), ...listed('Events', events), ...listed('Slots', slots), ...listed('Parts', cssParts), ...listed('CSS custom properties', cssProperties)].join('\n'),
      },
      attributes: attributes.map(({ name, description: said, type }) => {
        const values = choices(type);
        return { name, description: words(said), ...(type?.text === 'boolean' ? { valueSet: 'v' } : values.length > 0 ? { values } : {}) };
      }),
    })),
  };
}

/** Custom data for VS Code's `css.customData`, version 1.1: the custom properties, each once. */
export function editorStyles(manifest) {
  const all = new Map(manifest.modules.flatMap(({ declarations: [{ cssProperties }] }) => cssProperties.map((each) => [each.name, each])));
  return { version: 1.1, properties: [...all.values()].map(({ name, description }) => ({ name, description: words(description) })) };
}
