// The GPU process dies under a run, as it does when a driver is reset or a laptop wakes up.

import type { Browser } from 'playwright/test';
import { webgpuFlags } from './chromium.mjs';
import { bench, openLab, quiet } from './lab.ts';
import { expect, test } from './test.ts';

// A browser of its own, where each crash counts as the first: after a second one Chromium refuses WebGPU for a while.
test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, args: [...webgpuFlags, '--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'] }) });

const steps = 160;
const experiment = [
  'engine=dense', 'target.link=He3(z1)', 'student.width=4', 'student.activation=He3(x)', 'data.dimension=512', 'initial.overlap=0.2',
  'training.batch=512', 'training.learningRate=0.05', `training.steps=${steps}`, 'record.every=20',
].join('&');

async function crash(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // The answer to this command may be lost with the process it is about.
  await Promise.race([session.send('Browser.crashGpuProcess').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 500))]);
}

test.setTimeout(120_000);

test('a run goes on when the GPU process crashes, to the same bits', { tag: '@only-with-webgpu' }, async ({ page, browser }) => {
  await openLab(page, `#${experiment}`);
  await quiet(page);
  const { run, press, done, result } = bench(page);
  await press('Run');
  await done();
  const whole = await result();
  expect(whole).toMatchObject({ engine: 'dense', steps: Array.from({ length: steps / 20 + 1 }, (_, i) => 20 * i) });

  await press('Run again');
  await expect(run.getByText(/^\s*Running, step ([4-9]\d|1[0-3]\d) of/)).toBeVisible();
  await crash(browser);
  await expect(run.getByText(/The GPU device was lost .* going on from step \d+/)).toBeVisible();
  await done();
  expect(await result()).toEqual(whole);

  await press('Reset');
  await press('Run');
  await expect(run.getByText(/^\s*Running, step ([4-9]\d|1[0-3]\d) of/)).toBeVisible();
  await press('Pause');
  await expect(run.getByText(/^\s*Paused, step/)).toBeVisible();
  await crash(browser);
  await press('Go on');
  await done();
  expect(await result(), 'lost while it was paused').toEqual(whole);
});
