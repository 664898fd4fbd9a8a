// `test` for every spec: a page that says anything on the console as an error has failed, whatever else it showed.

import { expect, test as base } from 'playwright/test';

export { expect };

export const test = base.extend({
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    expect(errors, 'errors on the console').toEqual([]);
  },
});
