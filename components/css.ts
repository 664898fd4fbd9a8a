// Styles of elements that stand on anybody's page.

import { css as litCss, type CSSResult } from 'lit';

/** A root of less than 16 px is a page's way of counting, not its reader's wish. */
export const size = litCss`var(--plateau-size, max(1rem, 16px))`;

/**
 * Lit's `css`, where `rem` is the elements' own size, `--_size` (components/styles.ts), and not that of the page's root, which many pages set to 10 px to
 * count with. Queries (`@container`, `@media`) know no custom property, so they are in px.
 */
export function css(strings: TemplateStringsArray, ...values: CSSResult[]): CSSResult {
  const own = strings.map((text) => text.replace(/([\d.]+)rem\b/g, 'calc($1 * var(--_size))'));
  return litCss(Object.assign(own, { raw: strings.raw }), ...values);
}
