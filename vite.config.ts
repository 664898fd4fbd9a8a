import { defineConfig } from 'vite';

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
    rolldownOptions: { output: { entryFileNames: (chunk) => `${chunk.name === 'analysis-worker' ? 'later' : 'assets'}/[name]-[hash].js` } },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', port: 4173 },
});
