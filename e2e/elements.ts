// A page of someone's own that has elements on it, beside the lab and with its scripts.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright/test';
import { expect } from './test.ts';

interface Look {
  readonly dir?: 'ltr' | 'rtl';
  readonly style?: string;
}

export async function openElements(page: Page, body: string, { dir = 'ltr', style = '' }: Look = {}): Promise<void> {
  const lab = await (await page.request.get('./')).text();
  const scripts = lab.match(/<script type="module"[^>]*><\/script>/g)!.join('');
  const html = `<!doctype html><html lang="en" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page of elements</title>
    <style>html { color-scheme: light dark } body { margin: 16px } ${style}</style>${scripts}</head><body><main>${body}</main></body></html>`;
  await page.route('**/elements.html', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto('./elements.html');
}

/** What the button of that name, in the group of that name, writes to the reader's downloads. */
export async function saved(page: Page, group: string | RegExp, kind: string, within: Page | Locator = page): Promise<Buffer> {
  const button = within.getByRole('group', { name: group }).getByRole('button', { name: kind, exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFile(await download.path());
}

const entities: Readonly<Record<string, string>> = { quot: '"', gt: '>', lt: '<', '#39': "'", amp: '&' };

/** The document that an exported SVG keeps. */
export const documentIn = (svg: string): unknown => JSON.parse(/<metadata>(.*)<\/metadata>/.exec(svg)![1].replace(/&([^;]+);/g, (_, name: string) => entities[name]));

/** An SVG on a page of its own, in the same scheme. */
export async function alone(page: Page, svg: string): Promise<Page> {
  const own = await page.context().newPage();
  await own.emulateMedia({ colorScheme: await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) });
  await own.route('**/figure.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: svg }));
  await own.goto('./figure.svg');
  const { width, height } = (await own.locator('svg').first().boundingBox())!;
  await own.setViewportSize({ width: Math.round(width), height: Math.round(height) });
  return own;
}

/** What of a plot on the page is elsewhere in its file, as a share of its pixels; there is something, and it is of one size. */
export async function compareAlone(page: Page, plot: Locator, svg: string): Promise<number> {
  // Where pixels begin, as in a file.
  await page.evaluate(() => scrollTo(0, 0));
  await plot.evaluate((node) => {
    const { style } = document.body;
    style.paddingBlockStart = '0px';
    style.paddingBlockStart = `${1 - (node.getBoundingClientRect().y % 1)}px`;
  });
  const box = (await plot.boundingBox())!;
  const live = await page.screenshot({ clip: box, fullPage: true });
  const own = await alone(page, svg);
  const same = await compared(page, [live, await own.screenshot({ clip: { x: 16, y: 40, width: box.width, height: box.height } })]);
  await own.close();
  expect(same.size).toBe(true);
  expect(same.drawn).toBeGreaterThan(0.01);
  return same.different;
}

/** The colours of a file, for a page that is to look like one. */
export const coloursOf = (scheme: 'light' | 'dark'): string =>
  scheme === 'light'
    ? 'background: #ffffff; color: #16191d; --plateau-accent: #2a4fa0; --plateau-muted: #5b6169; --plateau-line: #cdd1d6; --plateau-ground: #ffffff'
    : 'background: #14171a; color: #e8eaed; --plateau-accent: #8fb4ff; --plateau-muted: #a3a9b1; --plateau-line: #41464d; --plateau-ground: #14171a';

/** Share of pixels that differ by more than antialiasing does, and of those that are not the ground of the second. */
export function compared(page: Page, pictures: readonly Buffer[]): Promise<{ size: boolean; different: number; drawn: number }> {
  return page.evaluate(async (sources) => {
    const [a, b] = await Promise.all(sources.map(async (source) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(source), (byte) => byte.charCodeAt(0))]));
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
      context.drawImage(picture, 0, 0);
      return context.getImageData(0, 0, picture.width, picture.height);
    }));
    const away = (x: Uint8ClampedArray, i: number, y: Uint8ClampedArray, j: number): number => Math.max(...[0, 1, 2].map((channel) => Math.abs(x[i + channel] - y[j + channel])));
    const pixels = Array.from({ length: a.data.length / 4 }, (_, i) => 4 * i);
    const share = (counts: (at: number) => boolean): number => pixels.filter(counts).length / pixels.length;
    return { size: a.width === b.width && a.height === b.height, different: share((at) => away(a.data, at, b.data, at) > 64), drawn: share((at) => away(b.data, at, b.data, 0) > 64) };
  }, pictures.map((picture) => picture.toString('base64')));
}

/** A picture at 720 pixels of width, however many it has. */
export async function at720(page: Page, picture: Buffer): Promise<Buffer> {
  const source = await page.evaluate(async (text) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(720, Math.round((bitmap.height * 720) / bitmap.width));
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, picture.toString('base64'));
  return Buffer.from(source, 'base64');
}
