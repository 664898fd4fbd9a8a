import { LitElement, css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { asWritten } from '../../src/experiment/written.ts';
import type { Scheme } from '../chart/colours.ts';
import { sceneToSvg } from '../chart/paint.ts';
import type { Scene } from '../chart/scene.ts';
import { RunConsumer } from '../simulation/source.ts';
import type { RunView } from '../simulation/view.ts';
import { buttons, fields, tokens } from '../styles.ts';
import { download, pngOf, textFile } from './download.ts';
import { csvOf, fileStem, jsonOf, resultOf, type ResultSource } from './result.ts';

/** A figure that can be written to a file, by name. */
export interface Figure {
  readonly name: string;
  scene(): Scene | null;
}

type Numbers = 'csv' | 'json' | 'npz';

/** The elements inside `root` that draw a figure. */
function figuresIn(root: ParentNode | null): Figure[] {
  const found: Figure[] = [];
  for (const element of root?.querySelectorAll('*') ?? []) {
    const { scene } = element as Element & Partial<Figure>;
    if (typeof scene === 'function') found.push({ name: element.localName.replace('plateau-', ''), scene: () => scene.call(element) });
  }
  return found;
}

/**
 * Buttons that write a run to files: its numbers as CSV, JSON and npz (for NumPy), its figures as SVG and PNG. Each says what was
 * run: the experiment is in lines of comment, in the document, in an entry, in the metadata. Writes the run of the
 * `<plateau-simulation>` it stands in with the figures there, or the ones given.
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

  /** The run to write, for those who do not nest the element in a simulation. */
  @property({ attribute: false }) view: RunView | null = null;
  /** The figures to write; those of the simulation around it where none are given. */
  @property({ attribute: false }) figures: readonly Figure[] = [];
  @state() private scale = 2;
  @state() private scheme: Scheme = 'light';
  @state() private said = '';

  private readonly consumer = new RunConsumer(this);

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

  private async draw(figure: Figure, kind: 'svg' | 'png'): Promise<void> {
    const [scene, { source, scheme }] = [figure.scene(), this];
    if (!scene || !source) return;
    const experiment = JSON.stringify(asWritten(source.experiment));
    await this.write(`${fileStem(source.experiment, figure.name)}.${kind}`, async () =>
      kind === 'svg' ? textFile([sceneToSvg(scene, scheme, experiment)], 'image/svg+xml') : pngOf(scene, this.scale, scheme, experiment));
  }

  private async write(name: string, make: () => Promise<Blob>): Promise<void> {
    try {
      download(name, await make());
      this.said = `Saved ${name}.`;
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
    }
  }

  override render(): TemplateResult {
    const empty = this.source === null;
    const numbers = (kind: Numbers, text: string): TemplateResult => html`<button type="button" ?disabled=${empty} @click=${() => this.save(kind)}>${text}</button>`;
    const figures = this.figures.length > 0 ? this.figures : figuresIn(this.closest('plateau-simulation'));
    return html`
      <div class="row small" role="group" aria-label="Export the numbers">
        <span class="muted">Numbers</span>
        ${numbers('csv', 'CSV')}${numbers('json', 'JSON')}${numbers('npz', 'npz')}
      </div>
      ${figures.map((figure) => html`
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
        <label for="scheme">on</label>
        <select id="scheme" @change=${(event: Event) => (this.scheme = (event.target as HTMLSelectElement).value as Scheme)}>
          ${(['light', 'dark'] as const).map((scheme) => html`<option value=${scheme} ?selected=${scheme === this.scheme}>${scheme}</option>`)}
        </select>
      </div>
      <p class="small muted" role="status">${empty ? 'There is something to save once the run has begun.' : this.said}</p>`;
  }
}
