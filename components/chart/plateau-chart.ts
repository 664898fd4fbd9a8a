import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { css } from '../css.ts';
import { buttons, figureParts, tokens } from '../styles.ts';
import { drawToggle } from '../toggle.ts';
import { followWidth } from '../width.ts';
import type { ScaleKind } from './axis.ts';
import { cssColour } from './colours.ts';
import { CursorController, indexNear } from './cursor.ts';
import { layOut, namedCurves, textWidth, valueAt, type FigureSpec, type Plot } from './figure.ts';
import { figureScene, legendItems, swatchMarks, swatchWidth, type LegendItem } from './legend.ts';
import type { Mark, Scene } from './scene.ts';
import { stepsOf, summaryOf } from './summary.ts';
import type { drawTable } from './table.ts';
import { formatCount, formatValue } from './words.ts';

/** Which axis someone switched, and to what. */
export interface ScaleChange {
  readonly axis: 'x' | 'y';
  readonly scale: ScaleKind;
}

/** Presentation attributes, since a strict Content Security Policy refuses `style` ones; both follow the colour scheme. */
export function drawMark(mark: Mark): TemplateResult<2> {
  if (mark.kind === 'text') {
    return svg`<text
      class=${mark.halo ? 'halo' : nothing}
      x=${mark.x}
      y=${mark.y}
      text-anchor=${mark.anchor ?? 'start'}
      font-size=${mark.size}
      fill=${cssColour(mark.ink)}
    >${mark.text}</text>`;
  }
  return svg`<path
    d=${mark.d}
    fill=${mark.fill ? cssColour(mark.fill) : 'none'}
    stroke=${mark.stroke ? cssColour(mark.stroke) : 'none'}
    stroke-width=${mark.width ?? 1}
    stroke-dasharray=${mark.dash?.length ? mark.dash.join(' ') : nothing}
    opacity=${mark.opacity ?? nothing}
  ></path>`;
}

/**
 * A line chart of a run: linear or logarithmic axes, a cursor for pointer and keyboard, a legend that shows the values
 * under it, and the numbers as a table.
 *
 * @slot tools - buttons of the one who embeds the chart, beside the axis switches
 * @slot lead - what the figure shows, in words, between its title and the plot
 * @slot caption - words of the page's own, behind those that say who drew it
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @cssprop [--plateau-chart-height] - height of the plot, at least 120px; without it from its width
 * @fires {CustomEvent<number | null>} cursor-move - the cursor came to a step, or left
 * @fires {CustomEvent<ScaleChange>} scale-change - an axis switch was pressed; the owner sets `spec` accordingly
 */
export class PlateauChart extends LitElement {
  static override styles = [
    tokens,
    buttons,
    figureParts,
    css`
      figure { margin: 0; }
      header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-block-end: 0.25rem; }
      h3 { flex: 1 1 12rem; margin: 0; font-size: 0.9375rem; font-weight: 600; }
      .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; font-size: 0.75rem; }
      .tools > span { display: inline-flex; align-items: center; gap: 0.3rem; }
      .plot { position: relative; touch-action: pan-y; }
      svg { display: block; overflow: visible; font-variant-numeric: tabular-nums; }
      .plot svg { inline-size: 100%; }
      .ruler { position: absolute; inset-block-start: 0; block-size: var(--plateau-chart-height, 0); }
      .handle { position: absolute; inset: 0; cursor: crosshair; border-radius: 0.25rem; }
      .label { fill: currentColor; font-size: 12px; font-weight: 600; }
      .legend { font-variant-numeric: tabular-nums; }
      .legend li.on { font-weight: 600; }
      .legend .value { color: var(--_muted); min-inline-size: 3.4em; font-weight: 400; }
      th, td { padding: 0.15rem 0.7rem 0.15rem 0; }
    `,
  ];

  /** What to draw. */
  @property({ attribute: false }) spec: FigureSpec | null = null;
  /** Recorded steps in all, of which `spec` may show fewer. */
  @property({ attribute: false }) recorded = 0;
  /** Hides the axis switches, for an owner who does not answer them. */
  @property({ type: Boolean }) fixed = false;
  /** Step of a cursor elsewhere, shown here too while there is none of its own. */
  @property({ attribute: false }) followed: number | null = null;
  @state() private width = 0;
  @state() private tableShown = false;
  @state() private drawTable: typeof drawTable | null = null;

