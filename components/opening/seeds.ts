// The seeds a reader has tried, and what became of both losses on each: the crowd behind the curve.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { maxCurve, maxOverlap, type Curve } from '../chart/curves.ts';
import { thinned } from '../chart/specs.ts';
import { RunController } from '../simulation/run-controller.ts';
import type { RunView } from '../simulation/view.ts';
import { openingExperiment, type OpeningLoss, type OpeningSize } from './experiment.ts';
import { outcomeOf, type Outcome, type Trace } from './outcome.ts';

export const losses: readonly OpeningLoss[] = ['correlation', 'square'];

interface Tried {
  readonly curve: Curve;
  readonly outcome: Outcome;
}

export type History = ReadonlyMap<number, Readonly<Partial<Record<OpeningLoss, Tried>>>>;

export function traceOf(view: RunView): Trace {
  return { steps: view.snapshots.map((snapshot) => snapshot.step), max: view.snapshots.map(maxOverlap) };
}

/** Runs further seeds behind the one on show, one pair after another, and keeps what they did. */
export class SeedsController implements ReactiveController {
  private readonly tried = new Map<number, Partial<Record<OpeningLoss, Tried>>>();
  private readonly queue: number[] = [];
  private readonly runs: Readonly<Record<OpeningLoss, RunController>>;
  private size: OpeningSize = 'paper';
  /** The seed whose pair is running, if one is. */
  busy: number | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
    this.runs = { correlation: new RunController(host), square: new RunController(host) };
    for (const loss of losses) this.runs[loss].subscribe((view) => this.onView(loss, view));
  }

  get history(): History {
    return this.tried;
  }

  /** Seeds still to come. */
  get waiting(): number {
    return this.queue.length;
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Another size makes another experiment: what is known of the old one goes. */
  resize(size: OpeningSize): void {
    if (size === this.size) return;
    this.stop();
    this.tried.clear();
    this.size = size;
  }

  keep(loss: OpeningLoss, seed: number, view: RunView): void {
    const curve = maxCurve(thinned(view.snapshots, 'linear', 100), { key: `ghost-${seed}`, name: `seed ${seed}`, ink: 'muted', width: 1, opacity: 0.45, listed: false });
    this.tried.set(seed, { ...this.tried.get(seed), [loss]: { curve, outcome: outcomeOf(traceOf(view)) } });
    this.host.requestUpdate();
  }

  /** Queues the next `count` seeds from `seed` on that are not known yet. */
  add(seed: number, count: number): void {
    for (let candidate = seed, added = 0; added < count && candidate < 2 ** 32; candidate++) {
      if (this.tried.has(candidate) || this.queue.includes(candidate) || candidate === this.busy) continue;
      this.queue.push(candidate);
      added += 1;
    }
    this.next();
    this.host.requestUpdate();
  }

  stop(): void {
    this.queue.length = 0;
    this.busy = null;
    for (const loss of losses) this.runs[loss].load(null);
    this.host.requestUpdate();
  }

  /** Lets the run on show have the machine to itself. */
  hold(): void {
    if (this.busy !== null && !this.tried.has(this.busy)) this.queue.unshift(this.busy);
    this.busy = null;
    for (const loss of losses) this.runs[loss].load(null);
  }

  next(): void {
    if (this.busy !== null) return;
    const seed = this.queue.shift();
    if (seed === undefined) return;
    if (losses.every((loss) => this.tried.get(seed)?.[loss])) {
      this.next();
      return;
    }
    this.busy = seed;
    for (const loss of losses) {
      this.runs[loss].load(openingExperiment(loss, seed, this.size));
      this.runs[loss].start();
    }
  }

  private onView(loss: OpeningLoss, view: RunView): void {
    if (this.busy === null || view.experiment?.seed !== this.busy) return;
    if (view.state === 'failed') {
      this.stop();
      return;
    }
    if (view.state !== 'done') return;
    this.keep(loss, this.busy, view);
    const known = this.tried.get(this.busy);
    if (!losses.every((each) => known?.[each])) return;
    this.busy = null;
    this.next();
  }
}
