import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { css } from '../css.ts';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { asWritten } from '../../src/experiment/written.ts';
import type { Kernels } from '../../src/run/contract.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import { stemOf, type FigureData } from '../export/figure.ts';
import { fileStem } from '../export/result.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { RunConsumer } from '../simulation/source.ts';
import { dmftWords } from '../simulation/theory-words.ts';
import { buttons, fields, figureParts, tokens } from '../styles.ts';
import { drawToggle } from '../toggle.ts';
import { followWidth } from '../width.ts';
import { moved, placeOf, sideOf } from './cursor.ts';
import { layOutMap, type HeatMap } from './map.ts';
import { kernelsScene } from './scene.ts';
import { kernelStyles } from './styles.ts';
import { drawTable } from './table.ts';
import { captionOf, kernelNames, meanings, nameOf, numbersOf, readingOf, sizeOf, summaryOf, symbols, type KernelName, type Pair, type Spot } from './words.ts';

/** With more neurons than this, a tile for each pair is too small: one pair at a time. */
const MOST_TILED = 4;
/** Pixels from which the maps stand side by side, between them, and beyond which one alone does not grow. */
const [BESIDE, GAP, WIDEST] = [560, 22, 380];
const title = 'Kernels of dynamical mean-field theory';

/**
 * The kernels of dynamical mean-field theory (arXiv:2402.03220) as heat maps: C_ts, what the forces on the neurons at two steps
 * have in common; Γ_ts, how a force answers an earlier field; K_ts, how the weights answer an earlier force. Step t runs down and
 * s across, with a tile for each pair of neurons or one pair alone; zero has the ground's colour. The cursor, by pointer or by
 * arrow keys, reads an entry of all three with its standard error, and a table has the numbers.
 *
 * Draws those of the `<plateau-simulation>` it stands in, whose engine is `theory` with `theory.form` `"dmft"`, or those given.
 *
 * @slot caption - words of the page's own below the figure
 * @csspart figure - the figure
 * @csspart map - one heat map with its heading
 */
export class PlateauKernels extends LitElement {
  static override styles = [tokens, buttons, fields, figureParts, savingStyles, kernelStyles, css`.tools select { font-size: 0.75rem; inline-size: auto; min-block-size: 1.5rem; }`];

  /** Kernels to draw, as in a result's `kernels`, for those who do not nest the element in a simulation. */
  @property({ attribute: false }) kernels: Kernels | null = null;
  /** Who computed those, for the caption: "DMFT, α = 3, 10⁶ copies". */
  @property() label = '';
  /** What computed those, for the files to repeat it. */
  @property({ attribute: false }) experiment: Experiment | null = null;
  @state() private width = 0;
  @state() private chosen: Pair | null = null;
  @state() private tableShown = false;
  @state() private spot: Spot | null = null;

  private readonly consumer = new RunConsumer(this);
  private shown: Kernels | null = null;
  private pair: Pair = 'all';
  private maps: Readonly<Record<KernelName, HeatMap>> | null = null;
  private drawnFrom: readonly unknown[] = [];
  private readonly saving = new Saving(this);

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** The maps side by side with heading and caption, for a file; null without any. */
  scene(width = 720): Scene | null {
    return this.shown && kernelsScene(this.shown, this.pair, { width, title, label: this.who() });
  }

  /** Every entry with its standard error, and the kernels as in a result, for a file. */
  data(): FigureData | null {
    const { shown } = this;
    if (!shown) return null;
    const experiment = this.kernels ? this.experiment : this.consumer.view.experiment;
    const document = experiment && asWritten(experiment);
    return {
      stem: experiment ? fileStem(experiment, 'kernels') : stemOf('kernels'),
      of: 'experiment', document, engine: 'theory',
      ...numbersOf(shown),
      json: { experiment: document, engine: 'theory', kernels: shown },
    };
  }

  private who(): string {
    if (this.kernels) return this.label;
    const { experiment } = this.consumer.view;
    return experiment?.theory ? `the engine theory (${dmftWords(experiment)})` : '';
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const kernels = this.kernels ?? this.consumer.view.kernels;
    const { steps, p } = kernels ? sizeOf(kernels) : { steps: 0, p: 0 };
    this.shown = steps > 0 ? kernels : null;
    const known = this.chosen !== null && (this.chosen === 'all' ? p <= MOST_TILED : this.chosen.every((neuron) => neuron < p));
    this.pair = known ? this.chosen! : p > 1 && p <= MOST_TILED ? 'all' : [0, 0];
    const from = [this.shown, String(this.pair), this.width];
    if (from.every((each, at) => each === this.drawnFrom[at])) return;
    this.drawnFrom = from;
    const width = this.width >= BESIDE ? Math.floor((this.width - 2 * GAP) / 3) : Math.min(this.width, WIDEST);
    this.maps = this.shown && width > 0 ? mapsOf(this.shown, this.pair, width) : null;
    if (this.spot && !(this.maps && this.stands(this.maps.C, this.spot))) this.spot = null;
  }

  private stands({ every, cells }: HeatMap, { i, j, t, s }: Spot): boolean {
    const drawn = (step: number): boolean => step % every === 0 && step / every < cells;
    return drawn(t) && drawn(s) && (this.pair === 'all' ? Math.max(i, j) < sizeOf(this.shown!).p : this.pair[0] === i && this.pair[1] === j);
  }

