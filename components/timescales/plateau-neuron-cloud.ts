import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import type { Drawing, PanelNumbers } from './drawing.ts';
import { lastly } from './ground.ts';
import { canonicalUpTo, cloudGround, drawCloud } from './neuron-cloud.ts';
import { cloudNumbers } from './numbers.ts';
import { FlowPanel } from './panel.ts';

/** Above this the scales of neighbouring degrees hardly differ. */
const MOST = 4;

const mostOf = (flow: FlowTrajectory): number => Math.min(canonicalUpTo(flow), MOST);

/**
 * The neurons of a gradient flow as points (s_i, a_i) at the cursor's time, each with the way it has come; in plain axes or in
 * those in which they are the same for all small ε on the way to degree l.
 *
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor; bubbles, composed
 */
export class PlateauNeuronCloud extends FlowPanel {
  protected override readonly heading = 'Neurons';
  /** Axes of degree l; 0 for plain ones. */
  @state() private l = 0;
  private readonly ground = lastly(cloudGround);

  protected override tools(flow: FlowTrajectory): TemplateResult {
    const choices = Array.from({ length: mostOf(flow) + 1 }, (_, l) => l);
    return html`<label>axes
      <select @change=${(event: Event) => (this.l = Number((event.target as HTMLSelectElement).value))}>
        ${choices.map((l) => html`<option value=${l} ?selected=${l === Math.min(this.l, mostOf(flow))}>${l === 0 ? 'plain' : `scale of degree ${l}`}</option>`)}
      </select></label>`;
  }

  protected override draw(flow: FlowTrajectory, at: number, width: number): Drawing {
    return drawCloud(flow, at, this.ground(flow, width, Math.min(this.l, mostOf(flow))));
  }

  protected override numbers(flow: FlowTrajectory, at: number): PanelNumbers {
    return { momentary: true, ...cloudNumbers(flow, at) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-neuron-cloud': PlateauNeuronCloud;
  }
}
