// The tests' own ground: if these fail, no other result here means anything.

// The bare test: what the lab says on the console is the lab's fault, and lab.spec.ts tells.
import { expect, test } from 'playwright/test';
import { violations } from './axe.ts';

const adapter = () => navigator.gpu.requestAdapter().then((found) => found?.info.architecture ?? null);

test('the browser has WebGPU, on SwiftShader', { tag: '@only-with-webgpu' }, async ({ page }) => {
  await page.goto('.');
  expect(await page.evaluate(adapter)).toBe('swiftshader');
});

test('the browser has WebGPU, but no adapter', { tag: '@only-without-webgpu' }, async ({ page }) => {
  await page.goto('.');
  expect(await page.evaluate(adapter)).toBeNull();
});

test('a picture without words is seen', async ({ page }) => {
  await page.setContent('<html lang="en"><title>A page</title><main><h1>A page</h1><img src="data:,"></main></html>');
  expect(await violations(page)).toEqual([expect.stringContaining('image-alt')]);
});
