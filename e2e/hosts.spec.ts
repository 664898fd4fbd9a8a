// The pages of other people, e2e/hosts, each with the file of the packed package that is made for it and under the policy that such a host
// has: a blog, Quarto, Observable, Docusaurus, Jupyter. docs/embed.md shows these very pages. The hosts themselves are not run: what they make
// of a page is here as a file where it is HTML, and where a host bundles, the page's elements and code are bundled by Vite.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright/test';
import { violationsInBoth } from './axe.ts';
import { show } from './hosts/notebook.ts';
import { embedding, host, hosts, parts, pythonOf } from './hosts/pages.ts';
import { bundled, unpacked } from './hosts/stranger.ts';
import { serve } from './serve.ts';
import { expect, test } from './test.ts';

// Where there is no GPU: what differs from host to host does not depend on one, and twice would be long.
const once = { tag: '@only-without-webgpu' };

const strict = { 'content-security-policy': "default-src 'self'" };

let stranger = '';
const dist = (...path: string[]): string => join(stranger, 'node_modules/plateau/dist', ...path);
test.beforeAll(() => void (stranger = unpacked()));
test.afterAll(() => rm(stranger, { recursive: true, force: true }));

/** The first figure ran to its end, and the chart inside it has curves and axes. */
async function drawn(page: Page, steps = '50', chart = 'plateau-overlaps'): Promise<void> {
  await expect(page.locator('plateau-simulation').first()).toContainText(`Done, step ${steps} of ${steps}`);
  await expect(page.locator(chart).first()).toContainText('Drawn by the engine reduced');
  expect(await page.locator(chart).first().locator('svg[role=img] path').count()).toBeGreaterThan(4);
}

/** A page of this body and this module, made by a bundler in the stranger's folder and served under `headers`. */
async function application(name: string, body: string, module: string, headers: Readonly<Record<string, string>> = {}) {
  return serve({ '/app/': await bundled(join(stranger, name), body, module) }, headers);
}

test('a blog that allows its own files and nothing else', once, async ({ page }) => {
  const site = await serve({ '/cdn/': dist('cdn/'), '/': join(hosts, 'blog/') }, strict);
  await page.goto(`${site.origin}/post.html`);
  await drawn(page);
  // It asks a worker of its own, which shares code with the page.
  await expect(page.locator('plateau-target')).toContainText('Information exponent 3');
  expect(await violationsInBoth(page)).toEqual([]);
  await site.close();
});

test('a blog whose script is on another server, under the policy that names it', once, async ({ page }) => {
  const there = await serve({ '/cdn/': dist('cdn/') }, { 'access-control-allow-origin': '*' });
  const [, policy] = parts(await readFile(embedding, 'utf8'), /Content-Security-Policy: (.*)\n/g);
  const post = (await host('blog/post.html')).replace('src="/cdn', `src="${there.origin}/cdn`);
  const site = await serve({ '/': { html: post } }, { 'content-security-policy': policy.replaceAll('https://files.example', there.origin) });
  await page.goto(site.origin);
  await drawn(page);
  await expect(page.locator('plateau-target')).toContainText('Information exponent 3');
  await Promise.all([site.close(), there.close()]);
});

test('Quarto: a page of a site', once, async ({ page }) => {
  const site = await serve({ '/course/cdn/': dist('cdn/'), '/course/': join(hosts, 'quarto/') });
  await page.goto(`${site.origin}/course/page.html`);
  await drawn(page);
  expect(await violationsInBoth(page)).toEqual([]);
  await site.close();
});

test('Quarto: a document that carries all it needs, opened from a folder', once, async ({ page }) => {
  const script = await readFile(dist('classic/plateau.js'), 'utf8');
  const made = await host('quarto/handout.html');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const open = async (html: string): Promise<string> => {
    const file = join(stranger, 'handout.html');
    await writeFile(file, html);
    asked.length = 0;
    await page.goto(pathToFileURL(file).href);
    return pathToFileURL(file).href;
  };

  // As pandoc does it: the script's text in place of its address, which the element's end must not stand in.
  expect(script).not.toContain('</script');
  const address = await open(made.replace('<script src="plateau.js"></script>', () => `<script>${script}</script>`));
  await drawn(page, '1,000', 'plateau-risk');
  expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([address]);
  expect(await violationsInBoth(page)).toEqual([]);

  // Without `embed-resources`, the script beside it; and on a page that does not say its encoding, which is then not UTF-8.
  await writeFile(join(stranger, 'plateau.js'), script);
  await open(made.replace('<meta charset="utf-8" />', ''));
  expect(await page.evaluate(() => document.characterSet)).not.toBe('UTF-8');
  await drawn(page, '1,000', 'plateau-risk');
  await expect(page.locator('plateau-simulation')).toContainText('reduced on the processor, without a GPU · ');
});

/** Figures of an Observable page run, and its code hears of their steps: by `Generators.observe`, as far as that is needed here. */
async function observed(page: Page, name: string, body: string, code: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const generators = 'const Generators = { observe: (start) => start((value) => (globalThis.heard = value)) };';
  const site = await application(name, body, `${generators}\n${code}`, headers);
  await page.goto(`${site.origin}/app/index.html`);
  await drawn(page);
  expect(await page.evaluate('heard.at(-1)')).toEqual({ step: 50, risk: expect.any(Number) });
  expect(await violationsInBoth(page)).toEqual([]);
  await site.close();
}

