import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, webgpuFlags } from './e2e/chromium.mjs';

const gpu = '**/*.gpu.test.ts';
const slow = '**/*.slow.test.ts';
const notOurs = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'components/**/*.test.ts', '.ci/**/*.test.ts'],
          exclude: [gpu, slow, ...notOurs],
          testTimeout: 30_000,
        },
      },
      // Kernels, in the browser that readers use.
      {
        optimizeDeps: { include: ['jsep', 'valibot'] },
        test: {
          name: 'gpu',
          include: [gpu],
          exclude: notOurs,
          testTimeout: 60_000,
          // One file at a time: SwiftShader takes every core it finds.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { host: '127.0.0.1' },
            provider: playwright({ launchOptions: { executablePath: findChromium() ?? undefined, args: webgpuFlags } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      // Minutes each, so not in the gate: `npx vitest --run --project slow`.
      { test: { name: 'slow', include: [slow], exclude: notOurs, testTimeout: 600_000 } },
    ],
  },
});
