// Imports run one way (docs: "The house"). A rule that never fires protects nothing, so a small house with every
// import one part could make of another goes through the real configuration, and what it refuses is read here.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const inSrc = ['math', 'model', 'experiment', 'theory', 'gpu', 'engines', 'run', 'cli'];
const parts = [...inSrc, 'components', 'shaders'];

/** What each part may import, its own files apart. */
const mayImport: Record<string, string[]> = {
  math: [],
  model: ['math'],
  experiment: ['math', 'model'],
  theory: ['math', 'model', 'experiment'],
  gpu: [],
  engines: ['math', 'model', 'experiment', 'theory', 'gpu', 'shaders'],
  run: ['math', 'model', 'experiment', 'theory', 'gpu', 'engines'],
  cli: ['math', 'model', 'experiment', 'theory', 'gpu', 'engines', 'run'],
  components: ['math', 'model', 'experiment', 'theory', 'run'],
};

const folderOf = (part: string): string => (inSrc.includes(part) ? `src/${part}` : part);
const fileOf = (part: string): string => (part === 'shaders' ? 'shaders/part.wgsl?raw' : `${folderOf(part)}/part.ts`);

let house: string;
/** Rules that fired, by file. */
const fired = new Map<string, Set<string>>();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** An import of `to` from a file at `from`, as a person would type it. */
function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

function lint(): void {
  let report: string;
  try {
    report = execFileSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '-f', 'json', '.'], {
      cwd: house,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (failure) {
    report = (failure as { stdout: string }).stdout;
  }
  for (const { filename, code } of JSON.parse(report).diagnostics as { filename: string; code: string }[]) {
    const file = filename.replaceAll('\\', '/');
    fired.set(file, (fired.get(file) ?? new Set()).add(code.replace(/^.*\((.*)\)$/, '$1')));
  }
}

const rulesAt = (path: string): string[] => [...(fired.get(path) ?? [])].toSorted();

beforeAll(() => {
  house = mkdtempSync(join(root, '.layers-'));
  cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  write('tsconfig.json', JSON.stringify({ extends: '../tsconfig.json', include: ['src', 'components'] }));
  for (const part of parts)
    write(fileOf(part).replace('?raw', ''), part === 'shaders' ? '// nothing\n' : `export const part = '${part}';\n`);
  for (const from of Object.keys(mayImport))
    for (const to of parts)
      for (const depth of ['', 'deep/']) {
        const path = `${folderOf(from)}/${depth}from-${to}.ts`;
        const imported = specifier(path, fileOf(to));
        write(path, to === 'shaders' ? `export { default } from '${imported}';\n` : `export { part } from '${imported}';\n`);
      }
  const forms = {
    value: `import { part } from '../run/part.ts';\nexport const seen = part;\n`,
    type: `import type { part } from '../run/part.ts';\nexport type Seen = typeof part;\n`,
    dynamic: `export const seen = (): Promise<unknown> => import('../run/part.ts');\n`,
  };
  for (const [form, text] of Object.entries(forms)) write(`src/theory/by-${form}.ts`, text);
  write('src/theory/part.test.ts', forms.value);
  for (const part of ['engines', 'cli', 'components']) {
    write(`${folderOf(part)}/with-lit.ts`, `import { html } from 'lit';\nexport const seen = html;\n`);
    write(`${folderOf(part)}/with-node.ts`, `import { readFileSync } from 'node:fs';\nexport const seen = readFileSync;\n`);
  }
  write('src/math/here.ts', `import { there } from './there.ts';\nexport const here = (): number => there();\n`);
  write('src/math/there.ts', `import { here } from './here.ts';\nexport const there = (): number => here();\n`);
  write('src/run/floating.ts', `export function go(): void {\n  Promise.resolve(1);\n}\n`);
  write('src/theory/dice.ts', `export const roll = (): number => Math.random();\n`);
  write('src/theory/clock.ts', `export const now = (): number => Date.now();\n`);
  write('src/model/evaluate.ts', `export const compute = (text: string): unknown => eval(text);\n`);
  write('src/math/alone.test.ts', `import { it } from 'vitest';\nit.only('runs alone', () => {});\n`);
  write(
    'components/sloppy.ts',
    `import { LitElement, html } from 'lit';
export class Sloppy extends LitElement {
  override connectedCallback(): void {
    window.addEventListener('resize', this.look);
  }
  look = (): void => {};
  override render() {
    return html\`<p class=\${this.id} class=\${this.title}></p>\`;
  }
}
customElements.define('plateau-sloppy', Sloppy);
`,
  );
  lint();
}, 60_000);

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('imports run one way', () => {
  for (const [from, below] of Object.entries(mayImport))
    for (const depth of ['', 'deep/'])
      it(`${folderOf(from)}/${depth} imports ${below.join(', ') || 'no other part'}`, () => {
        const refused = parts.filter((to) => rulesAt(`${folderOf(from)}/${depth}from-${to}.ts`).includes('no-restricted-imports'));
        expect(refused).toEqual(parts.filter((to) => to !== from && !below.includes(to)));
      });

  it.each(['value', 'type', 'dynamic'])('an import by %s is an import', (form) => {
    expect(rulesAt(`src/theory/by-${form}.ts`)).toContain('no-restricted-imports');
  });

  it('a test may look at what stands above', () => {
    expect(rulesAt('src/theory/part.test.ts')).toEqual([]);
  });

  it('only elements know lit, only the command line knows Node', () => {
    const refused = ['engines', 'cli', 'components'].map((part) =>
      ['lit', 'node'].filter((what) => rulesAt(`${folderOf(part)}/with-${what}.ts`).includes('no-restricted-imports')),
    );
    expect(refused).toEqual([['lit', 'node'], ['lit'], ['node']]);
  });

  it('two files that import each other are a cycle', () => {
    expect(rulesAt('src/math/here.ts')).toEqual(['no-cycle']);
    expect(rulesAt('src/math/there.ts')).toEqual(['no-cycle']);
  });
});

describe('what types alone do not catch', () => {
  it.each([
    ['a promise nobody waits for', 'src/run/floating.ts', 'no-floating-promises'],
    ['dice that no seed determines', 'src/theory/dice.ts', 'no-restricted-properties'],
    ['a clock in a pure function', 'src/theory/clock.ts', 'no-restricted-globals'],
    ['an expression run as JavaScript', 'src/model/evaluate.ts', 'no-eval'],
    ['a test that runs alone', 'src/math/alone.test.ts', 'no-focused-tests'],
  ])('%s', (_, path, rule) => {
    expect(rulesAt(path)).toContain(rule);
  });

  it('an element that skips its super, keeps its listener, binds twice and defines itself unguarded', () => {
    expect(rulesAt('components/sloppy.ts')).toEqual([
      'guard-define-call',
      'lifecycle-super',
      'no-duplicate-template-bindings',
      'require-listener-teardown',
    ]);
  });
});
