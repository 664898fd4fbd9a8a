// The documentation as a reader has it: every page opens, leads somewhere, and can be read in light and dark, narrow and by ear; its figures
// are live.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromPermalink } from '../src/experiment/permalink.ts';
import { violations } from './axe.ts';
import { expect, test } from './test.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/site/docs');
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));
const html = new Map(pages.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const attributes = (text: string, name: string): string[] => [...text.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => unescaped(value));

// Nothing here needs a GPU.
test.describe('the docs', { tag: '@only-without-webgpu' }, () => {
  test('lead to pages and parts of pages that are there, and into the lab with experiments that it takes', () => {
    expect(pages).toEqual(expect.arrayContaining(['index.html', 'article.html', 'embed.html', 'reference-elements.html', 'reference-experiment.html']));
    const broken: string[] = [];
    let [within, labs] = [0, 0];
    for (const [page, text] of html) {
      for (const href of attributes(text, 'href').filter((each) => !/^https?:/.test(each))) {
        const [, path, hash] = /^([^#]*)(?:#(.*))?$/.exec(href)!;
        if (path === '../index.html') {
          if (hash === undefined) continue;
          labs++;
          expect(fromPermalink(hash).experiment.target).toBeDefined();
          continue;
        }
        within++;
        const there = path === '' ? text : html.get(path);
        if (there === undefined ? !readdirSync(folder).includes(path) : hash !== undefined && !attributes(there, 'id').includes(hash)) broken.push(`${page}: ${href}`);
      }
    }
    expect(broken).toEqual([]);
    expect(within).toBeGreaterThan(pages.length ** 2);
    expect(labs).toBeGreaterThan(1);
  });

  test('are pages of one heading each, which fit 320 pixels and say nothing on the console', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    for (const name of pages) {
      await page.goto(`./docs/${name}`);
      expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(320);
      await expect(page.getByRole('navigation', { name: 'Documentation' }).locator('[aria-current=page]'), name).toHaveCount(1);
    }
  });

  // In the dark the colours differ, and they are those of one style sheet: a page of each kind has all of them.
  const dark = ['article.html', 'how-it-works.html', 'embed.html', 'reference-experiment.html'];
  for (const [colorScheme, names] of [['light', pages], ['dark', dark]] as const)
    test(`have nothing that axe finds serious, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const name of names) {
        await page.goto(`./docs/${name}`);
        expect(await violations(page), name).toEqual([]);
      }
    });

  test('are walked through by keyboard, past the header first', async ({ page }) => {
    await page.goto('./docs/how-it-works.html');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('set formulas as MathML, and leave no TeX behind', async ({ page }) => {
    await page.goto('./docs/how-it-works.html');
    const formula = page.locator('.formula math[display=block]').first();
    await formula.scrollIntoViewIfNeeded();
    // Two rows of a matrix stand above each other.
    expect((await formula.boundingBox())!.height).toBeGreaterThan(30);
    expect(await page.locator('math').count()).toBeGreaterThan(20);
    for (const [name, text] of html) expect(/\$\$|\\(?:frac|sum|lambda|mathbb)/.exec(text.replace(/<pre[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, ''))?.[0], name).toBeUndefined();
  });

  test('name each key of the experiment and each element, with what it takes', async ({ page }) => {
    await page.goto('./docs/reference-experiment.html');
    const row = page.getByRole('row').filter({ has: page.getByText('training.learningRate', { exact: true }) });
    await expect(row).toContainText('a number, at least 0');
    await expect(row).toContainText('required, but by flows');
    const { properties } = JSON.parse(readFileSync(join(root, 'dist/experiment.schema.json'), 'utf8')) as { properties: Record<string, { properties?: Record<string, unknown> }> };
    const keys = Object.entries(properties).flatMap(([key, node]) => Object.keys(node.properties ?? {}).map((inner) => `${key}.${inner}`));
    for (const key of keys) await expect(page.locator('td:first-child').getByText(key, { exact: true }), key).toHaveCount(1);

    await page.goto('./docs/reference-elements.html');
    const { modules } = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8')) as { modules: { declarations: { tagName?: string }[] }[] };
    const tags = modules.flatMap(({ declarations }) => declarations.flatMap(({ tagName }) => tagName ?? []));
    for (const tag of tags) await expect(page.getByRole('heading', { level: 2, name: `<${tag}>`, exact: true })).toHaveCount(1);
    await expect(page.locator('main')).toContainText('plateau-snapshots');
  });

  test('draw the article’s figures when a reader comes to them', async ({ page }) => {
    await page.goto('./docs/article.html');
    const figures = page.locator('plateau-simulation');
    const states = () => figures.evaluateAll((nodes) => nodes.map((node) => (node as unknown as { run?: { view: { state: string } } }).run?.view.state));
    await expect.poll(states).toContain('idle');
    await figures.first().scrollIntoViewIfNeeded();
    await expect(figures.first()).toContainText('Done, step 50 of 50');
    await expect(figures.first().locator('plateau-overlaps')).toContainText('Drawn by the engine reduced');
    expect(await figures.first().locator('svg[role=img] path').count()).toBeGreaterThan(8);
    expect((await states()).at(-1)).toBe('idle');
  });
});
