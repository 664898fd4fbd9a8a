// Who wants a run's profile: while there is anyone, the run is timed.

import type { ProfileReport, Simulation } from '../../src/run/contract.ts';

/** Null says that what was told before is of a run that is over. */
export type ProfileListener = (report: ProfileReport | null) => void;

export class Profiling {
  private readonly listeners = new Set<ProfileListener>();
  private simulation: Simulation | null = null;
  /** Asked for by the element's attribute, for the Performance panel alone. */
  private asked = false;

  private get on(): boolean {
    return this.asked || this.listeners.size > 0;
  }

  ask(on: boolean): void {
    this.change(() => (this.asked = on));
  }

  listen(listener: ProfileListener): () => void {
    this.change(() => this.listeners.add(listener));
    return () => this.change(() => this.listeners.delete(listener));
  }

  /** Another run, or none. */
  follow(simulation: Simulation | null): void {
    this.simulation = simulation;
    if (!simulation) return;
    this.tell(null);
    if (this.on) simulation.profile(true);
  }

  tell(report: ProfileReport | null): void {
    for (const listener of this.listeners) listener(report);
  }

  private change(make: () => void): void {
    const before = this.on;
    make();
    if (this.on !== before) this.simulation?.profile(this.on);
  }
}
