// What a page pays for one figure: the files that it asks for until the figure is drawn, from the package's own folder.

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from './serve.ts';
import { expect, test } from './test.ts';

const cdn = join(import.meta.dirname, '..', 'dist', 'cdn/');

const post = `<!doctype html><html lang="en"><title>A post</title><script type="module" src="/cdn/plateau.js"></script>
<plateau-simulation preset="he3-mu1.75" autostart><plateau-overlaps></plateau-overlaps></plateau-simulation>`;

// kB of 1000 bytes, as .ci/size-limit.json counts them for the same files.
const budget = 60;

test('one figure asks for no more than its budget until it is drawn @only-without-webgpu', async ({ page }) => {
  const site = await serve({ '/cdn/': cdn, '/': { html: post } }, { 'content-security-policy': "default-src 'self'" });
  const asked = new Map<string, number>();
  page.on('response', async (response) => {
    const path = new URL(response.url()).pathname;
    if (path.startsWith('/cdn/')) asked.set(path, gzipSync(await response.body(), { level: 9 }).length);
  });
  await page.goto(site.origin);
  await expect(page.locator('plateau-overlaps')).toContainText('engine reduced');
  await expect(page.locator('plateau-simulation')).toContainText('Done, step 50 of 50');
  await site.close();
  const names = [...asked.keys()].map((path) => path.replace(/^\/cdn\/(chunks\/)?|-[\w-]{8}\.js$/g, '')).toSorted();
  expect(names).toEqual(['first-figure', 'plateau.js', 'reduced', 'rolldown-runtime', 'shared', 'worker']);
  const bytes = [...asked.values()].reduce((sum, each) => sum + each, 0);
  expect(bytes / 1000).toBeLessThan(budget);
});

test('only the elements that a page has are defined', async ({ page }) => {
  const site = await serve({ '/cdn/': cdn, '/': { html: post } });
  await page.goto(site.origin);
  await expect(page.locator('plateau-overlaps h3')).toHaveText('Overlaps of each neuron with the target');
  const defined = (): Promise<boolean[]> => page.evaluate(() => ['simulation', 'overlaps', 'chart', 'risk', 'lab', 'controls'].map((name) => customElements.get(`plateau-${name}`) !== undefined));
  expect(await defined()).toEqual([true, true, true, false, false, false]);
  await page.evaluate(() => document.querySelector('plateau-simulation')!.append(document.createElement('plateau-risk')));
  await expect(page.locator('plateau-risk h3')).toHaveText('Risk');
  expect(await defined()).toEqual([true, true, true, true, false, false]);
  await site.close();
});