  private onPointer(event: PointerEvent, map: HeatMap): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const spot = map.at(event.clientX - box.left, event.clientY - box.top);
    if (this.spot && (['i', 'j', 't', 's'] as const).every((key) => spot[key] === this.spot![key])) return;
    this.spot = spot;
  }

  private onKey(event: KeyboardEvent, map: HeatMap): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      this.spot = null;
      return;
    }
    const spot = moved(map, this.pair, this.spot, event.key, event.shiftKey ? 10 : 1);
    if (!spot) return;
    event.preventDefault();
    this.spot = spot;
  }

  private readonly leave = (): void => void (this.spot = null);

  private drawMap(kernels: Kernels, name: KernelName, map: HeatMap): TemplateResult {
    const { spot } = this;
    const square = spot && map.squareOf(spot);
    const [row, column] = spot ? placeOf(map, this.pair, spot) : [0, 0];
    const side = sideOf(map);
    const reading = spot ? readingOf(kernels, name, spot) : '';
    return html`
      <div class="map" part="map">
        <h4>${this.pair === 'all' ? symbols[name] : nameOf(name, { i: this.pair[0], j: this.pair[1] }, sizeOf(kernels).p)}</h4>
        <div class="said small">
          <p class="muted ${spot ? 'away' : ''}">${meanings[name]}</p>
          <p class="reading numbers">${reading}</p>
        </div>
        <div class="plot">
          <svg role="img" aria-label=${summaryOf(kernels, name)} width=${map.width} height=${map.height} viewBox="0 0 ${map.width} ${map.height}">
            ${guard([map], () => map.marks.map(drawMark))}
            ${square
              ? svg`<path d="M${square.x - 1} ${square.y - 1}h${square.side + 2}v${square.side + 2}h${-square.side - 2}z" fill="none" stroke="currentColor" stroke-width="2"></path>`
              : nothing}
          </svg>
          <div
            class="handle"
            role="slider"
            tabindex="0"
            aria-label="Cursor over ${symbols[name]}: up and down change t, left and right change s"
            aria-valuemin="0"
            aria-valuemax=${side * side - 1}
            aria-valuenow=${row * side + column}
            aria-valuetext=${reading || 'no entry chosen'}
            @pointermove=${(event: PointerEvent) => this.onPointer(event, map)}
            @pointerdown=${(event: PointerEvent) => this.onPointer(event, map)}
            @pointerleave=${this.leave}
            @keydown=${(event: KeyboardEvent) => this.onKey(event, map)}
            @blur=${this.leave}
          ></div>
        </div>
      </div>`;
  }

  private drawChoice(p: number): TemplateResult | typeof nothing {
    if (p < 2) return nothing;
    const choose = ({ target }: Event): void => {
      const { value } = target as HTMLSelectElement;
      const [i, j] = value.split(',').map(Number);
      this.chosen = value === 'all' ? 'all' : [i, j];
    };
    const option = (value: string, words: string): TemplateResult => html`<option value=${value} ?selected=${String(this.pair) === value}>${words}</option>`;
    const pairs = Array.from({ length: p * p }, (_, at) => [Math.floor(at / p), at % p]);
    return html`<select aria-label="Neurons" @change=${choose}>
      ${p <= MOST_TILED ? option('all', 'all pairs of neurons') : nothing}
      ${pairs.map(([i, j]) => option(`${i},${j}`, i === j ? `neuron ${i + 1}` : `neurons ${i + 1}, ${j + 1}`))}
    </select>`;
  }

  override render(): TemplateResult {
    const { shown, maps } = this;
    if (!shown)
      return html`<p class="small muted">Kernels are drawn once there are any: they come of the engine “theory” with theory.form “dmft”, from its first step on.</p>`;
    return html`
      <figure part="figure" aria-label=${title}>
        <header>
          <h3>${title}</h3>
          <div class="tools">
            ${this.drawChoice(sizeOf(shown).p)}
            <span class="choice">${drawToggle('table', title, this.tableShown, () => (this.tableShown = !this.tableShown))}${this.saving.drawSwitch(title)}</span>
          </div>
        </header>
        <div class=${this.width >= BESIDE ? 'maps beside' : 'maps'}>${maps ? kernelNames.map((name) => this.drawMap(shown, name, maps[name])) : nothing}</div>
        ${maps ? html`<figcaption>${captionOf(shown, this.who(), { every: maps.C.every, vague: maps.Gamma.vague || maps.K.vague }).join(' ')} <slot name="caption"></slot></figcaption>` : nothing}
        ${this.saving.drawRow(title)}
        ${this.tableShown ? guard([shown, String(this.pair)], () => drawTable(shown, this.pair, title)) : nothing}
      </figure>`;
  }
}

function mapsOf(kernels: Kernels, pair: Pair, width: number): Record<KernelName, HeatMap> {
  const map = (name: KernelName): HeatMap => layOutMap(kernels, name, pair, width);
  return { C: map('C'), Gamma: map('Gamma'), K: map('K') };
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-kernels': PlateauKernels;
  }
}
