// A run's profile on its way from the worker that makes it: into the Performance panel, and to the page.

import { createProfiler, type Recorder } from '../../gpu/profiler.ts';
import { showInDevtools } from './devtools.ts';
import type { ProfileReport } from './totals.ts';

export interface ProfileTeller {
  readonly recorder: Recorder;
  /** To be called after each block of steps; with `last`, where the run pauses or ends, it waits for what is still read back. */
  tell(last: boolean): Promise<void>;
}

/** Milliseconds between two reports. */
const EVERY = 100;

/** `track` as reports have it; `title` names the tracks of the Performance panel, which shows all runs of a page. */
export function openTeller(track: string, title: string, send: (report: ProfileReport) => void): ProfileTeller {
  const recorder = createProfiler();
  const colours = new Map<string, string>();
  let [due, lost] = [0, 0];
  return {
    recorder,
    async tell(last) {
      const now = performance.now();
      if (!last && now < due) return;
      due = now + EVERY;
      const spans = last ? await recorder.drain() : recorder.take();
      if (spans.length === 0) return;
      const { clock, dropped } = recorder;
      showInDevtools(spans, clock, title, colours);
      send({ track, origin: performance.timeOrigin, spans, clock, dropped: dropped - lost });
      lost = dropped;
    },
  };
}
