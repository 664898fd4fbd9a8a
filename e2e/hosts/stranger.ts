// The package as a stranger has it: packed as npm would publish it, in the node_modules of an empty folder.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

/**
 * Packs what dist/ holds and unpacks it; resolves with the folder whose node_modules have it. The dependencies that the package names,
 * and no others, are links to those of this checkout, so that no registry is asked (.ci/package.mjs does install them).
 */
export function unpacked(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-stranger-')));
  const shell = process.platform === 'win32';
  const words = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', words, { cwd: root, shell, encoding: 'utf8' })) as { filename: string }[];
  const there = join(folder, 'node_modules', 'plateau');
  mkdirSync(there, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', there, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(there, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
  return folder;
}

/** Makes a page of this body and this module by a bundler, in a new folder below the stranger's; resolves with the folder to serve. */
export async function bundled(root: string, body: string, module: string): Promise<string> {
  mkdirSync(root);
  const head = '<title>An application</title><script type="module" src="./main.js"></script>';
  writeFileSync(join(root, 'index.html'), `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`);
  writeFileSync(join(root, 'main.js'), module);
  await build({ root, configFile: false, logLevel: 'error', base: './' });
  return join(root, 'dist/');
}
