import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import type { Drawing, PanelNumbers } from './drawing.ts';
import { lastly } from './ground.ts';
import { residualNumbers } from './numbers.ts';
import { FlowPanel } from './panel.ts';
import { drawResiduals, residualGround } from './residuals.ts';

/** Milliseconds of rest before what is learned is said aloud: a cursor on its way says nothing. */
const REST = 600;

/**
 * What of each Hermite degree of the target a gradient flow has not learned yet, as bars at the cursor's time, and in words who
 * is being learned. Give it `flow`, and `time`, an index into `flow.times`.
 *
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor; bubbles, composed
 */
export class PlateauResiduals extends FlowPanel {
  protected override readonly heading = 'Who is learned now';
  private readonly ground = lastly(residualGround);
  private words = '';
  private said = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected override draw(flow: FlowTrajectory, at: number, width: number): Drawing {
    const drawing = drawResiduals(flow, at, this.ground(flow, width));
    this.words = drawing.reading;
    return drawing;
  }

  protected override numbers(flow: FlowTrajectory, at: number): PanelNumbers {
    return { momentary: true, ...residualNumbers(flow, at) };
  }

  protected override updated(_changed: PropertyValues): void {
    clearTimeout(this.timer);
    if (this.words === this.said) return;
    this.timer = setTimeout(() => {
      this.said = this.words;
      this.requestUpdate();
    }, REST);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override render(): TemplateResult | typeof nothing {
    return this.flow ? html`${super.render()}<div class="unseen" aria-live="polite">${this.said}</div>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-residuals': PlateauResiduals;
  }
}
