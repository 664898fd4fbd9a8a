// A page of someone's own that has elements on it, beside the lab and with its scripts.

import type { Page } from 'playwright/test';

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
