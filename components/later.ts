// Elements that are loaded when a page first has one: nothing that is drawn at once waits for them.

import { define } from './define.ts';

const tags = ['plateau-target', 'plateau-prediction'] as const;

/** Loads and defines them now; for whoever draws them inside a shadow root. */
export async function defineTheory(): Promise<void> {
  const { PlateauPrediction, PlateauTarget } = await import('./theory.ts');
  define('plateau-target', PlateauTarget);
  define('plateau-prediction', PlateauPrediction);
}

/** Loads and defines them once the document has one of them. Does nothing in Node. */
export function defineTheoryWhenMet(): void {
  if (typeof MutationObserver === 'undefined') return;
  const observer = new MutationObserver(look);
  function look(): void {
    if (!document.querySelector(tags.join(','))) return;
    observer.disconnect();
    defineTheory().catch((error: unknown) => console.warn(`<${tags.join('> and <')}> could not be loaded`, error));
  }
  observer.observe(document, { childList: true, subtree: true });
  look();
}
