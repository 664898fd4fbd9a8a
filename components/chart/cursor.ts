// The cursor of a chart: which step it is on and which curve it follows, by pointer or by keyboard.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { namedCurves, nearestCurve, nearestStep, type FigureSpec, type Plot } from './figure.ts';

/** What the cursor moves over: asked for at each event, since the run goes on meanwhile. */
export interface Ground {
  readonly spec: FigureSpec;
  readonly plot: Plot;
  /** Steps the cursor can stand on. */
  readonly steps: readonly number[];
}

export class CursorController implements ReactiveController {
  /** Null while there is no cursor. */
  step: number | null = null;
  /** Key of the curve it follows; null follows the last, the boldest. */
  curve: string | null = null;
  /** Moved by keyboard: then the move is announced. */
  byKeyboard = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ground: () => Ground | null,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.step = null;
  }

  readonly onPointerMove = (event: PointerEvent): void => {
    const ground = this.ground();
    if (!ground) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const step = nearestStep(ground.plot, ground.steps, event.clientX - box.left);
    if (step === null) return;
    const curve = nearestCurve(ground.plot, namedCurves(ground.spec), step, event.clientY - box.top, ground.spec.yScale === 'log');
    this.move(step, curve?.key ?? this.curve, false);
  };

  readonly onPointerLeave = (): void => this.clear();

  readonly onBlur = (): void => this.clear();

  readonly onKeyDown = (event: KeyboardEvent): void => {
    const ground = this.ground();
    if (!ground || ground.steps.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      this.clear();
      return;
    }
    const stride = event.shiftKey ? 10 : 1;
    const moves: Record<string, number> = { ArrowLeft: -stride, ArrowRight: stride, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
    if (event.key in moves) {
      event.preventDefault();
      const last = ground.steps.length - 1;
      const from = this.step === null ? (moves[event.key] < 0 ? last + 1 : -1) : indexNear(ground.steps, this.step);
      const to = Math.min(Math.max(from + moves[event.key], 0), last);
      this.move(ground.steps[to], this.curve, true);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const keys = namedCurves(ground.spec).map((curve) => curve.key);
      if (keys.length === 0) return;
      const from = keys.indexOf(this.curve ?? keys[keys.length - 1]);
      const to = (from + (event.key === 'ArrowDown' ? 1 : -1) + keys.length) % keys.length;
      this.move(this.step ?? ground.steps[ground.steps.length - 1], keys[to], true);
    }
  };

  private move(step: number, curve: string | null, byKeyboard: boolean): void {
    if (step === this.step && curve === this.curve && byKeyboard === this.byKeyboard) return;
    [this.step, this.curve, this.byKeyboard] = [step, curve, byKeyboard];
    this.host.requestUpdate();
  }

  private clear(): void {
    if (this.step === null) return;
    this.step = null;
    this.host.requestUpdate();
  }
}

/** Index of the element nearest to `step` in increasing `steps`. */
export function indexNear(steps: readonly number[], step: number): number {
  let best = 0;
  for (let i = 1; i < steps.length; i++) if (Math.abs(steps[i] - step) < Math.abs(steps[best] - step)) best = i;
  return best;
}
