import axe from 'axe-core';
import type { Page } from 'playwright/test';

/** What axe finds wrong, a sentence each, where it keeps someone from using the page: serious and critical. */
export async function violations(page: Page, selector = 'html'): Promise<string[]> {
  // Evaluated, not added as a script, which a strict Content Security Policy would refuse.
  await page.evaluate(axe.source);
  return page.evaluate(async (within) => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(within, { resultTypes: ['violations'] });
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.flat().join(' ')}`));
  }, selector);
}

/** The same for a reader of either colour scheme, which a page follows while it is open. */
export async function violationsInBoth(page: Page, selector?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    for (const words of await violations(page, selector)) found.push(`${colorScheme}: ${words}`);
  }
  return found;
}
