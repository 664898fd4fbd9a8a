import { join } from 'node:path';
import { defineConfig } from 'vite';
import { neededAtOnce } from './.ci/first-figure.mjs';
import { sharedWorkers } from './.ci/workers.mjs';

const root = import.meta.dirname;
/** What the first figure runs on is no less waited for because it is a chunk of its own; .ci/size-limit.json counts it. */
const needed = neededAtOnce(
  root,
  ['components/index.ts', 'src/run/worker.ts', 'src/engines/dense/dense.ts', 'src/engines/reduced/reduced.ts', 'src/run/ensemble-worker.ts'],
  ['assets', 'later'],
);
const nameOf = (chunk: { readonly moduleIds: readonly string[] }) => `${needed.folder(chunk)}/[name]-[hash].js`;

// The lab. The package's other parts are made by .ci/build.mjs.
export default defineConfig({
  base: './',
  plugins: [sharedWorkers(join(root, 'src/run/worker-at.ts')), needed],
  build: {
    outDir: 'dist/site',
    target: 'es2022',
    // By the page's own head alone: the workers share its chunks, and have no document to preload into.
    modulePreload: { polyfill: false, resolveDependencies: (_file, chunks, { hostType }) => (hostType === 'html' ? chunks : []) },
    rolldownOptions: { output: { entryFileNames: nameOf, chunkFileNames: nameOf } },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173 },
});
