// The switch of something that opens below a figure, such as its table.

import { html, type TemplateResult } from 'lit';

/** To stand in a `.choice`. `word` is what is seen of it; `what`, behind it in its name, tells it apart from those of other figures. */
export const drawToggle = (word: string, what: string, open: boolean, toggle: () => void): TemplateResult =>
  html`<button type="button" aria-label="${word}: ${what}" aria-expanded=${open} @click=${toggle}>${word}</button>`;
