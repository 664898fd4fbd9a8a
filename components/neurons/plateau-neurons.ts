import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { asWritten } from '../../src/experiment/written.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import { sheetScene, swatchMarks, swatchWidth, type LegendItem } from '../chart/legend.ts';
import { drawMark } from '../chart/plateau-chart.ts';
import type { Scene } from '../chart/scene.ts';
import { pointsFor, thinIndices } from '../chart/thin.ts';
import { formatCount } from '../chart/words.ts';
import type { FigureData } from '../export/figure.ts';
import { fileStem } from '../export/result.ts';
import { Saving, savingStyles } from '../export/saving.ts';
import { RunConsumer } from '../simulation/source.ts';
import { captionWords } from '../simulation/status.ts';
import type { RunView } from '../simulation/view.ts';
import { buttons, figureParts, tokens } from '../styles.ts';
import { drawToggle } from '../toggle.ts';
import { followWidth } from '../width.ts';
import { ballOf, chosenDirections, type Ball, type Point } from './ball.ts';
import { settled, type View } from './camera.ts';
import { ballPlot, waysOf, type BallPlot } from './marks.ts';
import { neuronStyles } from './styles.ts';
import { ballNumbers, ballTable, captionOf, legendOf, summaryOf, title, viewWords } from './words.ts';

/** Degrees of a key, of one with Shift held, and of a pixel dragged. */
const [KEY, SHIFTED, DRAGGED] = [5, 15, 0.5];
/** Pixels across; a larger ball shows nothing more. */
const WIDEST = 420;
const front: View = { turn: 0, tilt: 0 };
const corner: View = { turn: -30, tilt: 18 };

/** "2 3 5", the numbers of directions from 1, as indices. */
const numbersOf = (text: string | null): number[] => (text?.match(/\d+/g) ?? []).map((word) => Number(word) - 1);

/**
 * The neurons of a run in the unit ball: w/|w| along up to three directions of the target, with the way each has come. One
 * direction is looked at on a half circle and two on a hemisphere, whose height is what of the neuron is outside of them. The
 * ball is turned by dragging it or by arrow keys, and never by itself. Draws the run of the `<plateau-simulation>` it stands in, or
 * the one given as `run`.
 *
 * @slot caption - words of the page's own below the figure
 * @csspart figure - the figure
 * @csspart legend - the legend below the ball
 */
export class PlateauNeurons extends LitElement {
  static override styles = [tokens, buttons, figureParts, savingStyles, neuronStyles];

  /** The run to draw, for those who do not nest the element in a simulation. */
  @property({ attribute: false }) run: RunView | null = null;
  /** Numbers of the directions to look at, up to three, from 1: "1 2 4". The first three unless said. */
  @property() directions: string | null = null;
  @state() private width = 0;
  @state() private turned: View | null = null;
  /** Step the reader went back to; null follows the newest. */
  @state() private chosen: number | null = null;
  @state() private tableShown = false;

  private readonly consumer = new RunConsumer(this);
  private shown: { readonly experiment: Experiment; readonly snapshots: readonly Snapshot[]; readonly ball: Ball; readonly ways: readonly (readonly Point[])[] } | null = null;
  private drawnFrom: readonly unknown[] = [];
  private readonly saving = new Saving(this);
  private dragged: { readonly x: number; readonly y: number; readonly view: View } | null = null;

  constructor() {
    super();
    followWidth(this, (width) => (this.width = width));
  }

  /** The ball as it is turned, with heading, legend and caption, for a file. */
  scene(width = 720): Scene | null {
    const { shown } = this;
    if (!shown) return null;
    const plot = this.plot(Math.min(width - 32, 480), width - 32)!;
    const summary = summaryOf(shown.experiment, shown.ball, shown.snapshots[this.at]);
    const caption = `Step ${formatCount(shown.snapshots[this.at].step)}. ${captionOf(shown.experiment, shown.ball)} ${captionWords(this.source)}`;
    return sheetScene({ title, caption, description: summary }, plot, legendOf(shown.experiment.student.width));
  }

  /** Where each neuron was at every recorded step up to the one on show, and the run's experiment, for a file. */
  data(): FigureData | null {
    const { shown } = this;
    const { host, snapshots } = this.source;
    if (!shown || !host) return null;
    const { step } = shown.snapshots[this.at];
    const { experiment, ball } = shown;
    return {
      stem: fileStem(experiment, 'neurons'), of: 'experiment', document: asWritten(experiment), engine: host.engine, notes: { adapter: host.adapter ?? 'none' },
      ...ballNumbers(experiment, ball, snapshots.filter((each) => each.step <= step)),
    };
  }

  private get source(): RunView {
    return this.run ?? this.consumer.view;
  }

  private get view(): View {
    return this.turned ?? (this.shown?.ball.directions.length === 1 ? front : corner);
  }

  /** Index of the step on show. */
  private get at(): number {
    const { snapshots } = this.shown!;
    const last = snapshots.length - 1;
    return this.chosen === null ? last : Math.max(0, snapshots.findLastIndex(({ step }) => step <= this.chosen!));
  }

