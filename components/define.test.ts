import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { define, version } from './define.ts';

it('has the version of the package', () => {
  const { version: expected } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(version).toBe(expected);
});

it('does nothing where there are no elements', () => {
  expect(() => define('plateau-nothing', class {} as unknown as CustomElementConstructor)).not.toThrow();
});
