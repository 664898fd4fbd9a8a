// `plateau run --profile` and `--trace`: where the time went, kernel by kernel, and when.

import { createProfiler, type Recorder } from '../gpu/profiler.ts';
import { chromeTrace } from '../run/profile/chrome-trace.ts';
import { addReport, clockWords, emptyProfile, profileRows, type Profile } from '../run/profile/totals.ts';
import { writeWhole } from './output.ts';

export interface Profiling {
  readonly profiler: Recorder;
  /** To be called now and then: a profiler keeps spans only for a while. */
  collect(): void;
  /** Waits for the last spans. */
  end(): Promise<Profile>;
}

export function startProfiling(): Profiling {
  const profiler = createProfiler();
  let profile = emptyProfile;
  const add = (spans = profiler.take()) =>
    (profile = addReport(profile, { track: 'run', origin: performance.timeOrigin, spans, clock: profiler.clock, dropped: profiler.dropped - profile.dropped }));
  return {
    profiler,
    collect: () => void add(),
    async end() {
      const last = await profiler.drain();
      return add(last);
    },
  };
}

const columns: readonly [string, number][] = [['calls', 8], ['ms all', 13], ['ms a call', 12], ['%', 8], ['GFLOP/s', 10], ['GB/s', 9]];

/** A line a kernel, the dearest first, and how the times were taken. */
export function profileTable(profile: Profile): string {
  const rows = profileRows(profile);
  const width = 2 + Math.max(6, ...rows.map(({ label }) => label.length));
  const line = (label: string, cells: readonly string[]) => label.padEnd(width) + cells.map((cell, i) => cell.padStart(columns[i][1])).join('');
  const lines = rows.map(({ label, calls, milliseconds, error, errorAtMost, share, gigaflops, gigabytes }) =>
    line(label, [
      String(calls),
      error > 0 ? `${milliseconds.toFixed(1)} ±${Math.max(error, 0.1).toFixed(1)}` : milliseconds.toFixed(2),
      errorAtMost > 0.1 * milliseconds ? '–' : (milliseconds / calls).toFixed(3),
      (100 * share).toFixed(1),
      rate(gigaflops),
      rate(gigabytes),
    ]));
  return [line('kernel', columns.map(([name]) => name)), ...lines, clockWords(profile)].join('\n');
}

const rate = (value: number | null): string => (value === null ? '–' : value.toPrecision(3));

export async function writeTrace(file: string, { spans, clock }: Profile, run: string, adapter: string | null): Promise<void> {
  await writeWhole(file, [JSON.stringify(chromeTrace({ spans, clock, adapter, run })), '\n']);
}
