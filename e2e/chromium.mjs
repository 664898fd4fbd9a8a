// Finds the Chromium that tests run in, and says with which flags it has WebGPU.

import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const quiet = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** A browser as a reader without WebGPU has it: headless and without these flags, an adapter is null. */
export const plainFlags = quiet;

/** WebGPU on SwiftShader, also where there is a real GPU: the same adapter everywhere gives the same bits everywhere. */
export const webgpuFlags = [...quiet, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'];
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/bin',
  '/snap/bin',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application')),
];
const macApplications = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a Chromium or Chrome: `PLATEAU_CHROMIUM`, else the one Playwright installed, else the system's.
 * @returns {string | null}
 */
export function findChromium() {
  const asked = process.env.PLATEAU_CHROMIUM;
  if (asked) {
    if (!isExecutable(asked)) throw new Error(`PLATEAU_CHROMIUM is ${asked}, where there is no program to run`);
    return asked;
  }
  const candidates = [
    chromium.executablePath(),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...macApplications,
  ];
  return candidates.find(isExecutable) ?? null;
}

/**
 * The same, but on a bare Debian machine, as root, its package is installed first.
 * @returns {string}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log("no Chromium here: installing Debian's package");
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // A list that fails to update may still be good enough; a package that fails to install is not.
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error('no Chromium found: run `npx playwright install chromium`, or set PLATEAU_CHROMIUM to a browser you have');
}
