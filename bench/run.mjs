// npm run bench: the time of a dense step, Plateau's and that of what a user would pick instead, side by side.
//
//   node bench/run.mjs [--sizes s1,s2,s3,s4] [--contenders plateau,jax,…] [--rounds 5] [--batch 1]
//                      [--adapter swiftshader|default] [--node-only] [--quick] [--out FILE] [--skip-checks]
//
// A whole run (all sizes, all contenders) writes bench/results/<adapter>.json and the tables of docs/performance.md; any
// other only prints, unless --out says where the numbers go.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { built, buildNode } from './build.mjs';
import { openChromium, openNode } from './hosts.mjs';
import { check, measure } from './measure.mjs';
import { geometricMeans, markdown, spread, writeDocument } from './report.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** In the order in which they take turns. The first that is present is what the others are compared with. */
const CONTENDERS = [
  { id: 'plateau', name: 'Plateau dense', where: 'Chromium' },
  { id: 'tensorflow', name: 'TensorFlow.js, webgpu', where: 'Chromium' },
  { id: 'tensorflow-own-normals', name: 'TensorFlow.js, webgpu, own normals', where: 'Chromium' },
  { id: 'jax', name: 'jax-js, webgpu', where: 'Chromium' },
  { id: 'plain', name: 'plain loop, float32', where: 'Chromium' },
  { id: 'plateau-node', name: 'Plateau dense', where: 'Node' },
  { id: 'reference-node', name: 'Plateau reference, float64', where: 'Node' },
  { id: 'plain-node', name: 'plain loop, float32', where: 'Node' },
];
/** Only when asked for: the two layouts that the dense engine chooses between. */
const EXTRAS = [
  { id: 'plateau-owned', name: 'Plateau dense, owned', where: 'Chromium' },
  { id: 'plateau-regenerated', name: 'Plateau dense, regenerated', where: 'Chromium' },
  { id: 'plateau-owned-node', name: 'Plateau dense, owned', where: 'Node' },
  { id: 'plateau-regenerated-node', name: 'Plateau dense, regenerated', where: 'Node' },
];

const options = readOptions();
await buildNode();
const { SIZES, CHECKS, CHECK_STEPS, normals, productFlops } = await import(pathToFileURL(built('sizes')));
const sizes = SIZES.filter(({ id }) => options.sizes.includes(id));
const contenders = [...CONTENDERS, ...EXTRAS].filter(({ id, where }) => options.contenders.includes(id) && !(options.nodeOnly && where !== 'Node'));
if (contenders.length === 0) throw new Error('--contenders leaves nobody to run');

const hosts = { Node: openNode(options.adapter) };
try {
  if (contenders.some(({ where }) => where === 'Chromium')) hosts.Chromium = await openChromium(options.adapter);
  const checked = options.skipChecks ? null : await check(hosts, contenders, CHECKS, CHECK_STEPS, console.log);
  const rows = [];
  for (const size of sizes) {
    const measured = await measure(hosts, contenders, size, options, console.log);
    rows.push({ ...size, normals: normals(size), productFlops: productFlops(size), contenders: summarise(measured, size) });
  }
  const result = { ...circumstances(), checks: checked, sizes: rows, geometricMeans: geometricMeans(rows, ['s1', 's2', 's3']) };
  console.log(`\n${markdown(result)}`);
  save(result);
} finally {
  await hosts.Chromium?.close();
}

function summarise(measured, size) {
  const base = measured.find(({ id, batches }) => id.startsWith('plateau') && batches);
  return measured.map(({ id, name, where, who, steps, batches, failed }) => {
    if (!batches) return { id, name, where, failed };
    const milliseconds = batches.map((batch) => batch / steps);
    const step = spread(milliseconds);
    return {
      id, name, where, who, steps, milliseconds, step,
      // Round by round: what else the machine did at that moment slowed both.
      ratio: base ? spread(milliseconds.map((time, round) => time / (base.batches[round] / base.steps))) : null,
      normalsPerSecond: (1000 * normals(size)) / step.median,
      productGigaflops: productFlops(size) / step.median / 1e6,
    };
  });
}

function circumstances() {
  const version = (name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: attempt(() => git('rev-parse', '--short', 'HEAD')),
    uncommitted: attempt(() => git('status', '--porcelain', 'src', 'shaders', 'bench') !== ''),
    adapter: options.adapter,
    rounds: options.rounds,
    machine: { cpu: cpu?.model.trim() ?? 'unknown', cores: cpus().length, platform: `${process.platform} ${process.arch}` },
    software: {
      chromium: hosts.Chromium?.version ?? null,
      node: process.versions.node,
      tensorflow: version('@tensorflow/tfjs-backend-webgpu'),
      jax: version('@jax-js/jax'),
      dawn: attempt(() => version('webgpu')),
    },
  };
}

function attempt(read) {
  try {
    return read();
  } catch {
    return null;
  }
}

function save(result) {
  const everybody = CONTENDERS.filter(({ where }) => !options.nodeOnly || where === 'Node');
  const whole = sizes.length === SIZES.length && everybody.every((one) => contenders.includes(one));
  const text = `${JSON.stringify(result, null, 1)}\n`;
  if (options.out) writeFileSync(options.out, text);
  if (!whole || options.quick) return;
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const adapter = result.sizes.flatMap(({ contenders }) => contenders).find(({ id, who }) => id.startsWith('plateau') && who)?.who ?? options.adapter;
  const name = adapter.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);
  writeFileSync(join(folder, `${name}${options.nodeOnly ? '.node' : ''}.json`), text);
  writeDocument(join(root, 'docs', 'performance.md'), folder);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string' },
      contenders: { type: 'string', default: CONTENDERS.map(({ id }) => id).join() },
      rounds: { type: 'string' },
      batch: { type: 'string' },
      adapter: { type: 'string' },
      'node-only': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      'skip-checks': { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const { quick, 'node-only': nodeOnly } = values;
  const adapter = values.adapter ?? (nodeOnly ? 'default' : 'swiftshader');
  if (adapter !== 'swiftshader' && adapter !== 'default') throw new Error(`--adapter is "${adapter}"; it can be swiftshader or default`);
  return {
    quick,
    nodeOnly,
    adapter,
    out: values.out,
    skipChecks: values['skip-checks'],
    sizes: oneOf('--sizes', values.sizes ?? (quick ? 's1,s3' : 's1,s2,s3,s4'), ['s1', 's2', 's3', 's4']),
    contenders: oneOf('--contenders', values.contenders, [...CONTENDERS, ...EXTRAS].map(({ id }) => id)),
    rounds: positive('--rounds', values.rounds ?? (quick ? '2' : '5'), Number.isInteger),
    batchSeconds: positive('--batch', values.batch ?? (quick ? '0.2' : '1'), Number.isFinite),
  };
}

function oneOf(option, text, allowed) {
  const wanted = text.split(',');
  for (const one of wanted) if (!allowed.includes(one)) throw new Error(`${option} has "${one}"; it can have ${allowed.join(', ')}`);
  return wanted;
}

function positive(option, text, test) {
  const value = Number(text);
  if (!test(value) || value <= 0) throw new Error(`${option} is "${text}"; it must be a positive number`);
  return value;
}
