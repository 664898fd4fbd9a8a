// What every element shares: the custom properties a page may set, and the look of text, buttons and fields.

import { css, size } from './css.ts';

/**
 * Custom properties of every element, all optional; elements inherit colour, keep a transparent ground and follow
 * `color-scheme`. The manifest of the elements takes them from here (.ci/manifest.mjs).
 *
 * @cssprop [--plateau-font=system-ui] - font of labels and controls
 * @cssprop [--plateau-size=1rem, but no less than 16 px] - what sizes of text, gaps and controls are multiples of
 * @cssprop [--plateau-muted=70 % of the text's colour] - secondary text and axes
 * @cssprop [--plateau-line=17 % of the text's colour] - hairlines and grid
 * @cssprop [--plateau-accent=light-dark(#2a4fa0, #8fb4ff)] - the primary button, focus rings, links and what a figure is about
 * @cssprop [--plateau-accent-ink=light-dark(#ffffff, #10141c)] - text on the accent
 * @cssprop [--plateau-alert=light-dark(#a3341f, #ff9b85)] - errors and warnings
 * @cssprop [--plateau-field=light-dark(#ffffff, #1d2126)] - ground of input fields
 * @cssprop [--plateau-ground=light-dark(#ffffff, #1d2126)] - ground behind words that stand over a figure, and of a table's fixed rows
 */
export const tokens = css`
  :host {
    --_size: ${size};
    --_muted: var(--plateau-muted, color-mix(in oklab, currentColor 70%, transparent));
    --_line: var(--plateau-line, color-mix(in oklab, currentColor 17%, transparent));
    --_accent: var(--plateau-accent, light-dark(#2a4fa0, #8fb4ff));
    --_accent-ink: var(--plateau-accent-ink, light-dark(#ffffff, #10141c));
    --_alert: var(--plateau-alert, light-dark(#a3341f, #ff9b85));
    --_field: var(--plateau-field, light-dark(#ffffff, #1d2126));
    --_ground: var(--plateau-ground, light-dark(#ffffff, #1d2126));
    display: block;
    font-family: var(--plateau-font, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    font-size: 0.9375rem;
    line-height: 1.5;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  /* In a page that runs from right to left pictures are as they are, and words and numbers in their own order. */
  svg {
    direction: ltr;
  }
  p, figcaption, li, li span, label, button, option, select, h3, h4, th, td {
    unicode-bidi: plaintext;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 0.15em;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.8125rem;
  }
  .numbers {
    font-variant-numeric: tabular-nums;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;

export const buttons = css`
  button {
    font: inherit;
    font-size: 0.8125rem;
    color: inherit;
    min-block-size: 1.875rem;
    padding: 0.2rem 0.7rem;
    border: 1px solid var(--_line);
    border-radius: 0.4rem;
    background: transparent;
    cursor: pointer;
    white-space: nowrap;
    transition: background-color 120ms, border-color 120ms;
  }
  button:hover:not(:disabled) {
    border-color: var(--_muted);
  }
  button:active:not(:disabled) {
    background: var(--_line);
  }
  button:disabled {
    color: var(--_muted);
    cursor: default;
    opacity: 0.6;
  }
  button.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_accent-ink);
    font-weight: 600;
  }
  button.primary:hover {
    background: color-mix(in oklab, var(--_accent) 88%, currentColor);
  }
  .choice {
    display: inline-flex;
    border: 1px solid var(--_line);
    border-radius: 0.4rem;
  }
  .choice button {
    min-block-size: 1.5rem;
    padding: 0 0.5rem;
    font-size: 0.75rem;
    border: 0;
    border-radius: 0.35rem;
    color: var(--_muted);
  }
  .choice button:is([aria-pressed='true'], [aria-expanded='true']) {
    color: inherit;
    font-weight: 600;
    background: var(--_line);
  }
`;

export const fields = css`
  label,
  .label {
    font-size: 0.8125rem;
    color: var(--_muted);
  }
  input,
  select {
    font: inherit;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    color: inherit;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 1.875rem;
    padding: 0.15rem 0.5rem;
    border: 1px solid color-mix(in oklab, currentColor 45%, transparent);
    border-radius: 0.4rem;
    background: var(--_field);
  }
  select {
    padding-inline: 0.3rem 0.1rem;
  }
  input[aria-invalid='true'],
  select[aria-invalid='true'] {
    border-color: var(--_alert);
    box-shadow: 0 0 0 1px var(--_alert);
  }
  .error {
    color: var(--_alert);
    font-size: 0.8125rem;
    line-height: 1.35;
  }
`;

/** Legend, caption and table of a figure, whoever draws it. */
export const figureParts = css`
  .halo { paint-order: stroke; stroke: var(--_ground); stroke-width: 3px; stroke-linejoin: round; }
  .legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; margin: 0.35rem 0 0; padding: 0; list-style: none; font-size: 0.8125rem; }
  .legend li { display: inline-flex; align-items: center; gap: 0.4rem; }
  figcaption { margin-block-start: 0.4rem; font-size: 0.75rem; color: var(--_muted); }
  .table { max-block-size: 18rem; overflow: auto; contain: inline-size; margin-block-start: 0.5rem; border-block: 1px solid var(--_line); }
  table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
  th, td { text-align: end; white-space: nowrap; }
  thead th { position: sticky; inset-block-start: 0; background: var(--_ground); border-block-end: 1px solid var(--_line); }
  th { font-weight: 600; }
`;
