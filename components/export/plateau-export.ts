import { LitElement, css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sceneToSvg, type Scene } from '../chart/scene.ts';
import type { RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { download, pngOf, textFile } from './download.ts';
import { csvOf, fileStem, jsonOf, type ResultSource } from './result.ts';

/** A figure that can be written to a file, by name. */
export interface Figure {
  readonly name: string;
  scene(): Scene | null;
}

/**
 * Buttons that write a run to files: its numbers as CSV and JSON, its figures as SVG and PNG.
 */
export class PlateauExport extends LitElement {
  static override styles = [
    tokens,
    buttons,
    fields,
    css`
      .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.5rem; }
      .row + .row { margin-block-start: 0.4rem; }
      .row > span { min-inline-size: 4.5rem; }
      select { inline-size: auto; }
    `,
  ];

  @property({ attribute: false }) view: RunView | null = null;
  @property({ attribute: false }) figures: readonly Figure[] = [];
  @state() private scale = 2;
  @state() private said = '';

  private get source(): ResultSource | null {
    const { view } = this;
    if (!view?.experiment || !view.host || view.snapshots.length === 0) return null;
    return { experiment: view.experiment, snapshots: view.snapshots, host: view.host, elapsedSeconds: view.progress?.elapsedSeconds ?? 0 };
  }

  private save(kind: 'csv' | 'json'): void {
    const { source } = this;
    if (!source) return;
    const name = `${fileStem(source.experiment)}.${kind}`;
    if (kind === 'csv') download(name, textFile([csvOf(source)], 'text/csv'));
    else download(name, textFile(jsonOf(source), 'application/json'));
    this.said = `Saved ${name}.`;
  }

  private async draw(figure: Figure, kind: 'svg' | 'png'): Promise<void> {
    const scene = figure.scene();
    if (!scene || !this.source) return;
    const name = `${fileStem(this.source.experiment, figure.name)}.${kind}`;
    try {
      download(name, kind === 'svg' ? textFile([sceneToSvg(scene)], 'image/svg+xml') : await pngOf(scene, this.scale));
      this.said = `Saved ${name}.`;
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
    }
  }

  override render(): TemplateResult {
    const empty = this.source === null;
    return html`
      <div class="row small" role="group" aria-label="Export the numbers">
        <span class="muted">Numbers</span>
        <button type="button" ?disabled=${empty} @click=${() => this.save('csv')}>CSV</button>
        <button type="button" ?disabled=${empty} @click=${() => this.save('json')}>JSON</button>
      </div>
      ${this.figures.map((figure) => html`
        <div class="row small" role="group" aria-label="Export the figure of ${figure.name}">
          <span class="muted">${figure.name[0].toUpperCase() + figure.name.slice(1)}</span>
          <button type="button" ?disabled=${empty} @click=${() => this.draw(figure, 'svg')}>SVG</button>
          <button type="button" ?disabled=${empty} @click=${() => this.draw(figure, 'png')}>PNG</button>
        </div>`)}
      <div class="row small">
        <label for="scale">PNG at</label>
        <select id="scale" @change=${(event: Event) => (this.scale = Number((event.target as HTMLSelectElement).value))}>
          ${[1, 2, 3, 4].map((scale) => html`<option value=${scale} ?selected=${scale === this.scale}>${scale}×, ${720 * scale} px wide</option>`)}
        </select>
      </div>
      <p class="small muted" role="status">${empty ? 'There is something to save once the run has begun.' : this.said}</p>`;
  }
}
