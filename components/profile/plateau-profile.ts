import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { css } from '../css.ts';
import { chromeTrace } from '../../src/run/profile/chrome-trace.ts';
import { addReport, clockWords, emptyProfile, profileRows, withoutTrack, type Profile, type ProfileRow, type TrackSpan } from '../../src/run/profile/totals.ts';
import { cssColour } from '../chart/colours.ts';
import { formatCount } from '../chart/words.ts';
import { download, textFile } from '../export/download.ts';
import { fileStem } from '../export/result.ts';
import { RunConsumer } from '../simulation/source.ts';
import { buttons, tokens } from '../styles.ts';
import { followWidth } from '../width.ts';
import { anchorOf, barHeight, labelSize, latestSpans, layOutTimeline, moveBar, nearestBar, type Timeline } from './timeline.ts';
import { callWords, rateWords, spanWords, timeWords } from './words.ts';

/** Submissions in the timeline. */
const submissions = 8;
/** Milliseconds between two drawings: faster, nobody reads a table. */
const rest = 250;

/**
 * Where the time of the run around it goes: a table of its kernels and a timeline of the latest submissions, by the GPU's own
 * timestamps where there are any, and of the processor's steps. The run is timed for as long as this element is connected; its
 * spans are tracks of the browser's Performance panel too.
 *
 * @csspart table - kernels with their calls, times and rates
 * @csspart timeline - the latest submissions along time
 */
export class PlateauProfile extends LitElement {
  static override styles = [
    tokens,
    buttons,
    css`
      .table { overflow-x: auto; contain: inline-size; border-block: 1px solid var(--_line); }
      table { border-collapse: collapse; inline-size: 100%; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
      th, td { padding: 0.15rem 0 0.15rem 1rem; text-align: end; white-space: nowrap; font-weight: 400; }
      th:first-child { padding-inline-start: 0; text-align: start; }
      thead th { font-weight: 600; border-block-end: 1px solid var(--_line); }
      tbody + tbody tr:first-child > * { border-block-start: 1px solid var(--_line); }
      .body { display: grid; gap: 1rem; margin-block-start: 0.75rem; }
      .timeline { position: relative; touch-action: pan-y; margin-block-end: 0.5rem; }
      .halo { paint-order: stroke; stroke: var(--_ground); stroke-width: 3px; stroke-linejoin: round; }
      svg { display: block; overflow: visible; font-variant-numeric: tabular-nums; }
      .handle { position: absolute; inset: 0; cursor: crosshair; border-radius: 0.25rem; }
      .reading { min-block-size: 1.25rem; overflow-wrap: anywhere; }
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.75rem; }
    `,
  ];

  @state() private shown: Profile = emptyProfile;
  @state() private width = 0;
  /** Index of the bar under the cursor; while there is one the timeline stands still. */
  @state() private at: number | null = null;
  @state() private said = '';

