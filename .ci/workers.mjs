// Vite plugins for the builds that stand on no bundler: where the workers' code is, in place of vite's own way, which builds each
// worker apart with a copy of all that the page has too.

import { basename, dirname, join } from 'node:path';

const started = /new Worker\(new URL\('(\.[^']+\.ts)', import\.meta\.url\), (\{[^}]*\})\)/g;

/** Workers as chunks of the page's own build: a figure loads the parser of links once, for the page and its worker. */
export const sharedWorkers = (workerAt) => ({
  name: 'plateau-shared-workers',
  apply: 'build',
  // Before vite sees the pattern itself.
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('new Worker(new URL(')) return null;
    const elsewhere = code.replace(started, (_, path, options) => {
      const reference = this.emitFile({ type: 'chunk', id: join(dirname(id), path), preserveSignature: false });
      return `workerAt(import.meta.ROLLUP_FILE_URL_${reference}, ${options})`;
    });
    return `import { workerAt } from ${JSON.stringify(workerAt)};\n${elsewhere}`;
  },
});

/** Workers as text within the one file that is all there is. */
export const inlineWorkers = () => ({
  name: 'plateau-inline-workers',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('new Worker(new URL(')) return null;
    const imports = [];
    const replaced = code.replace(started, (_, path, options) => {
      imports.push(`import Inline${imports.length} from ${JSON.stringify(`${join(dirname(id), path)}?worker&inline`)};`);
      return `new Inline${imports.length - 1}(${options.replace("type: 'module', ", '')})`;
    });
    return `${imports.join('\n')}\n${replaced}`;
  },
});

const written = /new URL\(\s*\/\* @vite-ignore \*\/\s*new URL\("([^"]+)", import\.meta\.url\)\.href,\s*"" \+ import\.meta\.url\s*\)/g;

/**
 * Vite writes workers of a library in a way that other bundlers, and vite itself, do not know for one again.
 *
 * And Docusaurus puts `__webpack_require__.gca = …` before each worker, also before one that webpack has given no such function since all
 * of it is one module (facebook/docusaurus#8389). A worker that names the function is given it; elsewhere `typeof` of nothing is nothing.
 */
export const findableWorkers = () => ({
  name: 'plateau-findable-workers',
  generateBundle(_, bundle) {
    const workers = new Set();
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(written, (_, path) => {
        workers.add(basename(path));
        return `new URL(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}, import.meta.url)`;
      });
      if (/new Worker\(new URL\(\s*\/\*/.test(chunk.code)) throw new Error(`${chunk.fileName}: a worker is asked for in a way that bundlers do not see`);
    }
    for (const asset of Object.values(bundle)) if (workers.has(basename(asset.fileName))) asset.source = `${asset.source}\ntypeof __webpack_require__;\n`;
  },
});
