// After `npm ci` in a checkout: builds the command line and the library, and links the command, so that `npx plateau`
// works with no other step. npm does not run this for an installed package, which brings both along.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const links = join(root, 'node_modules', '.bin');

if (!existsSync(join(root, 'node_modules', 'vite'))) {
  console.log('plateau: not built, since development dependencies were left out');
} else {
  const { status } = spawnSync(process.execPath, [join(root, '.ci', 'build.mjs'), 'lib', 'cli', '--if-present'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
  if (existsSync(join(root, 'dist', 'cli', 'plateau.js'))) link();
}

function link() {
  mkdirSync(links, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(links, 'plateau.cmd'), '@node "%~dp0\\..\\..\\dist\\cli\\plateau.js" %*\r\n');
  } else {
    rmSync(join(links, 'plateau'), { force: true });
    symlinkSync('../../dist/cli/plateau.js', join(links, 'plateau'));
  }
}
