// What the panels have in common: their three properties, the cursor in time, and the frame of heading, plot, legend, caption, table.

import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { css } from '../css.ts';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { drawEntries } from '../chart/entries.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import type { FigureData } from '../export/figure.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { inTurn } from '../simulation/turns.ts';
import { buttons, fields, figureParts, tokens } from '../styles.ts';
import { drawToggle } from '../toggle.ts';
import { followWidth } from '../width.ts';
import { strideOf, type DataTable, type Drawing, type PanelNumbers, type TimeEventDetail } from './drawing.ts';
import { aboutFlow } from './numbers.ts';
import { panelScene } from './sheet.ts';
import { timeWords } from './words.ts';

/** @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor to an index into `flow.times`; bubbles, composed */
export abstract class FlowPanel extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    figureParts,
    savingStyles,
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
  private readonly saving = new Saving(this);

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  protected abstract draw(flow: FlowTrajectory, at: number, width: number): Drawing;

  /** What is drawn, in numbers. */
  protected abstract numbers(flow: FlowTrajectory, at: number): PanelNumbers;

  /** The figure at the cursor's moment with heading, legend and caption, for a file; null without a flow. */
  scene(width = 720): Scene | null {
    const { flow } = this;
    if (!flow) return null;
    const at = indexIn(flow, this.time);
    return panelScene(this.heading, flow, at, this.draw(flow, at, width - 32));
  }

  /** The numbers behind the figure, and the flow's experiment, for a file. */
  data(): FigureData | null {
    const { flow } = this;
    if (!flow) return null;
    const at = indexIn(flow, this.time);
    const { momentary, notes, ...numbers } = this.numbers(flow, at);
    const about = aboutFlow(this.localName.replace('plateau-', ''), flow, momentary ? at : null);
    return { ...about, notes: { ...about.notes, ...notes }, ...numbers };
  }

  /** Switches beside the table's. */
  protected tools(_flow: FlowTrajectory): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The first time in turn with all that the page draws: five panels have their flow at once. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.flow && !this.drawing) await new Promise<void>((resolve) => inTurn(resolve));
    await super.scheduleUpdate();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.drawing = this.flow && this.width > 0 ? this.draw(this.flow, indexIn(this.flow, this.time), this.width) : null;
  }

  private moveTo(index: number): void {
    if (!this.flow) return;
    const to = indexIn(this.flow, index);
    if (to === indexIn(this.flow, this.time)) return;
    this.time = to;
    const detail: TimeEventDetail = { index: to };
    this.dispatchEvent(new CustomEvent('plateau-time', { detail, bubbles: true, composed: true }));
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
          <span class="choice">${drawToggle('table', this.heading, this.tableShown, () => (this.tableShown = !this.tableShown))}${this.saving.drawSwitch(this.heading)}</span>
        </div>
      </header>
      ${drawing
        ? html`<p class="reading small numbers"><span class="muted">${timeWords(flow, indexIn(flow, this.time))}</span> ${drawing.reading}</p>
            ${this.drawPlot(flow, drawing)}
            ${drawEntries(drawing.legend)}
            <figcaption>${drawing.caption}</figcaption>
            ${this.saving.drawRow(this.heading)}
            ${this.tableShown ? this.drawTable(drawing.table()) : nothing}`
        : nothing}
    </figure>`;
  }
}

const indexIn = ({ times }: FlowTrajectory, time: number): number => Math.min(Math.max(Math.round(time), 0), times.length - 1);

declare global {
  interface HTMLElementEventMap {
    'plateau-time': CustomEvent<TimeEventDetail>;
  }
}
