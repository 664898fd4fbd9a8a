// Where contenders live: a page of Chromium each, or a child process each. Both answer `prepare`, `time`, `dispose`.

import { fork } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium, plainFlags, webgpuFlags } from '../e2e/chromium.mjs';
import { built, servePage } from './build.mjs';

/** A step of the slowest contender at the largest size takes more than a minute on a software adapter. */
const PATIENCE = 600_000;

/**
 * @param {'swiftshader' | 'default'} adapter
 */
export async function openChromium(adapter) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: run `npx playwright install chromium`, set PLATEAU_CHROMIUM, or give --node-only');
  const args = adapter === 'swiftshader' ? webgpuFlags : [...plainFlags, '--enable-unsafe-webgpu', '--ignore-gpu-blocklist', '--enable-features=Vulkan'];
  const server = await servePage();
  let browser = null;
  const launch = async () => (browser ??= await chromium.launch({ executablePath, args }));
  return {
    version: (await launch()).version(),
    async open(contender) {
      const page = await (await launch()).newPage();
      await page.goto(`${server.url}?contender=${contender}`);
      await page.waitForFunction('window.bench || window.benchError');
      const refused = await page.evaluate(() => window.benchError);
      if (refused) throw new Error(refused);
      const call = (method, argument) =>
        patiently(page.evaluate(([method, argument]) => window.bench[method](argument), [method, argument]), `${contender}.${method}`);
      return { ...calls(call), close: () => page.close().catch(() => undefined) };
    },
    /** After a crash of the GPU process a new browser is surer than a new page. */
    async restart() {
      await browser?.close().catch(() => undefined);
      browser = null;
    },
    async close() {
      await browser?.close().catch(() => undefined);
      await server.close();
    },
  };
}

export function openNode(adapter) {
  return {
    version: process.versions.node,
    async open(contender) {
      const child = fork(built('node'), [contender], { env: { ...process.env, ...driver(adapter) } });
      const waiting = new Map();
      let orders = 0;
      child.on('message', ({ id, value, error }) => {
        const { resolve, reject } = waiting.get(id);
        waiting.delete(id);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      child.on('exit', (code, signal) => {
        for (const { reject } of waiting.values()) reject(new Error(`the process ended with ${signal ?? code}`));
      });
      const call = (method, argument) =>
        patiently(
          new Promise((resolve, reject) => {
            const id = orders++;
            waiting.set(id, { resolve, reject });
            child.send({ id, method, argument });
          }),
          `${contender}.${method}`,
        );
      return { ...calls(call), close: async () => void child.kill() };
    },
    async restart() {},
    async close() {},
  };
}

const calls = (call) => ({
  prepare: (size) => call('prepare', size),
  time: (steps) => call('time', steps),
  dispose: () => call('dispose'),
});

/** In Node too the software adapter is wanted by name, so that both rows of the table are about the same one. */
function driver(adapter) {
  if (adapter === 'default' || process.platform !== 'linux' || process.env.VK_DRIVER_FILES) return {};
  const executable = findChromium();
  const folders = executable ? ['/usr/lib/chromium', dirname(realpathSync(executable))] : [];
  const icd = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((path) => existsSync(path));
  return icd ? { VK_DRIVER_FILES: icd } : {};
}

async function patiently(work, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${PATIENCE / 60_000} minutes`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
