import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { css } from '../css.ts';
import { csvOf } from '../export/result.ts';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { buttons, tokens } from '../styles.ts';
import { quantities, runTable, tabSeparated, type Quantity, type RunTable } from './columns.ts';

/** Milliseconds between two drawings of a run that goes on: faster, nobody reads. */
const REST = 250;

const names: Record<Quantity, string> = { M: 'M, overlaps with the target', Q: 'Q, overlaps between neurons', a: 'a, readout' };

/**
 * The numbers of a run: a row for each recorded step, with the risk and the entries of M = W W*ᵀ, of Q = W Wᵀ (upper triangle) and of the
 * readout a. Of long runs and wide ones it shows a part, and says so; the copies have all in full precision. Draws the run of the
 * `<plateau-simulation>` it stands in, or the one given as `run`.
 *
 * @slot caption - words of the page's own below the table
 * @csspart table - the table, in what scrolls it
 */
export class PlateauTable extends LitElement {
  static override styles = [
    tokens,
    buttons,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; margin-block-end: 0.4rem; }
      .row .grow { flex: 1; }
      .table { max-block-size: 22rem; overflow: auto; contain: inline-size; border-block: 1px solid var(--_line); }
      table { border-collapse: separate; border-spacing: 0; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
      th, td { padding: 0.15rem 0 0.15rem 1rem; text-align: end; white-space: nowrap; }
      th { font-weight: 600; background: var(--_ground); }
      thead th { position: sticky; inset-block-start: 0; border-block-end: 1px solid var(--_line); }
      th:first-child { position: sticky; inset-inline-start: 0; padding-inline: 0.25rem; border-inline-end: 1px solid var(--_line); }
      thead th:first-child { z-index: 1; }
      p { margin-block-start: 0.4rem; }
    `,
  ];

  /** The run to draw, for those who do not nest the element in a simulation. */
  @property({ attribute: false }) run: RunView | null = null;
  @state() private quantities: ReadonlySet<Quantity> = new Set(quantities);
  @state() private said = '';

  private readonly consumer = new RunConsumer(this);
  private table: RunTable | null = null;
  private drawnFrom: readonly unknown[] = [];
  private drawn = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private get view(): RunView {
    return this.run ?? this.consumer.view;
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { experiment, snapshots } = this.view;
    const from = [experiment, snapshots, this.quantities, snapshots.length];
    if (from.every((each, i) => each === this.drawnFrom[i])) return;
    const wait = this.drawn + REST - performance.now();
    // Only more of the same run may wait.
    if (wait > 0 && this.table && from.slice(0, 3).every((each, i) => each === this.drawnFrom[i])) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.requestUpdate(), wait);
      return;
    }
    [this.drawnFrom, this.drawn] = [from, performance.now()];
    this.table = experiment && snapshots.length > 0 ? runTable(experiment, snapshots, this.quantities) : null;
  }

  private toggle(quantity: Quantity): void {
    const next = new Set(this.quantities);
    if (!next.delete(quantity)) next.add(quantity);
    this.quantities = next;
  }

  private async copy(kind: 'TSV' | 'CSV'): Promise<void> {
    const { experiment, snapshots, kernels, host, progress } = this.view;
    if (!experiment || !host) return;
    const text = kind === 'TSV' ? tabSeparated(experiment, snapshots, this.quantities) : csvOf({ experiment, snapshots, kernels, host, elapsedSeconds: progress?.elapsedSeconds ?? 0 });
    try {
      await navigator.clipboard.writeText(text);
      this.said = `${snapshots.length} steps are on the clipboard, as ${kind}.`;
    } catch {
      this.said = 'This browser lets no page write to the clipboard here: the exported CSV has the same numbers.';
    }
  }

  override render(): TemplateResult {
    const { table } = this;
    if (!table) return html`<p class="small muted">There are numbers once the run has begun.</p><slot name="caption"></slot>`;
    return html`
      <div class="row small">
        <span class="choice" role="group" aria-label="Columns">
          ${quantities.map((quantity) => html`<button type="button" aria-pressed=${this.quantities.has(quantity)} aria-label=${names[quantity]} title=${names[quantity]} @click=${() => this.toggle(quantity)}>${quantity}</button>`)}
        </span>
        <span class="grow"></span>
        <button type="button" @click=${() => this.copy('TSV')}>Copy TSV</button>
        <button type="button" @click=${() => this.copy('CSV')}>Copy CSV</button>
      </div>
      <div class="table" part="table" tabindex="0" role="region" aria-label="Numbers of the run">
        ${guard([table], () => html`<table>
          <thead><tr>${table.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${table.rows.map(([step, ...values]) => html`<tr><th scope="row">${step}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody>
        </table>`)}
      </div>
      ${table.omitted ? html`<p class="small muted">${table.omitted}</p>` : nothing}
      <p class="small muted" role="status">${this.said}</p>
      <slot name="caption"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-table': PlateauTable;
  }
}