  private profile: Profile = emptyProfile;
  private spans: readonly TrackSpan[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private timeline: Timeline | null = null;
  private readonly run = new RunConsumer(this, (source) =>
    source.profile((report) => {
      const over = typeof report === 'string';
      if (over) this.at = null;
      this.profile = over ? withoutTrack(this.profile, report) : addReport(this.profile, report);
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.shown = this.profile;
      }, rest);
    }),
  );

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    super.disconnectedCallback();
  }

  protected override willUpdate(): void {
    if (this.at === null) this.spans = latestSpans(this.shown.spans, submissions);
    // Rows in the order in which they first came, which is that of a step: ranks change as the run goes on.
    const totals = [...this.shown.kernels.values()];
    const order = (['gpu', 'cpu'] as const).flatMap((on) => totals.filter((each) => each.on === on));
    this.timeline = layOutTimeline(this.spans, order.map(({ label }) => label), this.width);
  }

  private readonly onPointer = (event: PointerEvent): void => {
    if (!this.timeline) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    this.at = nearestBar(this.timeline, event.clientX - box.left, event.clientY - box.top);
  };

  private readonly onLeave = (): void => {
    this.at = null;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.timeline || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveBar(this.timeline, this.at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.at = to;
  };

  private save(): void {
    const { experiment, host } = this.run.view;
    const { spans, clock } = this.profile;
    const name = experiment ? `${fileStem(experiment, 'trace')}.json` : 'plateau-trace.json';
    const trace = chromeTrace({ spans, clock, adapter: host?.adapter ?? null, run: `${host?.engine ?? 'run'}, seed ${experiment?.seed ?? ''}` });
    download(name, textFile([JSON.stringify(trace)], 'application/json'));
    this.said = `Saved ${name}: ui.perfetto.dev opens it.`;
  }

  private get reading(): string {
    const bar = this.at === null ? null : this.timeline?.bars[this.at];
    const { clock } = this.shown;
    return bar ? spanWords(bar.span, bar.span.on === 'gpu' && clock?.coarse ? clock.resolution : null) : '';
  }

  private drawTable(rows: readonly ProfileRow[]): TemplateResult {
    const row = (kernel: ProfileRow): TemplateResult => {
      const { label, on, calls, share, gigaflops, gigabytes } = kernel;
      return html`<tr>
      <th scope="row">${label}${on === 'cpu' ? html` <span class="muted">CPU</span>` : nothing}</th><td>${formatCount(calls)}</td><td>${timeWords(kernel)}</td><td>${callWords(kernel)}</td><td>${(100 * share).toFixed(1)} %</td>
      <td>${on === 'gpu' ? rateWords(gigaflops) : '–'}</td><td>${on === 'gpu' ? rateWords(gigabytes) : '–'}</td></tr>`;
    };
    return html`
      <div class="table" part="table" tabindex="0" role="region" aria-label="Time by kernel">
        <table>
          <thead><tr><th scope="col">kernel</th><th scope="col">calls</th><th scope="col">time</th><th scope="col">a call</th><th scope="col">share</th><th scope="col">GFLOP/s</th><th scope="col">GB/s</th></tr></thead>
          ${(['gpu', 'cpu'] as const).map((on) => {
            const some = rows.filter((each) => each.on === on);
            return some.length > 0 ? html`<tbody>${some.map(row)}</tbody>` : nothing;
          })}
        </table>
      </div>`;
  }

  private drawTimeline(timeline: Timeline): TemplateResult {
    const { width, height, left, right, bottom, x, rows, bars } = timeline;
    const on = this.at === null ? null : (bars[this.at] ?? null);
    const unit = this.shown.clock ? 'ms since the first of these submissions began' : 'ms since the first of these blocks began';
    return html`
      <div class="timeline" part="timeline">
        <svg role="img" aria-label="Timeline: ${rows.map(({ label }) => label).join(', ')}" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
          ${x.ticks.map((tick) => svg`<path d="M${Math.round(tick.at) + 0.5} 0V${bottom}" stroke=${cssColour('line')}></path>
            <text x=${tick.at} y=${bottom + 16} font-size=${labelSize} text-anchor="middle" fill=${cssColour('muted')}>${tick.label}</text>`)}
          <path d="M${left} ${bottom}H${right}" stroke=${cssColour('muted')}></path>
          ${rows.map((row) => svg`<text class="halo" x=${row.labelX} y=${row.labelY} font-size=${labelSize} text-anchor=${anchorOf(timeline)} fill="currentColor">${row.label}</text>`)}
          ${bars.map((bar) => svg`<rect x=${bar.x} y=${rows[bar.row].top} width=${bar.width} height=${barHeight} fill=${cssColour(rows[bar.row].ink)} opacity=${bar.span.on === 'cpu' ? 0.45 : nothing}></rect>`)}
          ${on ? svg`<rect x=${on.x - 1.5} y=${rows[on.row].top - 1.5} width=${on.width + 3} height=${barHeight + 3} fill="none" stroke="currentColor" stroke-width="1.5"></rect>` : nothing}
          <text x=${right} y=${bottom + 33} font-size=${labelSize} text-anchor="end" fill=${cssColour('muted')}>${unit}</text>
        </svg>
        <div class="handle" role="slider" tabindex="0"
          aria-label="Cursor over the spans: left and right move it, up and down change the kernel"
          aria-valuemin="0" aria-valuemax=${Math.max(bars.length - 1, 0)} aria-valuenow=${this.at ?? Math.max(bars.length - 1, 0)} aria-valuetext=${this.reading || 'no span chosen'}
          @pointermove=${this.onPointer} @pointerdown=${this.onPointer} @pointerleave=${this.onLeave} @keydown=${this.onKey} @blur=${this.onLeave}></div>
      </div>`;
  }

  override render(): TemplateResult {
    const rows = profileRows(this.shown);
    if (rows.length === 0) return html`<p class="small muted" role="status">There is something to see once the run makes steps.</p>`;
    return html`
      <div class="body">
        ${this.drawTable(rows)}
        <div>
          ${this.timeline ? this.drawTimeline(this.timeline) : nothing}
          <p class="small reading numbers">${this.reading || html`<span class="muted">The latest ${submissions} ${this.shown.clock ? 'submissions to the GPU' : 'blocks of steps'}.</span>`}</p>
        </div>
        <p class="small muted">${clockWords(this.shown)} Operations and bytes are those of the formulas; drawing random numbers is not counted. Shares are of the GPU’s time, and for rows marked CPU of the processor’s.${rows.some(({ label }) => label.endsWith('(bands)')) ? ' Bands are the seeds behind the run.' : ''}</p>
        <div class="row small">
          <button type="button" @click=${() => this.save()}>Trace for Perfetto</button>
          <span class="muted" role="status">${this.said}</span>
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-profile': PlateauProfile;
  }
}
