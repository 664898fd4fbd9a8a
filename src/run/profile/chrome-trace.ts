// Spans in the JSON that Perfetto (ui.perfetto.dev) and chrome://tracing open: the "Trace Event Format", complete events "X" with
// times in µs, and "M" events that name a process and its threads.

import type { ClockReport, TrackSpan } from './totals.ts';

export interface TraceOf {
  readonly spans: readonly TrackSpan[];
  readonly clock: ClockReport | null;
  /** Names the GPU's process; null off the GPU. */
  readonly adapter: string | null;
  /** Names the run's thread; those of the bands behind it have names of their own. */
  readonly run: string;
}

interface TraceEvent {
  readonly ph: 'M' | 'X';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly args: Readonly<Record<string, string | number>>;
}

export interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string | number | boolean | null>>;
}

const PROCESS = { cpu: 1, gpu: 2 } as const;

/** Events in order of time, from 0 on. */
export function chromeTrace({ spans, clock, adapter, run }: TraceOf): ChromeTrace {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const origin = sorted[0]?.start ?? 0;
  // The run's own is the first thread of both processes, also where it has no spans there.
  const tracks = [...new Set(['run', ...sorted.map(({ track }) => track)])];
  const tid = (track: string): number => tracks.indexOf(track) + 1;
  const name = (on: TrackSpan['on'], what: string): TraceEvent[] => [
    { ph: 'M', name: 'process_name', pid: PROCESS[on], tid: 1, args: { name: what } },
    ...tracks.filter((track) => track === 'run' || sorted.some((span) => span.on === on && span.track === track))
      .map((track): TraceEvent => ({ ph: 'M', name: 'thread_name', pid: PROCESS[on], tid: tid(track), args: { name: track === 'run' ? run : track } })),
  ];
  const events = sorted.map(({ label, track, on, start, end, flops, bytes, batch, steps }): TraceEvent => ({
    ph: 'X', name: label, cat: on, pid: PROCESS[on], tid: tid(track),
    ts: 1000 * (start - origin), dur: 1000 * (end - start),
    args: on === 'gpu' ? { submission: batch, flops, bytes } : steps > 0 ? { steps } : {},
  }));
  return {
    traceEvents: [...name('cpu', 'CPU'), ...(sorted.some(({ on }) => on === 'gpu') ? name('gpu', `GPU: ${adapter ?? 'unnamed adapter'}`) : []), ...events],
    displayTimeUnit: 'ms',
    otherData: {
      gpuClockCoarse: clock?.coarse ?? null,
      gpuClockResolutionNanoseconds: clock?.resolution ?? null,
      gpuClockMisalignedMilliseconds: clock?.misaligned ?? null,
    },
  };
}
