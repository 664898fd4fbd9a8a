// Who wants a run's profile: while there is anyone, the run is timed.

import type { ProfileReport } from '../../src/run/contract.ts';
import type { TrackKind } from '../../src/run/profile/totals.ts';

/** A word alone says that what was told of that before is over: another has begun in its place. */
export type ProfileListener = (report: ProfileReport | TrackKind) => void;

/** What can be timed: the run, and the seeds behind it. */
interface Timed {
  profile(on: boolean): void;
}

export class Profiling {
  private readonly listeners = new Set<ProfileListener>();
  private readonly timed: Partial<Record<TrackKind, Timed | null>> = {};
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

  /** Another run, or other seeds, or none. */
  follow(timed: Timed | null, kind: TrackKind = 'run'): void {
    this.timed[kind] = timed;
    if (!timed) return;
    this.tell(kind);
    if (this.on) timed.profile(true);
  }

  tell(report: ProfileReport | TrackKind): void {
    for (const listener of this.listeners) listener(report);
  }

  private change(make: () => void): void {
    const before = this.on;
    make();
    if (this.on !== before) for (const timed of Object.values(this.timed)) timed?.profile(this.on);
  }
}
