// The studies of an element: plans once it is looked at, points once they are asked for, all targets at one dimension
// before the next.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { askPlan, askPoint } from '../../src/run/scaling/page.ts';
import type { Plan } from '../../src/run/scaling/plan.ts';
import type { Point, Seeds } from '../../src/run/scaling/points.ts';

export interface Study {
  readonly document: object;
  /** Null until it is worked out. */
  readonly plan: Plan | null;
  /** By dimension. */
  readonly points: readonly Point[];
  /** Why this one goes no further; a sentence. */
  readonly error: string | null;
}

export class Studies implements ReactiveController {
  all: readonly Study[] = [];
  running = false;
  /** What is being done, in words; empty when nothing is. */
  said = '';

  private waiting: AbortController | null = null;
  private seen: IntersectionObserver | null = null;
  private inView = false;

  constructor(private readonly host: ReactiveControllerHost & Element, private readonly whenSeen: () => void) {
    host.addController(this);
  }

  /** Other experiments: what was found of those before is dropped. */
  set(documents: readonly object[]): void {
    this.stop();
    this.all = documents.map((document) => ({ document, plan: null, points: [], error: null }));
    if (this.inView) void this.work((signal) => this.makePlans(signal));
  }

  /** Every point not there yet; true once all are. */
  start(dimensions: readonly number[], seeds: Seeds): Promise<boolean> {
    this.all = this.all.map((study) => ({ ...study, error: null, points: study.points.filter(({ dimension }) => dimensions.includes(dimension)) }));
    return this.work(async (signal) => {
      await this.makePlans(signal);
      const count = dimensions.length * this.all.length;
      let done = 0;
      for (const dimension of dimensions)
        for (const i of this.all.keys()) {
          this.tell(`D = ${dimension.toLocaleString('en')}, target ${i + 1} of ${this.all.length}: ${done} of ${count} points done.`);
          const { document, points, error } = this.all[i];
          if (error === null && !points.some((point) => point.dimension === dimension))
            await this.update(i, async () => ({ points: [...points, await askPoint(document, dimension, seeds, signal)].sort((a, b) => a.dimension - b.dimension) }), signal);
          done++;
        }
    });
  }

  /** What is there stays. */
  stop(): void {
    this.waiting?.abort(new DOMException('the study was stopped', 'AbortError'));
    this.waiting = null;
    this.running = false;
    this.said = '';
  }

  /** Points of other seeds are other points. */
  forget(): void {
    this.stop();
    this.all = this.all.map((study) => ({ ...study, points: [] }));
  }

  hostConnected(): void {
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen?.disconnect();
      this.inView = true;
      void this.work((signal) => this.makePlans(signal)).then(() => this.whenSeen());
    }, { rootMargin: '200px' });
    this.seen.observe(this.host);
  }

  hostDisconnected(): void {
    this.seen?.disconnect();
    this.inView = false;
    this.stop();
  }

  private async makePlans(signal: AbortSignal): Promise<void> {
    for (const i of this.all.keys()) {
      if (this.all[i].plan) continue;
      this.tell('Working out the exponents…');
      await this.update(i, async () => ({ plan: await askPlan(this.all[i].document, signal) }), signal);
    }
  }

  /** One thing at a time: what is asked for now ends what went on before. True when it came to its end. */
  private async work(what: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.stop();
    const waiting = (this.waiting = new AbortController());
    this.running = true;
    this.host.requestUpdate();
    try {
      await what(waiting.signal);
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
    }
    if (waiting !== this.waiting) return false;
    this.waiting = null;
    this.running = false;
    this.tell('');
    return true;
  }

  private async update(i: number, how: () => Promise<Partial<Study>>, signal: AbortSignal): Promise<void> {
    let part: Partial<Study>;
    try {
      part = await how();
    } catch (error) {
      if (signal.aborted) throw error;
      part = { error: error instanceof Error ? error.message : String(error) };
    }
    signal.throwIfAborted();
    this.all = this.all.map((study, at) => (at === i ? { ...study, ...part } : study));
    this.host.requestUpdate();
  }

  private tell(words: string): void {
    this.said = words;
    this.host.requestUpdate();
  }
}
