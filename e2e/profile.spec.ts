// An engineer asks where the time of a run goes: in the page, in the browser's Performance panel, and in Perfetto.

import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright/test';
import type { ChromeTrace } from '../src/run/profile/chrome-trace.ts';
import { violations } from './axe.ts';
import { bench, openLab, quiet } from './lab.ts';
import { expect, test } from './test.ts';

const experiment = (engine: string) => [
  `engine=${engine}`, 'target.link=He2(z1)', 'student.width=3', 'student.activation=x^2', 'data.dimension=64', 'initial.overlap=0.3',
  'training.batch=256', 'training.learningRate=0.2', 'training.steps=12',
].join('&');

/** On a software adapter dense steps are made by these. */
const kernels = ['dense/preactivations', 'dense/residuals', 'dense/gradient', 'dense/reduce', 'dense/update', 'dense/overlaps'];

interface TrackEntry {
  readonly name: string;
  readonly track: string;
  readonly trackGroup: string;
}

/** What the Performance panel would draw on tracks of our own, were it recording meanwhile. */
async function recorded(browser: Browser, page: Page, work: () => Promise<void>): Promise<TrackEntry[]> {
  await browser.startTracing(page, { categories: ['blink.user_timing', 'devtools.timeline'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: { name: string; ph: string; args?: { detail?: string } }[] };
  return traceEvents
    .filter(({ ph, args }) => ph === 'b' && args?.detail?.includes('track-entry'))
    .map(({ name, args }) => ({ name, ...(JSON.parse(args!.detail!) as { devtools: Omit<TrackEntry, 'name'> }).devtools }));
}

/** As on a machine with a GPU: the software adapter says that it is none. Returns how many devices the page has asked for so far. */
async function asOnAGpu(page: Page): Promise<() => Promise<number>> {
  const said = `{
    const told = new BroadcastChannel('devices');
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = function (...given) { told.postMessage('asked'); return requestDevice.apply(this, given); };
    for (const name of ['vendor', 'architecture', 'device', 'description']) Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => 'painted' });
    Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  }\n`;
  await page.route(/\/worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: said + (await response.text()) });
  });
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    new BroadcastChannel('devices').onmessage = ({ data }) => void asked.push(data);
    Object.assign(window, { askedForDevices: asked });
  });
  return () => page.evaluate(() => (window as unknown as { askedForDevices: unknown[] }).askedForDevices.length);
}

const cells = (profile: Locator, kernel: string) => profile.getByRole('row').filter({ has: profile.page().getByRole('rowheader', { name: kernel }) }).getByRole('cell');

