import type { FlowTrajectory } from '../../src/run/timescales.ts';
import type { Drawing, PanelNumbers } from './drawing.ts';
import { lastly } from './ground.ts';
import { slopeNumbers } from './numbers.ts';
import { FlowPanel } from './panel.ts';
import { drawSlopes, slopeGround } from './slopes.ts';

/**
 * When half of each degree is learned, against ε on logarithmic axes: measured on `flow` (ringed) and on `others`, the same flow
 * at other ε, over what theory predicts, with the slopes' names; behind it a table of local exponents.
 *
 * @csspart figure - the figure
 * @csspart legend - the legend below the plot
 * @fires {CustomEvent<TimeEventDetail>} plateau-time - a reader moved the cursor; bubbles, composed
 */
export class PlateauSlopes extends FlowPanel {
  protected override readonly heading = 'Time scales against ε';
  private readonly ground = lastly(slopeGround);

  protected override draw(flow: FlowTrajectory, at: number, width: number): Drawing {
    return drawSlopes(flow, at, this.ground(flow, this.others, width));
  }

  protected override numbers(flow: FlowTrajectory): PanelNumbers {
    return { momentary: false, ...slopeNumbers(flow, this.others) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'plateau-slopes': PlateauSlopes;
  }
}
