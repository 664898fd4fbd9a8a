// Bundles the page and the child process. Both go under node_modules: out of the way, and what stays external is found.

import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const bench = dirname(fileURLToPath(import.meta.url));
const output = join(bench, '..', 'node_modules', '.cache', 'plateau-bench');
const common = { configFile: false, logLevel: 'error' };

/** Path of a module for Node, built from `name`.ts here. */
export const built = (name) => join(output, 'node', `${name}.js`);

export async function buildNode() {
  rmSync(join(output, 'node'), { recursive: true, force: true });
  await build({
    ...common,
    root: bench,
    build: { ssr: true, target: 'node20', outDir: join(output, 'node'), rollupOptions: { input: [join(bench, 'node.ts'), join(bench, 'sizes.ts')] } },
  });
}

/** Builds the page and serves it on a free port of the loopback; the libraries are minified as on any site. */
export async function servePage() {
  const outDir = join(output, 'page');
  await build({ ...common, root: bench, build: { target: 'es2022', outDir, emptyOutDir: true, chunkSizeWarningLimit: 4096 } });
  const server = await preview({
    ...common,
    root: bench,
    build: { outDir },
    preview: {
      host: '127.0.0.1',
      port: 0,
      // Isolated pages have a clock with steps of 5 µs instead of 100.
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  });
  const { port } = server.httpServer.address();
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
