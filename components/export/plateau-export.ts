import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { css } from '../css.ts';
import { asWritten } from '../../src/experiment/written.ts';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { download, textFile } from './download.ts';
import { figureKinds, pictureKinds, type About, type Figure, type FigureKind } from './figure.ts';
import { Figures } from './figures.ts';
import { csvOf, fileStem, jsonOf, resultOf, type ResultSource } from './result.ts';
import { drawPaper, onWhite, saidOf, save, savingStyles } from './saving.ts';

type Numbers = 'csv' | 'json' | 'npz';

/**
 * Buttons that write a run to files: its numbers as CSV, JSON and npz (for NumPy), its figures as SVG and PNG, and where a figure has
 * numbers of its own those too. Each says what was run: the experiment is in lines of comment, in the document, in an entry, in the
 * metadata. Writes the run of the `<plateau-simulation>` it stands in with the figures there, or the ones given.
 */
export class PlateauExport extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    savingStyles,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.5rem; }
      .row + .row { margin-block-start: 0.4rem; }
      .row > span { min-inline-size: 4.5rem; }
    `,
  ];

  /** The run to write, for those who do not nest the element in a simulation. */
  @property({ attribute: false }) view: RunView | null = null;
  /** The figures to write; without any, those inside the element that `scope` names. */
  @property({ attribute: false }) figures: readonly Figure[] = [];
  /** Selector of an element around this one: the figures inside it are written. */
  @property() scope = 'plateau-simulation';
  @state() private paper = onWhite;
  @state() private said = '';

  private readonly consumer = new RunConsumer(this);
  private readonly found = new Figures(this);

  private get source(): ResultSource | null {
    const view = this.view ?? this.consumer.view;
    if (!view.experiment || !view.host || view.snapshots.length === 0) return null;
    return { experiment: view.experiment, snapshots: view.snapshots, kernels: view.kernels, host: view.host, elapsedSeconds: view.progress?.elapsedSeconds ?? 0 };
  }

  private async save(kind: Numbers): Promise<void> {
    const { source } = this;
    if (!source) return;
    await this.write(`${fileStem(source.experiment)}.${kind}`, async () => {
      if (kind === 'csv') return textFile([csvOf(source)], 'text/csv');
      if (kind === 'json') return textFile(jsonOf(source), 'application/json');
      const { npzOf } = await import('../../src/run/npz.ts');
      return new Blob([npzOf(resultOf(source))], { type: 'application/zip' });
    });
  }

  private async draw(figure: Figure, kind: FigureKind): Promise<void> {
    const { source } = this;
    const about: About | null = figure.data || !source ? null : { stem: fileStem(source.experiment, figure.name), of: 'experiment', document: asWritten(source.experiment), engine: source.host.engine };
    this.said = await saidOf(save(figure, kind, this.paper, about));
  }

  private async write(name: string, make: () => Promise<Blob>): Promise<void> {
    this.said = await saidOf(make().then((content) => {
      download(name, content);
      return name;
    }));
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.found.look(this.figures.length > 0 ? null : this.closest(this.scope));
  }

  private drawFigure(figure: Figure, empty: boolean): TemplateResult {
    return html`
      <div class="row small" role="group" aria-label="Export the figure of ${figure.name}">
        <span class="muted">${figure.name[0].toUpperCase() + figure.name.slice(1).replaceAll('-', ' ')}</span>
        ${(figure.data ? figureKinds : pictureKinds).map((kind) => html`<button type="button" ?disabled=${empty && !figure.data} @click=${() => this.draw(figure, kind)}>${kind.toUpperCase()}</button>`)}
      </div>`;
  }

  override render(): TemplateResult {
    const empty = this.source === null;
    const numbers = (kind: Numbers, text: string): TemplateResult => html`<button type="button" ?disabled=${empty} @click=${() => this.save(kind)}>${text}</button>`;
    const figures = this.figures.length > 0 ? this.figures : this.found.all;
    return html`
      <div class="row small" role="group" aria-label="Export the numbers">
        <span class="muted">Numbers</span>
        ${numbers('csv', 'CSV')}${numbers('json', 'JSON')}${numbers('npz', 'npz')}
      </div>
      ${figures.map((figure) => this.drawFigure(figure, empty))}
      <div class="save small">
        ${drawPaper(this.paper, (paper) => (this.paper = paper))}
        <p class="muted" role="status">${this.said || (empty ? 'There is something to save once the run has begun.' : '')}</p>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-export': PlateauExport;
  }
}
