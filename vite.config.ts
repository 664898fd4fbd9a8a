import { defineConfig } from 'vite';

/** What the first figure runs on is no less waited for because it is a chunk of its own. */
const FIRST_ENGINES = ['dense', 'reduced', 'ensemble-worker'];
const isLater = (chunk: { isDynamicEntry: boolean; name: string }) => chunk.isDynamicEntry && !FIRST_ENGINES.includes(chunk.name);

// The lab. The package's other parts are made by .ci/build.mjs.
export default defineConfig({
  base: './',
  build: {
    outDir: 'dist/site',
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What is only loaded when it is asked for stands apart: .ci/size-limit.json counts the rest.
      output: { chunkFileNames: (chunk) => `${chunk.isDynamicEntry ? 'later' : 'assets'}/[name]-[hash].js` },
    },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        entryFileNames: (chunk) => `${chunk.name === 'analysis-worker' ? 'later' : 'assets'}/[name]-[hash].js`,
        chunkFileNames: (chunk) => `${isLater(chunk) ? 'later' : 'assets'}/[name]-[hash].js`,
      },
    },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173 },
});