  /** Height of the plot that the page asks for, in pixels; 0 if none. */
  @state() private asked = 0;

  /** A box of that height: whenever it changes, this is told, and no update has to have the page's styles worked out. */
  private ruler: Element | null = null;
  private plot: Plot | null = null;
  private steps: readonly number[] = [];
  private announcement = '';
  private told: number | null = null;
  private readonly cursor = new CursorController(this, () => (this.spec && this.plot ? { spec: this.spec, plot: this.plot, steps: this.steps } : null));

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** The figure with heading, legend and caption, for a file. */
  scene(width = 720): Scene | null {
    if (!this.spec) return null;
    return figureScene(this.spec, layOut(this.spec, width - 32, Math.round(width * 0.5)), summaryOf(this.spec, formatValue));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.spec && this.width > 0 && ['spec', 'width', 'asked'].some((name) => changed.has(name))) {
      const height = Math.round(this.asked ? Math.max(this.asked, 120) : Math.min(Math.max(this.width * 0.62, 236), 360));
      this.plot = layOut(this.spec, this.width, height, this.plot);
      this.steps = stepsOf(this.spec);
    }
    const { step } = this.cursor;
    this.announcement = step !== null && this.cursor.byKeyboard ? this.reading(step) : '';
  }

  protected override updated(): void {
    const ruler = this.renderRoot.querySelector('.ruler');
    if (ruler && ruler !== this.ruler) new ResizeObserver(([{ contentRect }]) => (this.asked = contentRect.height)).observe(ruler);
    this.ruler = ruler;
    if (this.cursor.step === this.told) return;
    this.told = this.cursor.step;
    this.dispatchEvent(new CustomEvent<number | null>('cursor-move', { detail: this.told }));
  }

  private reading(step: number): string {
    const listed = namedCurves(this.spec!);
    const followed = listed.find((curve) => curve.key === this.cursor.curve) ?? listed.at(-1);
    const value = followed ? valueAt(followed, step) : null;
    return followed && value !== null ? `${followed.name} ${formatValue(value)}` : '';
  }

  private get standing(): number | null {
    const step = this.cursor.step ?? this.followed;
    if (step === null || this.steps.length === 0) return null;
    return this.steps[indexNear(this.steps, step)];
  }

  private drawCursor(plot: Plot, spec: FigureSpec): TemplateResult<2> | typeof nothing {
    const step = this.standing;
    if (step === null) return nothing;
    const x = plot.x.place(step);
    const listed = namedCurves(spec);
    const followed = listed.find((curve) => curve.key === this.cursor.curve) ?? listed.at(-1);
    const dots = listed.map((curve) => {
      const value = valueAt(curve, step);
      const y = value === null ? Number.NaN : plot.y.place(spec.yScale === 'log' ? Math.abs(value) : value);
      if (!Number.isFinite(y)) return nothing;
      return svg`<circle cx=${x} cy=${y} r=${curve === followed ? 4.5 : 2.5} fill=${cssColour(curve.ink)}></circle>`;
    });
    // Above the plot, where it hides no curve; beside the axis's title, which it does not touch.
    const label = [`step ${formatCount(step)}`, this.reading(step)].filter(Boolean).join(' · ');
    const half = textWidth(label) / 2;
    const at = Math.max(Math.min(x, plot.right - half), textWidth(spec.yTitle) + 8 + half);
    return svg`
      <path d="M${x} ${plot.top}V${plot.bottom}" stroke="currentColor" opacity="0.45"></path>
      ${dots}
      <text class="label" x=${at} y="13" text-anchor="middle">${label}</text>`;
  }

  private drawLegendItem(item: LegendItem): TemplateResult {
    const width = item.kind === 'ramp' ? 2 * swatchWidth : swatchWidth;
    const swatch = html`<svg width=${width} height="12" viewBox="0 0 ${width} 12" aria-hidden="true">${swatchMarks(item, 0, 6).map(drawMark)}</svg>`;
    if (item.kind === 'ramp') return html`<li>${swatch}<span>${item.name}: ${item.from} … ${item.to}</span></li>`;
    const key = item.kind === 'line' ? item.key : '';
    const curve = namedCurves(this.spec!).find((each) => each.key === key);
    const value = curve && (this.standing === null ? curve.values.at(-1) : valueAt(curve, this.standing));
    const on = this.standing !== null && key === this.cursor.curve;
    const shown = value === undefined || value === null ? nothing : html`<span class="value">${formatValue(value)}</span>`;
    return html`<li class=${on ? 'on' : ''}>${swatch}<span>${item.name}</span> ${shown}</li>`;
  }

  private drawSwitch(axis: 'x' | 'y', title: string, current: ScaleKind): TemplateResult {
    const option = (scale: ScaleKind, text: string): TemplateResult => html`<button
      type="button"
      aria-pressed=${current === scale}
      @click=${() => this.dispatchEvent(new CustomEvent<ScaleChange>('scale-change', { detail: { axis, scale } }))}
    >${text}</button>`;
    return html`<span><span aria-hidden="true">${axis}</span><span class="choice" role="group" aria-label=${title}>${option('linear', 'linear')}${option('log', 'log')}</span></span>`;
  }

  private async toggleTable(): Promise<void> {
    this.tableShown = !this.tableShown;
    this.drawTable ??= (await import('./table.ts')).drawTable;
  }

  override render(): TemplateResult | typeof nothing {
    const { spec, plot } = this;
    if (!spec) return nothing;
    const summary = summaryOf(spec, formatValue);
    const step = this.standing;
    const at = step === null ? this.steps.length - 1 : this.steps.indexOf(step);
    return html`
      <figure part="figure" aria-label=${spec.title}>
        <header>
          <h3>${spec.title}</h3>
          <div class="tools">
            <slot name="tools"></slot>
            ${this.fixed ? nothing : html`${this.drawSwitch('x', 'Horizontal axis', spec.xScale)}${this.drawSwitch('y', 'Vertical axis', spec.yScale)}`}
            <span class="choice">${drawToggle('table', spec.title, this.tableShown, () => void this.toggleTable())}</span>
          </div>
        </header>
        <slot name="lead"></slot>
        <div class="plot">
          ${plot
            ? html`<svg role="img" aria-label="${spec.title}. ${summary}" width=${plot.width} height=${plot.height} viewBox="0 0 ${plot.width} ${plot.height}">
                  ${plot.layers.map((marks) => guard([marks], () => marks.map(drawMark)))}${this.drawCursor(plot, spec)}
                </svg>
                <div
                  class="handle"
                  role="slider"
                  tabindex="0"
                  aria-label="Cursor over the steps: left and right move it, up and down change the curve"
                  aria-valuemin="0"
                  aria-valuemax=${Math.max(this.steps.length - 1, 0)}
                  aria-valuenow=${Math.max(at, 0)}
                  aria-valuetext=${this.steps.length ? `step ${this.steps[Math.max(at, 0)]}` : 'nothing drawn yet'}
                  @pointermove=${this.cursor.onPointerMove}
                  @pointerdown=${this.cursor.onPointerMove}
                  @pointerleave=${this.cursor.onPointerLeave}
                  @keydown=${this.cursor.onKeyDown}
                  @blur=${this.cursor.onBlur}
                ></div>`
            : nothing}
          <div class="ruler"></div>
        </div>
        <ul class="legend" part="legend" aria-label="Legend">
          ${legendItems(spec).map((item) => this.drawLegendItem(item))}
        </ul>
        ${spec.caption ? html`<figcaption>${spec.caption} <slot name="caption"></slot></figcaption>` : html`<slot name="caption"></slot>`}
        ${this.tableShown ? this.drawTable?.(spec, this.steps, this.recorded) : nothing}
        <div class="unseen" aria-live="polite">${this.announcement}</div>
      </figure>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    'cursor-move': CustomEvent<number | null>;
    'scale-change': CustomEvent<ScaleChange>;
  }
  interface HTMLElementTagNameMap {
    'plateau-chart': PlateauChart;
  }
}
