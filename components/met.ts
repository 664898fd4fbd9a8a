// Elements that are loaded when a document first has one.

import { define } from './define.ts';

type Classes<Tag extends string> = Readonly<Record<Tag, () => Promise<CustomElementConstructor>>>;

/** A function that loads and defines some of `elements`, with all that they draw. */
export const definer = <Tag extends string>(elements: Classes<Tag>, draws: NoInfer<Partial<Record<Tag, readonly Tag[]>>>) =>
  async (...asked: readonly Tag[]): Promise<void> => {
    const tags = [...new Set(asked.flatMap((tag) => [...(draws[tag] ?? []), tag]))];
    const classes = await Promise.all(tags.map((tag) => elements[tag]()));
    for (const [i, tag] of tags.entries()) {
      // All there are of an element come to life at once, so each kind has a task of its own.
      if (i > 0) await new Promise((resolve) => setTimeout(resolve));
      define(tag, classes[i]);
    }
  };

/** Calls `load` with those of `tags` that the document has, now or later, each once. Does nothing in Node. */
export function whenMet<Tag extends string>(tags: readonly Tag[], load: (...met: NoInfer<Tag>[]) => Promise<void>): void {
  if (typeof MutationObserver === 'undefined') return;
  const waiting = new Set(tags);
  const observer = new MutationObserver(look);
  function look(): void {
    const met = [...waiting].filter((tag) => document.querySelector(tag));
    if (met.length === 0) return;
    for (const tag of met) waiting.delete(tag);
    if (waiting.size === 0) observer.disconnect();
    load(...met).catch((error: unknown) => console.warn(`<${met.join('> and <')}> could not be loaded`, error));
  }
  observer.observe(document, { childList: true, subtree: true });
  look();
}