test('Observable: a page of Framework', once, async ({ page }) => {
  const source = await host('observable/index.md');
  await observed(page, 'framework', parts(source, /^(<plateau-[^]*?^<\/plateau-simulation>)/gm).join('\n'), parts(source, /```js\n([^]*?)```/g).join('\n'), {});
});

test('Observable: a notebook', once, async ({ page }) => {
  const source = await host('observable/notebook.html');
  const cells = (type: string): string => parts(source, new RegExp(`<script id="\\d+" type="${type}"[^>]*>([^]*?)</script>`, 'g')).join('\n');
  await observed(page, 'notebook', cells('text/html'), cells('module'), strict);
});

test('Docusaurus, or what any bundler makes', once, async ({ page }) => {
  const [source, own, module] = await Promise.all(['docs/figure.mdx', 'docs/own.mdx', 'src/plateau.js'].map((path) => host(`docusaurus/${path}`)));
  const site = await application('docusaurus', parts(source, /^(<plateau-[^]*?<\/plateau-(?:simulation|target)>)/gm).join('\n'), module, strict);
  await page.goto(`${site.origin}/app/index.html`);
  await drawn(page);
  await expect(page.locator('plateau-target')).toContainText('Information exponent 3');
  // The object of the other page, as a property.
  const [object] = parts(own, /experiment=\{(\{[^]*?\n {2}\})\}/g);
  await page.evaluate(`document.querySelector('plateau-simulation').experiment = (${object})`);
  await drawn(page, '20');
  expect(await violationsInBoth(page)).toEqual([]);
  await site.close();
});

test('Jupyter, by the module that anywidget loads', once, async ({ page }) => {
  const python = pythonOf(await host('jupyter/figure.ipynb'));
  // Python's traits begin as None, but a Dict of no default is an empty one.
  const declared = [...python.matchAll(/^ {4}(\w+) = traitlets\.(\w+)\((.*)\)\.tag\(sync=True\)/gm)];
  const empty = Object.fromEntries(declared.map(([, name, type, given]) => [name, type === 'Dict' && !given.includes('default_value=None') ? {} : null]));
  expect(Object.keys(empty)).toEqual(['preset', 'experiment', 'width', 'value']);
  const [preset, width] = /Plateau\(preset="(.*?)", width=(\d+)\)/.exec(python)!.slice(1);
  const experiment = JSON.parse(/Plateau\(experiment=(\{[^]*?\n\})\)/.exec(python)![1].replace(/,(?=\s*\})/g, '')) as object;
  const [file] = parts(python, /_esm = pathlib\.Path\("(.*?)"\)/g);

  const site = await serve({ '/beside/': dist('anywidget/'), '/': { html: '<!doctype html><html lang="en"><head><title>A notebook</title></head><body></body></html>' } });
  await page.goto(site.origin);
  await page.evaluate(show, { address: `/beside/${file}`, traits: { ...empty, preset, width: Number(width) } });
  await drawn(page);
  expect((await page.locator('plateau-simulation').first().boundingBox())!.width).toBeLessThanOrEqual(Number(width));
  expect(await violationsInBoth(page)).toEqual([]);
  expect(await page.evaluate('traits.value')).toMatchObject({ step: 50, state: 'done', readout: [1, 1, 1, 1], M: Array(4).fill([expect.any(Number)]) });

  // The first cell's output is taken away: what is left of three listeners for each is heard by the other, when Python sets a trait.
  expect(await page.evaluate('leave(0)')).toBe(3);
  await expect(page.locator('plateau-simulation')).toHaveCount(1);
  await page.evaluate(`set('experiment', ${JSON.stringify(experiment)})`);
  await drawn(page, '20');
  expect(await page.evaluate('traits.value')).toMatchObject({ step: 20, state: 'done', M: [[expect.any(Number)], [expect.any(Number)]] });
  // Python's way to say none.
  await page.evaluate(`set('experiment', {})`);
  await drawn(page);
  expect(await page.evaluate('leave(1)')).toBe(0);
  await site.close();
});

test('two versions on one page: the first defines, the other stands back and says so', once, async ({ page }) => {
  const { version } = JSON.parse(await readFile(dist('../package.json'), 'utf8')) as { version: string };
  const other = (await readFile(dist('cdn/plateau.js'), 'utf8')).replaceAll(version, '0.0.9').replaceAll('./chunks/', '/cdn/chunks/');
  await mkdir(join(stranger, 'other'));
  await writeFile(join(stranger, 'other/plateau.js'), other);
  const post = (await host('blog/post.html')).replace('</body>', '<script type="module" src="/other/plateau.js"></script></body>');
  const site = await serve({ '/cdn/': dist('cdn/'), '/other/': join(stranger, 'other/'), '/': { html: post } });
  const warned: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warned.push(message.text()));
  await page.goto(site.origin);
  await drawn(page);
  expect(warned).toContainEqual(expect.stringMatching(/<plateau-simulation> is already defined by version \d+\.\d+\.\d+; \d+\.\d+\.\d+ stands back/));
  await site.close();
});
