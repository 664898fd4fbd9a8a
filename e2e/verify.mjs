// Runs the command line on the papers' experiments and holds it to the reference numbers, in law: `npm run verify`,
// with `-- --only NAME` for those whose name contains NAME, `-- --seeds A..B` for other seeds than 0..99 (0..1999 of `reduced`). The numbers lie
// beside the checkout, in ../shared/references, so this is not part of the gate; without a GPU it takes ten
// minutes on two cores.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dmftLaws } from './dmft-laws.mjs';
import { flowLaws } from './flow-laws.mjs';
import { compareInLaw, FLOORS, LARGEST_Z } from './in-law.mjs';
import { asEntry, reuseLaws } from './reuse-laws.mjs';
import { DIGITS, secondLayerLaws } from './second-layer-laws.mjs';

const root = join(import.meta.dirname, '..');
const references = join(root, '../shared/references/online');
const plateau = join(root, 'dist/cli/plateau.js');

const { values: options } = parseArgs({ options: { only: { type: 'string' }, seeds: { type: 'string' } } });
if (!existsSync(references)) stop(`The reference numbers are not here: ${references} is missing.`);
if (!existsSync(plateau)) stop('The command line is not built: npm run build makes it.');

const scratch = mkdtempSync(join(tmpdir(), 'plateau-verify-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const experiments = readdirSync(references)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(join(references, file), 'utf8')))
  .filter(({ reference }) => reference?.kind === 'statistical');
const checks = [
  ...experiments.flatMap((found) => Object.keys(FLOORS).map((engine) => ({ name: found.name, engine, run: () => inLaw(found, engine) }))),
  ...['correlation', 'square'].map((loss) => ({ name: `he3-mu1.75 ${loss}`, engine: 'dense', run: () => recovery(loss) })),
  ...reuseLaws(join(references, '../reuse')).map((found) => ({ name: found.name, engine: 'matrix-free', run: () => reused(found) })),
  ...dmftLaws(join(references, '../reuse')).map((found) => ({ name: found.name, engine: 'theory', run: () => limit(found) })),
  ...flowLaws(join(references, '../timescales')).map((found) => ({ name: found.name, engine: 'theory', run: () => flow(found) })),
  ...secondLayerLaws(join(references, '../timescales')).flatMap((found) =>
    Object.entries(found.seeds).map(([engine, seeds]) => ({ name: found.name, engine, run: () => bothLayers(found, engine, seeds) }))),
].filter(({ name }) => options.only === undefined || name.includes(options.only));
if (checks.length === 0) stop(`No check's name contains ${options.only}.`);

let [passed, failed] = [0, 0];
print('experiment', 'engine', '', 'seconds', 'what was found');
for (const { name, engine, run } of checks) {
  const began = performance.now();
  const { fine, found } = await run().catch((error) => ({ fine: false, found: error.message.trim() }));
  print(name, engine, fine ? 'ok' : 'FAILED', ((performance.now() - began) / 1000).toFixed(1), found);
  if (fine) passed++;
  else failed++;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** All entries of M and Q at all steps of the reference, against the exact law where there is one: it has more seeds. */
async function inLaw({ name, experiment, reference }, engine) {
  const file = join(scratch, `${name}.json`);
  writeFileSync(file, JSON.stringify(experiment));
  const own = await runPlateau(file, '--seeds', options.seeds ?? (engine === 'reduced' ? '0..1999' : '0..99'), '--engine', engine);
  const law = { steps: reference.steps, ...(reference.reduced ?? reference.dense) };
  const { compared, worst, rms, worstStill, same } = compareInLaw(own, law, FLOORS[engine]);
  const still = `elsewhere ≤ ${worstStill.value.toExponential(1)} of ${FLOORS[engine]}`;
  return {
    fine: same,
    found: `max |z| ${Math.abs(worst.value).toFixed(2)} of ${LARGEST_Z}, ${worst.where}; rms z ${rms.toFixed(2)} of ${compared}; ${still}`,
  };
}

/** Overlaps and risk of reused batches. Step 0 does not vary: there the risk is two quadratures. */
async function reused({ name, experiment, seeds, laws }) {
  const file = join(scratch, `${name.replace(/\W/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(experiment));
  const own = await runPlateau(file, '--seeds', seeds);
  const entry = asEntry(own.risk);
  const comparisons = laws.flatMap(({ law, risk }) => [
    compareInLaw(own, law, FLOORS.reference),
    ...(risk ? [compareInLaw({ ...own, M: entry, Q: entry }, risk, 1e-8)] : []),
  ]);
  return {
    fine: comparisons.every(({ same }) => same),
    found: `max |z| of ${LARGEST_Z}, rms z: ${comparisons.map(({ worst, rms }) => `${Math.abs(worst.value).toFixed(2)} ${rms.toFixed(2)}`).join('; ')}`,
  };
}

/** The limit of reused batches, with its kernels. */
async function limit({ name, experiment, compare }) {
  const file = join(scratch, `${name.replace(/\W/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(experiment));
  return compare(await runPlateau(file));
}

/** A gradient flow at the listed times, or its transitions. */
async function flow({ name, command, experiment, compare }) {
  const file = join(scratch, `${name.replace(/\W/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(experiment));
  const began = performance.now();
  const result = await (command === 'run' ? runPlateau(file) : plateauJson('predict', file, '--json'));
  return compare(result, (performance.now() - began) / 1000);
}

/** Overlaps, readouts and risk of both layers trained. */
async function bothLayers({ name, experiment, laws, own }, engine, seeds) {
  const file = join(scratch, `${name.replace(/\W/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(experiment));
  const measured = own(await runPlateau(file, '--seeds', options.seeds ?? seeds, '--engine', engine));
  const comparisons = laws.map((law, i) => compareInLaw(measured[i], law, Math.max(DIGITS, FLOORS[engine])));
  return {
    fine: comparisons.every(({ same }) => same),
    found: comparisons.map(({ compared, worst, rms }) => `max |z| ${Math.abs(worst.value).toFixed(2)} of ${LARGEST_Z}, ${worst.where}; rms z ${rms.toFixed(2)} of ${compared}`).join('; '),
  };
}

/**
 * What the preset he3-mu1.75 is there to show, on eight seeds: the correlation loss ends above 0.9; so does the square
 * loss pass 0.5 within 15 steps, though on some seeds it collapses later and on a few it may not get there.
 */
async function recovery(loss) {
  const largest = [];
  for (let seed = 1; seed <= 8; seed++) {
    const { M } = await runPlateau('he3-mu1.75', '--engine', 'dense', '--set', `training.loss=${loss}`, '--seed', String(seed));
    largest.push(M.map((rows) => Math.max(...rows.flat())));
  }
  const list = (numbers) => numbers.map((x) => x.toFixed(3)).join(' ');
  const last = largest.map((run) => run.at(-1));
  if (loss === 'correlation') return { fine: last.every((m) => m > 0.9), found: `max M at the end, seeds 1 to 8: ${list(last)}` };
  const early = largest.map((run) => Math.max(...run.slice(0, 16)));
  return {
    fine: early.filter((m) => m > 0.5).length >= 7,
    found: `largest M of steps 0 to 15, seeds 1 to 8: ${list(early)}; at the end: ${list(last)}`,
  };
}

/** The result of `plateau run`. */
function runPlateau(...words) {
  return plateauJson('run', ...words);
}

function plateauJson(...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [plateau, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`exit code ${code}: ${said}`))));
  });
}

function print(name, engine, verdict, seconds, found) {
  console.log(`${name.padEnd(28)} ${engine.padEnd(10)} ${verdict.padEnd(7)} ${seconds.padStart(7)}  ${found}`);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
