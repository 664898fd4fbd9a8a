import { expect, test } from './test.ts';

test('the lab opens', async ({ page }) => {
  await page.goto('.');
  await expect(page).toHaveTitle(/Plateau/);
  expect(await page.evaluate(() => customElements.get('plateau-lab') !== undefined)).toBe(true);
  await expect(page.locator('plateau-lab')).toBeVisible();
});
