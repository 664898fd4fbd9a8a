// Builds what the package and the site are made of: `node .ci/build.mjs [part…] [--if-present]`, all parts by default.
//
//   site    dist/site                     the lab, any folder of any server
//   lib     dist/lib                      what the package exports; dependencies stay imports, safe to import in Node
//   embed   dist/embed                    the elements with all they need, for one script tag
//   cli     dist/cli/plateau.js           the command line
//   types   dist/types                    declarations
//   schema  dist/experiment.schema.json   the experiment, for editors

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, runnerImport } from 'vite';

const root = join(import.meta.dirname, '..');
const at = (path) => join(root, path);
const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const isDependency = (id) =>
  id.startsWith('node:') || Object.keys({ ...dependencies, webgpu: '' }).some((name) => id === name || id.startsWith(`${name}/`));

/** The worker of the theory's elements is asked for later, as they are. */
const workerNames = {
  entryFileNames: (chunk) => `${chunk.name === 'analysis-worker' ? 'later' : 'assets'}/[name]-[hash].js`,
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
  lib: {
    from: ['src/index.ts', 'components/index.ts'],
    make: () =>
      build({
        ...common,
        build: {
          outDir: 'dist/lib',
          target: 'es2022',
          minify: false,
          lib: { entry: { index: at('src/index.ts'), elements: at('components/index.ts') }, formats: ['es'] },
          rolldownOptions: { external: isDependency, output: names },
        },
      }),
  },
  cli: { from: ['src/cli/plateau.ts'], make: buildCli },
  types: { from: ['src/index.ts', 'components/index.ts'], make: buildTypes },
  schema: { from: ['src/experiment/write-json-schema.ts'], make: buildSchema },
  embed: {
    from: ['components/index.ts'],
    make: () =>
      build({
        ...common,
        build: {
          outDir: 'dist/embed',
          target: 'es2022',
          modulePreload: false,
          rolldownOptions: {
            input: { plateau: at('components/index.ts') },
            preserveEntrySignatures: 'exports-only',
            output: names,
          },
        },
      }),
  },
  site: { from: ['index.html'], make: () => build({ root, configFile: at('vite.config.ts'), logLevel: 'warn' }) },
};

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
