// What a stranger gets: packs the package as npm would publish it, lets publint and attw read the tarball, installs it
// in an empty folder, imports it in Node, which has no DOM, and runs the command.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'plateau-package-'));
const stranger = join(folder, 'stranger');
const shell = process.platform === 'win32';
const npm = (cwd, ...words) => execFileSync('npm', words, { cwd, shell, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const tool = (path, ...words) =>
  execFileSync(process.execPath, [join(root, 'node_modules', path), ...words], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

try {
  const [{ filename, size, files }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  const tarball = join(folder, filename);
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(0)} kB`);
  const asked = ['LICENSE', 'README.md', 'dist/cli/plateau.js', 'dist/experiment.schema.json', 'dist/custom-elements.json', 'dist/vscode.html-custom-data.json'];
  for (const needed of [...asked, ...['cdn', 'classic', 'anywidget'].map((build) => `dist/${build}/plateau.js`)])
    if (!files.some(({ path }) => path === needed)) throw new Error(`the package lacks ${needed}`);

  tool('publint/src/cli.js', 'run', tarball, '--strict');
  tool(
    '@arethetypeswrong/cli/dist/index.js',
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'table-flipped',
    '--no-summary',
    '--no-emoji',
    '--no-color',
  );

  mkdirSync(stranger);
  writeFileSync(join(stranger, 'package.json'), '{ "private": true, "type": "module" }\n');
  // Without the optional Dawn: 132 MB that only headless GPU runs need.
  npm(stranger, 'install', tarball, '--omit=optional', '--prefer-offline', '--no-audit', '--no-fund');
  writeFileSync(
    join(stranger, 'use.js'),
    "for (const name of ['plateau', 'plateau/elements']) console.log(name, Object.keys(await import(name)).length, 'exports');\n",
  );
  execFileSync(process.execPath, ['use.js'], { cwd: stranger, stdio: ['ignore', 'inherit', 'inherit'] });
  // What is not used is left out.
  const bundled = async (code) => {
    writeFileSync(join(stranger, 'bundled.js'), code);
    const options = { write: false, minify: true, lib: { entry: 'bundled.js', formats: ['es'] } };
    const made = await build({ root: stranger, configFile: false, logLevel: 'silent', build: options });
    return made[0].output.find(({ isEntry }) => isEntry).code.length;
  };
  const [one, all] = [await bundled("export { outputScale } from 'plateau';"), await bundled("export * from 'plateau';")];
  console.log(`bundled: ${all} bytes, or one small function of it: ${one} bytes`);
  if (one > all / 50) throw new Error('a page that imports one small function of the package is given a good part of the rest');
  const presets = execFileSync('npx', ['--no-install', 'plateau', 'presets'], { cwd: stranger, shell, encoding: 'utf8' });
  if (!presets.includes('he3-mu1.75')) throw new Error(`\`npx plateau presets\` printed ${JSON.stringify(presets)}`);
  console.log(`npx plateau presets: ${presets.trim().split('\n').length} lines`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
