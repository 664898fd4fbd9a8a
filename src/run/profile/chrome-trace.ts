// Spans in the JSON that Perfetto (ui.perfetto.dev) and chrome://tracing open: the "Trace Event Format", complete events "X" with
// times in µs, and "M" events that name a process and its threads.

import type { ClockReport, Span } from './totals.ts';

export interface TraceOf {
  readonly spans: readonly Span[];
  readonly clock: ClockReport | null;
  /** Names the GPU's process; null off the GPU. */
  readonly adapter: string | null;
  /** Names the thread. */
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
  const name = (on: Span['on'], what: string): TraceEvent[] => [
    { ph: 'M', name: 'process_name', pid: PROCESS[on], tid: 1, args: { name: what } },
    { ph: 'M', name: 'thread_name', pid: PROCESS[on], tid: 1, args: { name: run } },
  ];
  const events = sorted.map(({ label, on, start, end, flops, bytes, batch, steps }): TraceEvent => ({
    ph: 'X', name: label, cat: on, pid: PROCESS[on], tid: 1,
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
