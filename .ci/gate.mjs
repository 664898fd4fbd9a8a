// The whole gate, one stage after another: `npm test`, or `npm test -- unit lint` for some stages of it.
// Every test counts as one, and so does every plain check; a stage that breaks before it can count has failed once.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../e2e/chromium.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'plateau-gate-'));
const bin = (path) => join(root, 'node_modules', path);
/** Longer than any stage takes; one that hangs must still end in a count. */
const limitSeconds = 780;

const stages = {
  types: () => check(bin('typescript/bin/tsc'), '-p', '.'),
  lint: () => check(bin('oxlint/bin/oxlint'), '.', '.ci'),
  unit: () => vitest('node'),
  gpu: () => vitest('gpu'),
  build: () => check('.ci/build.mjs'),
  e2e: playwright,
  size: sizes,
  package: () => check('.ci/package.mjs'),
  unused: () => check(bin('knip/bin/knip.js'), '-c', '.ci/knip.json'),
};

/** Ends the program that runs now, with all it started: a browser, a server. */
let endStage = () => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    endStage();
    process.exit(1);
  });

/**
 * Runs a Node program in the checkout and resolves with its exit code; 1 if it had to be ended.
 * @param {string[]} words
 * @param {Record<string, string>} [env]
 * @param {(text: string) => void} [onOutput] receives standard output instead of the screen
 * @returns {Promise<number>}
 */
function node(words, env = {}, onOutput) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', onOutput ? 'pipe' : 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    endStage = () => {
      if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      console.error(`ended after ${limitSeconds} s`);
      endStage();
    }, limitSeconds * 1000);
    child.stdout?.setEncoding('utf8').on('data', (text) => onOutput?.(text));
    child.on('close', (code) => {
      clearTimeout(timer);
      endStage = () => {};
      resolve(code ?? 1);
    });
  });
}

/** @returns {Promise<Count>} */
async function check(...words) {
  const failed = (await node(words)) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0 };
}

/** A runner that fails with no failed test of its own (an unhandled error, no test found) has failed once. */
const reconcile = (count, code) => {
  if (code !== 0 && count.failed === 0) return { ...count, failed: 1 };
  if (count.passed + count.failed === 0) {
    console.error('no test ran');
    return { ...count, failed: 1 };
  }
  return count;
};

const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** @returns {Promise<Count>} */
async function vitest(project) {
  const env = project === 'gpu' ? { PLATEAU_CHROMIUM: ensureChromium() } : {};
  const path = join(scratch, `${project}.json`);
  const code = await node(
    [bin('vitest/vitest.mjs'), '--run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
    env,
  );
  const report = readReport(path);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const count = {
    passed: report.numPassedTests,
    // A file that could not even be loaded has no tests to fail.
    failed:
      report.numFailedTests + report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return reconcile(count, code);
}

/** @returns {Promise<Count>} */
async function playwright() {
  const path = join(scratch, 'e2e.json');
  const env = { PLATEAU_CHROMIUM: ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: path };
  const code = await node([bin('playwright/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'], env);
  const report = readReport(path);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  // A flaky test failed before it passed.
  const { expected, unexpected, flaky, skipped } = report.stats;
  return reconcile({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

/** One check for each budget in .ci/size-limit.json. @returns {Promise<Count>} */
async function sizes() {
  let text = '';
  const code = await node([bin('size-limit/bin.js'), '--config', '.ci/size-limit.json', '--json'], {}, (more) => (text += more));
  const results = text.trimStart().startsWith('[') ? JSON.parse(text) : [];
  if (results.length === 0) console.error(text);
  const kB = (bytes) => (bytes / 1000).toFixed(1);
  // Nothing is small, but it is not what was to be measured.
  const fits = ({ size, passed }) => passed && size > 0;
  for (const result of results) {
    const { name, size, sizeLimit } = result;
    console.log(size === 0 ? `not there: ${name}` : `${fits(result) ? 'ok' : 'OVER'} ${kB(size)} of ${kB(sizeLimit)} kB gzip: ${name}`);
  }
  const passed = results.filter(fits).length;
  return reconcile({ passed, failed: results.length - passed, skipped: 0 }, code);
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in stages));
if (unknown) {
  console.error(`no stage is called ${unknown}: there are ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}

const done = [];
for (const [name, run] of Object.entries(stages)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const start = performance.now();
  const count = await run().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  done.push({ name, ...count, seconds: (performance.now() - start) / 1000 });
}
rmSync(scratch, { recursive: true, force: true });

const sum = (key) => done.reduce((total, stage) => total + stage[key], 0);
const row = (...cells) => cells.map((cell, i) => (i === 0 ? String(cell).padEnd(10) : String(cell).padStart(9))).join('');
console.log(`\n${row('stage', 'passed', 'failed', 'skipped', 'seconds')}`);
for (const stage of done) console.log(row(stage.name, stage.passed, stage.failed, stage.skipped, stage.seconds.toFixed(1)));
console.log(row('all', sum('passed'), sum('failed'), sum('skipped'), sum('seconds').toFixed(1)));
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
