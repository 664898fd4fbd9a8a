// Legends made of swatches with names: the same on the page and in a file.

import { html, type TemplateResult } from 'lit';
import { moved, swatchWidth, type LegendItem } from './legend.ts';
import { drawMark } from './plateau-chart.ts';
import type { Mark } from './scene.ts';

/** Pixels of a swatch: `swatchWidth` across, and down. */
const HEIGHT = 12;

export interface Entry {
  readonly name: string;
  /** In a box of 26 × 12 pixels. */
  readonly swatch: readonly Mark[];
}

export function drawEntries(entries: readonly Entry[]): TemplateResult {
  return html`<ul class="legend" part="legend" aria-label="Legend">
    ${entries.map(({ name, swatch }) => html`<li><svg width=${swatchWidth} height=${HEIGHT} viewBox="0 0 ${swatchWidth} ${HEIGHT}" aria-hidden="true">${swatch.map(drawMark)}</svg><span>${name}</span></li>`)}
  </ul>`;
}

/** For a file's legend, which places swatches by their middles. */
export const itemsOf = (entries: readonly Entry[]): LegendItem[] =>
  entries.map(({ name, swatch }) => ({ kind: 'point', name, swatch: (x, y) => swatch.map((mark) => moved(mark, x - swatchWidth / 2, y - HEIGHT / 2)) }));