  private plot(size: number, width = size): BallPlot | null {
    return this.shown && size > 0 ? ballPlot(this.shown.ball, this.shown.ways, this.at, this.view, size, width) : null;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { experiment, snapshots } = this.source;
    const from = [experiment, snapshots, snapshots.length, this.directions];
    if (from.every((each, i) => each === this.drawnFrom[i])) return;
    if (snapshots !== this.drawnFrom[1]) this.chosen = null;
    this.drawnFrom = from;
    if (!experiment || snapshots.length === 0) {
      this.shown = null;
      return;
    }
    const { student: { width: p }, target: { directions: k } } = experiment;
    const ball = ballOf(experiment, chosenDirections(numbersOf(this.directions), k));
    const kept = thinIndices(snapshots.map(({ step }) => step), 'linear', pointsFor(4 * p)).map((i) => snapshots[i]);
    this.shown = { experiment, snapshots: kept, ball, ways: waysOf(ball, kept, p) };
  }

  private turn(view: View): void {
    this.turned = settled(view);
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.dragged = { x: event.clientX, y: event.clientY, view: this.view };
  };

  private readonly onMove = (event: PointerEvent): void => {
    if (!this.dragged) return;
    const { x, y, view } = this.dragged;
    this.turn({ turn: view.turn - DRAGGED * (event.clientX - x), tilt: view.tilt + DRAGGED * (event.clientY - y) });
  };

  private readonly onUp = (): void => void (this.dragged = null);

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? SHIFTED : KEY;
    const moves: Record<string, readonly [turn: number, tilt: number]> = { ArrowLeft: [by, 0], ArrowRight: [-by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    if (event.key === 'Home') this.turned = null;
    else if (event.key in moves) this.turn({ turn: this.view.turn + moves[event.key][0], tilt: this.view.tilt + moves[event.key][1] });
    else return;
    event.preventDefault();
  };

  private drawStep(snapshots: readonly Snapshot[]): TemplateResult {
    const [at, last] = [this.at, snapshots.length - 1];
    const step = `step ${formatCount(snapshots[at].step)}`;
    const onInput = ({ target }: Event): void => {
      const index = Number((target as HTMLInputElement).value);
      this.chosen = index >= last ? null : snapshots[index].step;
    };
    return html`<label class="step small numbers"><span>${step}</span>
      <input type="range" min="0" max=${Math.max(last, 1)} .value=${String(at)} ?disabled=${last < 1} aria-label="Step on show" aria-valuetext=${step} @input=${onInput} /></label>`;
  }

  private drawLegendItem(item: LegendItem): TemplateResult {
    const width = item.kind === 'ramp' ? 2 * swatchWidth : swatchWidth;
    const words = item.kind === 'ramp' ? `${item.name}: ${item.from} … ${item.to}` : item.name;
    return html`<li><svg width=${width} height="12" viewBox="0 0 ${width} 12" aria-hidden="true">${swatchMarks(item, 0, 6).map(drawMark)}</svg><span>${words}</span></li>`;
  }

  private drawTable(experiment: Experiment, ball: Ball, snapshot: Snapshot): TemplateResult {
    const { head, rows } = ballTable(experiment, ball, snapshot);
    return html`<div class="table" tabindex="0" role="region" aria-label="Data of: ${title}"><table>
      <caption class="small muted">Step ${formatCount(snapshot.step)}</caption>
      <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(([neuron, ...values]) => html`<tr><th scope="row">${neuron}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }

  override render(): TemplateResult {
    const { shown } = this;
    if (!shown) return html`<p class="small muted">Neurons are drawn once the run has begun.</p><slot name="caption"></slot>`;
    const { experiment, snapshots, ball } = shown;
    const plot = this.plot(Math.min(this.width, WIDEST));
    return html`
      <figure part="figure" aria-label=${title}>
        <header>
          <h3>${title}</h3>
          <div class="tools">
            <button type="button" ?disabled=${this.turned === null} @click=${() => (this.turned = null)}>Reset view</button>
            <span class="choice">${drawToggle('table', title, this.tableShown, () => (this.tableShown = !this.tableShown))}${this.saving.drawSwitch(title)}</span>
          </div>
        </header>
        ${plot
          ? html`<div class="plot">
              <svg role="img" aria-label="${title}. ${summaryOf(experiment, ball, snapshots[this.at])}" width=${plot.width} height=${plot.height} viewBox="0 0 ${plot.width} ${plot.height}">${plot.marks.map(drawMark)}</svg>
              <div class="handle" role="slider" tabindex="0" aria-label="View of the ball: left and right turn it, up and down tilt it"
                aria-valuemin="-180" aria-valuemax="180" aria-valuenow=${Math.round(this.view.turn)} aria-valuetext=${viewWords(this.view)}
                @pointerdown=${this.onDown} @pointermove=${this.onMove} @pointerup=${this.onUp} @pointercancel=${this.onUp} @keydown=${this.onKey}></div>
            </div>`
          : nothing}
        ${this.drawStep(snapshots)}
        <ul class="legend" part="legend" aria-label="Legend">${guard([experiment.student.width], () => legendOf(experiment.student.width).map((item) => this.drawLegendItem(item)))}</ul>
        <figcaption>${captionOf(experiment, ball)} <slot name="caption"></slot></figcaption>
        ${this.saving.drawRow(title)}
        ${this.tableShown ? this.drawTable(experiment, ball, snapshots[this.at]) : nothing}
      </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-neurons': PlateauNeurons;
  }
}
