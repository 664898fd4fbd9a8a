// The flow on show and the same at other ε, as an element holds them: the newest question wins, a drag leaves no queue behind, and
// the other ε wait until the reader rests.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { toPermalink } from '../../src/experiment/permalink.ts';
import { flowSweep, flowTrajectory, type FlowTrajectory } from '../../src/run/timescales.ts';

/** Milliseconds of rest before other ε are followed; and after which a flow that nobody wants any more is left, not waited for. */
const [REST, PATIENCE] = [400, 250];

/** From the largest to the least. The exact flow moves m² numbers, so fewer of it. */
const others = { 'mean-field-flow': [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12], flow: [1e-1, 3e-2, 1e-2, 3e-3, 1e-3] } as const;

/** Equal for two flows that differ in ε alone. */
const familyOf = (experiment: Experiment): string => toPermalink({ ...experiment, theory: { ...experiment.theory!, epsilon: 1 } });

export class Following implements ReactiveController {
  /** The last that was followed, kept while the next is. */
  flow: FlowTrajectory | null = null;
  /** The same at other ε, as far as they are there, from the largest. */
  sweep: readonly FlowTrajectory[] = [];
  /** A sentence; null when all is well. */
  error: string | null = null;
  busy = false;

  private wanted: Experiment | null = null;
  private asked: { readonly experiment: Experiment; readonly since: number; readonly left: AbortController } | null = null;
  private sweeping: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private family = '';
  private last: Experiment | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    if (this.last && !this.busy) this.ask(this.last);
  }

  hostDisconnected(): void {
    this.rest();
    this.wanted = null;
    this.asked?.left.abort();
    this.busy = false;
  }

  ask(experiment: Experiment): void {
    this.rest();
    this.last = this.wanted = experiment;
    this.busy = true;
    if (!this.asked) void this.follow();
    else if (performance.now() - this.asked.since > PATIENCE) this.asked.left.abort();
  }

  /** No other ε for now. */
  private rest(): void {
    clearTimeout(this.timer);
    this.sweeping?.abort();
    this.sweeping = null;
  }

  private async follow(): Promise<void> {
    for (let experiment = this.wanted; experiment; experiment = this.wanted) {
      this.wanted = null;
      const asked = (this.asked = { experiment, since: performance.now(), left: new AbortController() });
      try {
        this.flow = await flowTrajectory(experiment, { signal: asked.left.signal });
        this.error = null;
      } catch (error) {
        if (!asked.left.signal.aborted) this.error = error instanceof Error ? error.message : String(error);
      }
      this.asked = null;
      if (!this.wanted) this.busy = false;
      this.host.requestUpdate();
      await this.host.updateComplete;
    }
    if (this.flow && !this.error && this.last) this.timer = setTimeout(() => void this.followOthers(this.last!), REST);
  }

  private async followOthers(experiment: Experiment): Promise<void> {
    const family = familyOf(experiment);
    if (family !== this.family) [this.family, this.sweep] = [family, []];
    const missing = others[experiment.theory!.form as FlowTrajectory['form']].filter((epsilon) => !this.sweep.some((each) => each.epsilon === epsilon));
    if (missing.length === 0) return this.host.requestUpdate();
    const sweeping = (this.sweeping = new AbortController());
    try {
      await flowSweep(experiment, missing, {
        signal: sweeping.signal,
        onTrajectory: (trajectory) => {
          this.sweep = [...this.sweep, trajectory].toSorted((a, b) => b.epsilon - a.epsilon);
          this.host.requestUpdate();
        },
      });
    } catch {
      // One ε that cannot be followed, or another question: what is there stays.
    }
  }
}
