// The pages of other people, each with the build that is made for it: a blog under a strict policy, a document that carries all it
// needs, a bundler, a notebook, another server's files, and a page on which two versions meet.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { build } from 'vite';
import type widget from '../components/anywidget.ts';
import { serve } from './serve.ts';
import { expect, test } from './test.ts';

// Where there is no GPU: what differs from host to host does not depend on one, and twice would be long.
const once = { tag: '@only-without-webgpu' };

const dist = join(import.meta.dirname, '..', 'dist');
const cdn = join(dist, 'cdn/');
const strict = { 'content-security-policy': "default-src 'self'" };

const figure = `<plateau-simulation preset="square" engine="reduced" steps="20" autostart><plateau-overlaps></plateau-overlaps></plateau-simulation>`;
const post = (head: string, body = figure) => ({ html: `<!doctype html><html lang="en"><head><title>A post</title>${head}</head><body>${body}</body></html>` });
const tag = '<script type="module" src="/cdn/plateau.js"></script>';

async function drawn(page: Page): Promise<void> {
  await expect(page.locator('plateau-simulation')).toContainText('Done, step 20 of 20');
  await expect(page.locator('plateau-overlaps')).toContainText('Drawn by the engine reduced');
  expect(await page.locator('plateau-overlaps svg[role=img] path').count()).toBeGreaterThan(8);
}

test('a blog that allows its own files and nothing else', once, async ({ page }) => {
  const site = await serve({ '/cdn/': cdn, '/': post(tag, `${figure}<plateau-target link="He3(z1)"></plateau-target>`) }, strict);
  await page.goto(site.origin);
  await drawn(page);
  // It asks a worker of its own, which shares code with the page.
  await expect(page.locator('plateau-target')).toContainText('Information exponent 3');
  await site.close();
});

test('a script tag that names another server', once, async ({ page }) => {
  const there = await serve({ '/cdn/': cdn }, { 'access-control-allow-origin': '*' });
  const site = await serve({ '/': post(`<script type="module" src="${there.origin}/cdn/plateau.js"></script>`) });
  await page.goto(site.origin);
  await drawn(page);
  await Promise.all([site.close(), there.close()]);
});

test('a document that carries the classic build within itself', once, async ({ page }) => {
  const script = (await readFile(join(dist, 'classic/plateau.js'), 'utf8')).replaceAll('</script', String.raw`<\/script`);
  const site = await serve({ '/': post(`<script>${script}</script>`) });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(site.origin);
  await drawn(page);
  expect(asked.filter((url) => !url.startsWith('blob:') && !url.endsWith('/favicon.ico'))).toEqual([`${site.origin}/`]);
  await site.close();
});

test('an application that a bundler makes', once, async ({ page }) => {
  const root = await mkdtemp(join(tmpdir(), 'plateau-bundled-'));
  await writeFile(join(root, 'index.html'), `<!doctype html><html lang="en"><head><title>An app</title><script type="module" src="./main.js"></script></head><body>${figure}</body></html>`);
  await writeFile(join(root, 'main.js'), "import 'plateau/elements';\n");
  await build({
    root, configFile: false, logLevel: 'error', base: './',
    resolve: { alias: { 'plateau/elements': join(dist, 'lib/elements.js') } },
  });
  const site = await serve({ '/app/': join(root, 'dist/') }, strict);
  await page.goto(`${site.origin}/app/index.html`);
  await drawn(page);
  await site.close();
  await rm(root, { recursive: true });
});

test('a notebook, by the module that anywidget loads', once, async ({ page }) => {
  const site = await serve({ '/anywidget/': join(dist, 'anywidget/'), '/': post('', '<div id="cell"></div>') });
  await page.goto(site.origin);
  const document = { target: { link: 'He2(z1)' }, student: { width: 2, activation: 'x^2' }, data: { dimension: 64 }, training: { batch: 64, learningRate: 0.1, steps: 20 }, engine: 'reduced' };
  const value = await page.evaluate(async (experiment) => {
    const traits: Record<string, unknown> = { experiment, preset: null, width: 500 };
    // As the notebook has it: the module's text, under an address of its own.
    const text = await (await fetch('/anywidget/plateau.js')).text();
    const module = await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))) as { default: typeof widget };
    return new Promise<unknown>((resolve) => {
      const model = {
        get: (trait: string) => traits[trait],
        set: (trait: string, given: unknown) => void (traits[trait] = given),
        save_changes: () => resolve(traits.value),
        on() {},
        off() {},
      };
      module.default.render({ model, el: window.document.querySelector('#cell')! });
    });
  }, document);
  await drawn(page);
  expect(value).toMatchObject({ step: 20, state: 'done', readout: [1, 1], M: [[expect.any(Number)], [expect.any(Number)]] });
  expect((await page.locator('plateau-simulation').boundingBox())!.width).toBeLessThanOrEqual(500);
  await site.close();
});

test('two versions on one page: the first defines, the other stands back and says so', once, async ({ page }) => {
  const other = (await readFile(join(cdn, 'plateau.js'), 'utf8')).replaceAll('0.1.0', '0.0.9');
  const folder = await mkdtemp(join(tmpdir(), 'plateau-other-'));
  await writeFile(join(folder, 'plateau.js'), other.replaceAll('./chunks/', '/cdn/chunks/'));
  const site = await serve({ '/cdn/': cdn, '/other/': `${folder}/`, '/': post(`${tag}<script type="module" src="/other/plateau.js"></script>`) });
  const warned: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warned.push(message.text()));
  await page.goto(site.origin);
  await drawn(page);
  expect(warned).toContainEqual(expect.stringMatching(/<plateau-simulation> is already defined by version 0\.\d\.\d; 0\.\d\.\d stands back/));
  await site.close();
  await rm(folder, { recursive: true });
});
