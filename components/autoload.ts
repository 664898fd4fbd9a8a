// The script tag's entry: loads and defines the elements that a page has, and no others.

import { define } from './define.ts';
import { whenMet } from './met.ts';
import { draws, elements, type Tag } from './tags.ts';

/** Loads and defines elements, with all that they draw: for those inside shadow roots of one's own, which are not looked into. */
export async function defineElements(...asked: readonly Tag[]): Promise<void> {
  const tags = [...new Set(asked.flatMap((tag) => [...(draws[tag] ?? []), tag]))];
  const classes = await Promise.all(tags.map((tag) => elements[tag]()));
  tags.forEach((tag, i) => define(tag, classes[i]));
}

whenMet(Object.keys(elements) as Tag[], defineElements);
