import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import type { Drawing, PanelNumbers } from './drawing.ts';
import { lastly } from './ground.ts';
import { riskNumbers } from './numbers.ts';
import { FlowPanel } from './panel.ts';
import { drawRisk, riskGround } from './risk.ts';
import type { DescentPoints } from './risk-descent.ts';
import { timeUnits } from './time-axis.ts';

/**
 * The risk of a gradient flow on a logarithmic axis of time, over the plateaus and times that theory predicts at its ε; with `others`,
 * the same flow at other ε, in one figure, and with `descent` the mean of runs by descent as points.
 *
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor; bubbles, composed
 */
export class PlateauFlowRisk extends FlowPanel {
  protected override readonly heading = 'Risk, plateau by plateau';
  /** Runs by descent over the flow: their mean, with its error. */
  @property({ attribute: false }) descent: DescentPoints | null = null;
  /** Index of what time is divided by. */
  @state() private unit = 0;
  private readonly ground = lastly(riskGround);

  protected override tools(): TemplateResult {
    return html`<label>time axis
      <select @change=${(event: Event) => (this.unit = Number((event.target as HTMLSelectElement).value))}>
        ${timeUnits.map(({ name }, i) => html`<option value=${i} ?selected=${i === this.unit}>${name}</option>`)}
      </select></label>`;
  }

  protected override draw(flow: FlowTrajectory, at: number, width: number): Drawing {
    return drawRisk(flow, at, this.ground(flow, this.others, this.descent, width, this.unit), this.others, this.descent);
  }

  protected override numbers(flow: FlowTrajectory): PanelNumbers {
    return { momentary: false, ...(this.descent && { notes: { descent: this.descent.experiment, seeds: this.descent.seeds } }), ...riskNumbers(flow, this.others, this.descent) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-flow-risk': PlateauFlowRisk;
  }
}
