// Builds what the package and the site are made of: `node .ci/build.mjs [part…] [--if-present]`, all parts by default.
//
//   site    dist/site                     the lab, any folder of any server
//   docs    dist/site/docs                the documentation beside it, made of docs/ and of what cdn, schema and manifest leave
//   lib     dist/lib                      what the package exports; dependencies stay imports, safe to import in Node
//   cdn     dist/cdn/plateau.js           for one script tag: loads the elements that a page has, with all they need
//   classic dist/classic/plateau.js       the same in one file without modules, for documents that carry all they need
//   anywidget dist/anywidget/plateau.js   a figure in a notebook, one module
//   cli     dist/cli/plateau.js           the command line
//   types   dist/types                    declarations
//   manifest dist/custom-elements.json    the elements, for tools; dist/vscode.html-custom-data.json for an editor
//   schema  dist/experiment.schema.json   the experiment, for editors

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, runnerImport } from 'vite';
import { ascii } from './ascii.mjs';
import { buildDocs } from './docs.mjs';
import { firstFigure, neededAtOnce } from './first-figure.mjs';
import { editorData, editorStyles, elementsManifest } from './manifest.mjs';
import { slim } from './slim.mjs';
import { findableWorkers, inlineWorkers, sharedWorkers } from './workers.mjs';

const root = join(import.meta.dirname, '..');
const at = (path) => join(root, path);
const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const isDependency = (id) =>
  id.startsWith('node:') || Object.keys({ ...dependencies, webgpu: '' }).some((name) => id === name || id.startsWith(`${name}/`));

/** The workers of the theory's elements are asked for later, as they are. */
const workerNames = {
  entryFileNames: (chunk) => `${['analysis-worker', 'scaling-worker', 'timescales-worker'].includes(chunk.name) ? 'later' : 'assets'}/[name]-[hash].js`,
  // The engines that a first figure runs on are no less waited for because they are chunks of their own.
  chunkFileNames: (chunk) => `${chunk.isDynamicEntry && !['dense', 'reduced'].includes(chunk.name) ? 'later' : 'assets'}/[name]-[hash].js`,
};
const common = {
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  base: './',
  worker: { format: 'es', rolldownOptions: { output: workerNames } },
};
/** What is only loaded when it is asked for stands apart from what everything waits for. */
const names = {
  entryFileNames: '[name].js',
  chunkFileNames: (chunk) => `${chunk.isDynamicEntry ? 'later' : 'chunks'}/[name]-[hash].js`,
  assetFileNames: 'assets/[name]-[hash][extname]',
};

/** What each part is made from, and how. */
const parts = {
  lib: { from: ['src/index.ts', 'components/index.ts'], make: buildLib },
  cli: { from: ['src/cli/plateau.ts'], make: buildCli },
  types: { from: ['src/index.ts', 'components/index.ts'], make: buildTypes },
  manifest: { from: ['components/tags.ts'], make: buildManifest },
  schema: { from: ['src/experiment/write-json-schema.ts'], make: buildSchema },
  cdn: { from: ['components/autoload.ts'], make: buildCdn },
  classic: { from: ['components/index.ts'], make: () => buildOneFile('classic', 'components/index.ts', 'iife') },
  anywidget: { from: ['components/anywidget.ts'], make: () => buildOneFile('anywidget', 'components/anywidget.ts', 'es') },
  site: { from: ['index.html'], make: () => build({ root, configFile: at('vite.config.ts'), logLevel: 'warn' }) },
  docs: { from: ['docs/site/page.html'], make: () => buildDocs(root, at('dist/site')) },
};

async function buildLib() {
  const [index, elements] = parts.lib.from.map(at);
  const needed = neededAtOnce(root, parts.lib.from.slice(0, 1), ['modules', 'later']);
  await build({
    ...common,
    plugins: [needed, findableWorkers()],
    build: {
      outDir: 'dist/lib',
      target: 'es2022',
      minify: false,
      lib: { entry: { index, elements }, formats: ['es'] },
      rolldownOptions: {
        external: isDependency,
        // A file for each module: bundlers leave out those that nothing is used of, whatever the others do when they are loaded.
        output: {
          ...names,
          preserveModules: true,
          preserveModulesRoot: root,
          entryFileNames: (chunk) => ([index, elements].includes(chunk.facadeModuleId) ? '[name].js' : `${needed.folder(chunk)}/[name].js`),
        },
      },
    },
  });
}

async function buildCdn() {
  const figure = firstFigure(root);
  await build({
    ...common,
    plugins: [slim(), sharedWorkers(at('src/run/worker-at.ts')), figure],
    build: {
      outDir: 'dist/cdn',
      target: 'es2022',
      // What the comments that minifying takes away have to say.
      license: { fileName: 'licenses.md' },
      lib: { entry: { plateau: at('components/autoload.ts') }, formats: ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: ({ name }) => (name === 'plateau' ? 'plateau.js' : 'chunks/[name]-[hash].js'),
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: figure.codeSplitting,
          comments: false,
          minify: true,
        },
      },
    },
  });
}

/** Everything in one file, the workers as text within it. */
async function buildOneFile(name, entry, format) {
  await build({
    ...common,
    plugins: [slim(), inlineWorkers(), ...(format === 'iife' ? [ascii()] : [])],
    worker: { format: 'iife', plugins: () => [slim()], rolldownOptions: { output: { codeSplitting: false, comments: false } } },
    build: {
      outDir: `dist/${name}`,
      target: 'es2022',
      license: { fileName: 'licenses.md' },
      lib: { entry: at(entry), formats: [format], name: 'plateau', fileName: () => 'plateau.js' },
      rolldownOptions: { output: { codeSplitting: false, comments: false, minify: true } },
    },
  });
}

async function buildCli() {
  await build({
    ...common,
    ssr: { noExternal: true, external: ['webgpu'] },
    build: {
      outDir: 'dist/cli',
      ssr: at('src/cli/plateau.ts'),
      target: 'node20',
      minify: false,
      rolldownOptions: { output: names },
    },
  });
  const path = at('dist/cli/plateau.js');
  const code = readFileSync(path, 'utf8');
  if (!code.startsWith('#!')) writeFileSync(path, `#!/usr/bin/env node\n${code}`);
  chmodSync(path, 0o755);
}

function buildTypes() {
  rmSync(at('dist/types'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('.ci/tsconfig.build.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('declarations: the types above do not hold');
}

function buildManifest() {
  const manifest = elementsManifest(root);
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(at('dist/custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(at('dist/vscode.html-custom-data.json'), `${JSON.stringify(editorData(manifest), null, 2)}\n`);
  writeFileSync(at('dist/vscode.css-custom-data.json'), `${JSON.stringify(editorStyles(manifest), null, 2)}\n`);
}

async function buildSchema() {
  const { module } = await runnerImport(at('src/experiment/write-json-schema.ts'), common);
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(at('dist/experiment.schema.json'), `${JSON.stringify(module.experimentJsonSchema(), null, 2)}\n`);
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const ifPresent = process.argv.includes('--if-present');
const unknown = asked.find((name) => !(name in parts));
if (unknown) {
  console.error(`no part is called ${unknown}: there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

for (const [name, { from, make }] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const missing = from.find((path) => !existsSync(at(path)));
  if (missing) {
    console.error(`${name}: not built, since there is no ${missing}`);
    if (!ifPresent) process.exitCode = 1;
    continue;
  }
  const start = performance.now();
  try {
    await make();
    console.log(`${name}: built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`${name}: not built\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