test.describe('the profile', { tag: '@only-with-webgpu' }, () => {
  test('shows every kernel in the page, in the Performance panel and in a trace, and costs nothing unasked', async ({ page, browser }) => {
    await openLab(page, `#${experiment('dense')}`);
    await quiet(page);
    const { run, press, done } = bench(page);
    const whole = async () => {
      await press('Reset');
      await expect(run.getByText(/^\s*Ready, step 0/)).toBeVisible();
      await press('Run');
      await done();
    };
    expect(await recorded(browser, page, whole)).toEqual([]);

    await run.getByText('Profile', { exact: true }).click();
    const profile = run.locator('plateau-profile');
    await expect(profile.getByText('There is something to see once the run makes steps.')).toBeVisible();
    const entries = await recorded(browser, page, whole);
    expect(new Set(entries.map(({ trackGroup }) => trackGroup))).toEqual(new Set(['Plateau']));
    const named = (on: string) => [...new Set(entries.filter(({ track }) => track.endsWith(on)).map(({ name }) => name))].sort();
    expect(named(', GPU')).toEqual([...kernels].sort());
    expect(named(', CPU')).toContain('dense/advance');
    expect(entries.filter(({ name }) => name === 'dense/gradient').length, 'a span for each step').toBe(12);

    for (const kernel of ['gradient', 'preactivations']) await expect(cells(profile, `dense/${kernel}`)).toHaveText(['12', /^\d.* (µs|ms|s)$/, /^\d.* (µs|ms|s)|–$/, /^\d+\.\d %$/, /^(< )?\d|–$/, /^(< )?\d|–$/]);
    await expect(profile.getByRole('columnheader')).toHaveText(['kernel', 'calls', 'time', 'a call', 'share', 'GFLOP/s', 'GB/s']);
    await expect(profile).toContainText(/Times are by the GPU’s own clock/);

    const cursor = profile.getByRole('slider');
    await cursor.focus();
    await cursor.press('End');
    await expect(cursor).toHaveAttribute('aria-valuetext', /^dense\/\w+, .*(ms|µs), (submission \d+|.*processor)$/);
    const last = await cursor.getAttribute('aria-valuetext');
    await cursor.press('ArrowLeft');
    await expect(cursor).not.toHaveAttribute('aria-valuetext', last!);
    expect(await violations(page)).toEqual([]);

    const [download] = await Promise.all([page.waitForEvent('download'), profile.getByRole('button', { name: 'Trace for Perfetto' }).click()]);
    expect(download.suggestedFilename()).toBe('plateau-trace-d64-p3-square-seed1.json');
    const { traceEvents } = JSON.parse((await readFile(await download.path())).toString()) as ChromeTrace;
    const complete = traceEvents.filter(({ ph }) => ph === 'X');
    expect(new Set(complete.filter(({ cat }) => cat === 'gpu').map(({ name }) => name))).toEqual(new Set(kernels));
    expect(complete.every(({ ts, dur }, i) => dur! >= 0 && ts! >= (complete[i - 1]?.ts ?? 0))).toBe(true);

    // Folded up again, the run is timed no more.
    await run.getByText('Profile', { exact: true }).click();
    expect(await recorded(browser, page, whole)).toEqual([]);
  });

  test('shows the kernels of the seeds behind a run, which share its device', async ({ page, browser }) => {
    const devices = await asOnAGpu(page);
    await openLab(page, `#${experiment('reduced')}&view.seeds=100`);
    // Its runs would be made on what is no GPU at all.
    await page.locator('plateau-opening').evaluate((node) => node.remove());
    const { run, press, done } = bench(page);
    const profile = run.locator('plateau-profile');
    await expect(run.getByText('100 seeds, by the engine reduced')).toBeVisible();
    const entries = await recorded(browser, page, async () => {
      await run.getByText('Profile', { exact: true }).click();
      // Other seeds, which are timed from their first step on, and the run before them.
      await run.getByRole('button', { name: '32 seeds' }).click();
      await expect(run.getByText('32 seeds, by the engine reduced')).toBeVisible();
      await press('Run');
      await done();
    });
    const row = cells(profile, 'reduced/reduced_step (bands)');
    await expect(row).toHaveText([/^\d+$/, /^\d.* (µs|ms|s)$/, /^\d.* (µs|ms|s)|–$/, '100.0 %', /^(< )?\d|–$/, /^(< )?\d|–$/]);
    const calls = Number(await row.first().textContent());
    const drawn = entries.filter(({ name }) => name === 'reduced/reduced_step');
    expect(drawn.length).toBe(calls);
    expect(new Set(drawn.map(({ track }) => track.replace(/\d+/, 'n')))).toEqual(new Set(['bands n, GPU']));
    expect(new Set(entries.map(({ track }) => track.replace(/\d+/, 'n')))).toContain('run n, CPU');

    const [download] = await Promise.all([page.waitForEvent('download'), profile.getByRole('button', { name: 'Trace for Perfetto' }).click()]);
    const { traceEvents } = JSON.parse((await readFile(await download.path())).toString()) as ChromeTrace;
    const thread = traceEvents.find(({ name, args }) => name === 'thread_name' && args.name === 'bands');
    expect(traceEvents.filter(({ ph, pid, tid, name }) => ph === 'X' && pid === 2 && tid === thread?.tid && name === 'reduced/reduced_step')).toHaveLength(calls);
    expect(await devices()).toBe(1);
  });

  test('without a GPU’s kernels shows what the processor did', async ({ page, browser }) => {
    await page.goto(`./?profile#${experiment('reduced')}`);
    await quiet(page);
    const { run, press, done } = bench(page);
    const entries = await recorded(browser, page, async () => {
      await press('Run');
      await done();
    });
    expect(new Set(entries.map(({ track }) => track.replace(/\d+/, 'n')))).toEqual(new Set(['run n, CPU']));
    const profile = run.locator('plateau-profile');
    await expect(profile).toContainText('No kernel was timed: these are spans of the processor.');
    await expect(cells(profile, 'reduced/advance')).toHaveText([/^\d+$/, /^\d.* (µs|ms|s)$/, /^\d.* (µs|ms|s)$/, /%$/, '–', '–']);
  });
});
