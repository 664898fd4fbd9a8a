import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import type { Drawing, PanelNumbers } from './drawing.ts';
import { lastly } from './ground.ts';
import { drawFunction, functionGround } from './learned-function.ts';
import { functionNumbers } from './numbers.ts';
import { FlowPanel } from './panel.ts';

/**
 * The function of z = <u*, x> that a gradient flow has learned at the cursor's time, over the target, with the density of z on
 * the axis and, where wanted, the target cut off at each degree: the function of each plateau.
 *
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor; bubbles, composed
 */
export class PlateauLearnedFunction extends FlowPanel {
  protected override readonly heading = 'Learned function';
  @state() private ghosts = true;
  private readonly ground = lastly(functionGround);

  protected override tools(): TemplateResult {
    return html`<span class="choice"><button type="button" aria-pressed=${this.ghosts} @click=${() => (this.ghosts = !this.ghosts)}>plateaus</button></span>`;
  }

  protected override draw(flow: FlowTrajectory, at: number, width: number): Drawing {
    return drawFunction(flow, at, this.ground(flow, width, this.ghosts));
  }

  protected override numbers(flow: FlowTrajectory, at: number): PanelNumbers {
    return { momentary: true, ...functionNumbers(flow, at) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-learned-function': PlateauLearnedFunction;
  }
}
