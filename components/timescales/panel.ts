// What the panels have in common: their three properties, the cursor in time, and the frame of heading, plot, legend, caption, table.

import { LitElement, css, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Mark } from '../chart/scene.ts';
import { buttons, fields, figureParts, tokens } from '../styles.ts';
import { followWidth } from '../width.ts';
import type { Box } from './ground.ts';
import { timeWords } from './words.ts';

export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One panel at one moment, drawn. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** From back to front; an array that is the same as before is not drawn again. */
  readonly layers: readonly (readonly Mark[])[];
  /** Over them, and cut off at the plot's box. */
  readonly within?: { readonly box: Box; readonly marks: readonly Mark[] };
  /** The figure in a sentence, for those who do not see it. */
  readonly summary: string;
  /** What the cursor reads. */
  readonly reading: string;
  readonly legend: readonly { readonly name: string; readonly swatch: readonly Mark[] }[];
  readonly caption: string;
  table(): DataTable;
  /** Where a pixel is a moment: its index; else the pointer drags the cursor along. */
  readonly indexAt?: (x: number, y: number) => number;
}

/** A swatch is drawn in this much room. */
const [SWATCH_WIDTH, SWATCH_HEIGHT] = [26, 12];

/** @fires {CustomEvent<{ index: number }>} plateau-time - a reader moved the cursor to an index into `flow.times`; bubbles, composed */
export abstract class FlowPanel extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    figureParts,
    css`
      figure { margin: 0; }
      header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-block-end: 0.25rem; }
      h3 { flex: 1 1 10rem; margin: 0; font-size: 0.9375rem; font-weight: 600; }
      .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; font-size: 0.75rem; }
      .tools label { display: inline-flex; align-items: center; gap: 0.3rem; font-size: 0.75rem; }
      select { font-size: 0.75rem; inline-size: auto; min-block-size: 1.625rem; }
      .reading { min-block-size: 2.7em; line-height: 1.35; margin-block-end: 0.35rem; }
      .reading .muted { margin-inline-end: 0.6em; }
      .plot { position: relative; touch-action: pan-y; }
      svg { display: block; overflow: visible; font-variant-numeric: tabular-nums; }
      .plot svg.cut { overflow: hidden; }
      .handle { position: absolute; inset: 0; cursor: ew-resize; border-radius: 0.25rem; }
      .handle.cross { cursor: crosshair; }
      th, td { padding: 0.15rem 0.8rem 0.15rem 0; }
    `,
  ];

  /** The trajectory on show; nothing is drawn without one. */
  @property({ attribute: false }) flow: FlowTrajectory | null = null;
  /** The same flow at other ε. */
  @property({ attribute: false }) others: readonly FlowTrajectory[] = [];
  /** The cursor: an index into `flow.times`; beyond the last is the last. */
  @property({ attribute: false }) time = Infinity;
  @state() protected width = 0;
  @state() private tableShown = false;

  protected abstract readonly heading: string;
  private drawing: Drawing | null = null;
  private dragged: { readonly x: number; readonly index: number } | null = null;

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  protected abstract draw(flow: FlowTrajectory, at: number, width: number): Drawing;

  /** Switches beside the table's. */
  protected tools(_flow: FlowTrajectory): TemplateResult | typeof nothing {
    return nothing;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.drawing = this.flow && this.width > 0 ? this.draw(this.flow, indexIn(this.flow, this.time), this.width) : null;
  }

  private moveTo(index: number): void {
    if (!this.flow) return;
    const to = indexIn(this.flow, index);
    if (to === indexIn(this.flow, this.time)) return;
    this.time = to;
    this.dispatchEvent(new CustomEvent('plateau-time', { detail: { index: to }, bubbles: true, composed: true }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.flow || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = strideOf(event.key, event.shiftKey);
    if (step === null) return;
    event.preventDefault();
    this.moveTo(indexIn(this.flow, this.time) + step);
  };

  private readonly onPointerDown = (event: PointerEvent): void => {
    if (!this.flow || event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.dragged = { x: event.clientX, index: indexIn(this.flow, this.time) };
    this.onPointerMove(event);
  };

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (!this.dragged || !this.flow || !this.drawing) return;
    const { left, top, width } = (event.currentTarget as Element).getBoundingClientRect();
    const { indexAt } = this.drawing;
    const along = (event.clientX - this.dragged.x) / Math.max(width, 1);
    this.moveTo(indexAt ? indexAt(event.clientX - left, event.clientY - top) : this.dragged.index + Math.round(along * this.flow.times.length));
  };

  private readonly onPointerUp = (): void => void (this.dragged = null);

  private drawTable({ head, rows }: DataTable): TemplateResult {
    return html`<div class="table" tabindex="0" role="region" aria-label="Data of: ${this.heading}">
      <table>
        <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(([key, ...cells]) => html`<tr><th scope="row">${key}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  private drawPlot(flow: FlowTrajectory, { width, height, layers, within, summary, reading, indexAt }: Drawing): TemplateResult {
    const at = indexIn(flow, this.time);
    const { left, top, right, bottom } = within?.box ?? { left: 0, top: 0, right: 0, bottom: 0 };
    return html`<div class="plot">
      <svg role="img" aria-label=${summary} width=${width} height=${height} viewBox="0 0 ${width} ${height}">
        ${layers.map((marks) => guard([marks], () => marks.map(drawMark)))}
        ${within
          ? svg`<svg class="cut" x=${left} y=${top} width=${right - left} height=${bottom - top} viewBox="${left} ${top} ${right - left} ${bottom - top}">${within.marks.map(drawMark)}</svg>`
          : nothing}
      </svg>
      <div
        class=${indexAt ? 'handle cross' : 'handle'}
        role="slider"
        tabindex="0"
        aria-label="Cursor in time: arrow keys or dragging move it"
        aria-valuemin="0"
        aria-valuemax=${flow.times.length - 1}
        aria-valuenow=${at}
        aria-valuetext="${timeWords(flow, at)}. ${reading}"
        @keydown=${this.onKey}
        @pointerdown=${this.onPointerDown}
        @pointermove=${this.onPointerMove}
        @pointerup=${this.onPointerUp}
        @pointercancel=${this.onPointerUp}
      ></div>
    </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { flow, drawing } = this;
    if (!flow) return nothing;
    return html`<figure part="figure" aria-label=${this.heading}>
      <header>
        <h3>${this.heading}</h3>
        <div class="tools">
          ${this.tools(flow)}
          <span class="choice"><button type="button" aria-pressed=${this.tableShown} @click=${() => (this.tableShown = !this.tableShown)}>table</button></span>
        </div>
      </header>
      ${drawing
        ? html`<p class="reading small numbers"><span class="muted">${timeWords(flow, indexIn(flow, this.time))}</span> ${drawing.reading}</p>
            ${this.drawPlot(flow, drawing)}
            <ul class="legend" part="legend" aria-label="Legend">
              ${drawing.legend.map(({ name, swatch }) => html`<li><svg width=${SWATCH_WIDTH} height=${SWATCH_HEIGHT} viewBox="0 0 ${SWATCH_WIDTH} ${SWATCH_HEIGHT}" aria-hidden="true">${swatch.map(drawMark)}</svg><span>${name}</span></li>`)}
            </ul>
            <figcaption>${drawing.caption}</figcaption>
            ${this.tableShown ? this.drawTable(drawing.table()) : nothing}`
        : nothing}
    </figure>`;
  }
}

const indexIn = ({ times }: FlowTrajectory, time: number): number => Math.min(Math.max(Math.round(time), 0), times.length - 1);

/** How far a key moves the cursor; null for keys that do not. */
export function strideOf(key: string, shift: boolean): number | null {
  const stride = shift ? 10 : 1;
  const strides: Record<string, number> = { ArrowLeft: -stride, ArrowDown: -stride, ArrowRight: stride, ArrowUp: stride, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  return strides[key] ?? null;
}
