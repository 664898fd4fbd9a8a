import { defineConfig } from 'playwright/test';
import { findChromium, plainFlags, webgpuFlags } from './chromium.mjs';

const port = 4317;
const baseURL = `http://127.0.0.1:${port}/`;
const CI = Boolean(process.env.CI);

/** The same browser twice. A spec runs in both, unless it is tagged with the one it is about. */
const project = (name: string, args: string[], other: string) => ({
  name,
  grepInvert: new RegExp(`@${other}\\b`),
  use: { launchOptions: { executablePath: findChromium() ?? undefined, args } },
});

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  forbidOnly: CI,
  retries: 0,
  // SwiftShader takes every core it finds.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: { browserName: 'chromium', headless: true, baseURL, trace: CI ? 'off' : 'retain-on-failure' },
  projects: [project('webgpu', webgpuFlags, 'only-without-webgpu'), project('no-webgpu', plainFlags, 'only-with-webgpu')],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: '..',
    url: baseURL,
    reuseExistingServer: !CI,
    timeout: 20_000,
  },
});
