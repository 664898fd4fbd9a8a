// Time per kernel from timestamp queries around each pass: off until someone asks, allocated at first use, bounded, and read
// back without stalling. What the processor did meanwhile may be noted beside it.

import { allocate, release, Usage } from './buffer.ts';
import { openClock, type ClockReport } from './clock.ts';
import type { Gpu } from './device.ts';
import { stagingRing } from './readback.ts';

/** What a dispatch does by its formula; whoever makes the dispatch knows, and says what is counted. */
export interface Work {
  /** Floating-point additions and multiplications. */
  readonly flops: number;
  /** Bytes read and written, were each operand read once and each result written once. */
  readonly bytes: number;
}

export interface Span extends Work {
  /** That of the kernel, such as `dense/gradient`; or of what the processor did, such as `dense/advance`. */
  readonly label: string;
  readonly on: 'gpu' | 'cpu';
  /** Milliseconds on the clock of performance.now(). The length of a GPU's span is by its own clock, its place as clock.ts has it. */
  readonly start: number;
  readonly end: number;
  /** Passes that went to the GPU together have the same number; for the processor, counts its spans. */
  readonly batch: number;
  /** Steps made, where the processor's span made any. */
  readonly steps: number;
}

/** The passes of one program on one device. */
export interface PassTimer {
  /** Where a pass should write its two timestamps; undefined when this submission has no room left. */
  span(label: string, work?: Work): GPUComputePassTimestampWrites | undefined;
  readonly full: boolean;
  /** Called by the queue before and after a submission. */
  resolve(encoder: GPUCommandEncoder): void;
  submitted(): void;
}

/** What those who have something to time need of a profile. */
export interface Profiler {
  /** Null while off, and on a device without `timestamp-query`. A run that loses its device goes on with another. */
  on(gpu: Gpu): PassTimer | null;
  /** A span of the processor, in milliseconds of performance.now(). */
  note(label: string, start: number, end: number, steps?: number): void;
}

export interface Recorder extends Profiler {
  /** While false nothing is timed, and nothing allocated. */
  enabled: boolean;
  /** Spans known by now, each once; waits for none. */
  take(): Span[];
  /** The same, and waits for those under way. */
  drain(): Promise<Span[]>;
  /** Of the GPU that was timed last; null before any was. */
  readonly clock: ClockReport | null;
  /** Spans that nobody took in time, or whose end was read before their start. */
  readonly dropped: number;
  dispose(): void;
}

const SPANS_A_SUBMISSION = 256;
const SPANS_KEPT = 65536;
const NO_WORK: Work = { flops: 0, bytes: 0 };

/** Queries and buffers of a device: drivers have few query sets, and a submission's are read out before the next one's begin. */
interface Queries {
  readonly set: GPUQuerySet;
  readonly resolved: GPUBuffer;
  readonly ring: ReturnType<typeof stagingRing>;
  users: number;
}

const pool = new WeakMap<Gpu, Queries>();

function takeQueries(gpu: Gpu): Queries {
  let queries = pool.get(gpu);
  if (!queries) {
    queries = {
      set: gpu.device.createQuerySet({ label: 'plateau/profiler', type: 'timestamp', count: 2 * SPANS_A_SUBMISSION }),
      resolved: allocate(gpu, { label: 'plateau/profiler', bytes: 16 * SPANS_A_SUBMISSION, usage: Usage.queryResolve | Usage.copySource }),
      ring: stagingRing(gpu, 'plateau/profiler.staging'),
      users: 0,
    };
    pool.set(gpu, queries);
  }
  queries.users++;
  return queries;
}

function giveQueries(gpu: Gpu, queries: Queries): void {
  if (--queries.users > 0) return;
  pool.delete(gpu);
  queries.set.destroy();
  queries.ring.dispose();
  release(gpu, [queries.resolved]);
}

export function createProfiler({ enabled = true }: { readonly enabled?: boolean } = {}): Recorder {
  const timers = new Map<Gpu, { readonly timer: PassTimer; readonly queries: Queries }>();
  const reading = new Set<Promise<void>>();
  let spans: Span[] = [];
  let [batches, noted, dropped] = [0, 0, 0];
  let clockOf: (() => ClockReport) | null = null;

  function keep(span: Span): void {
    if (span.end >= span.start && spans.length < SPANS_KEPT) spans.push(span);
    else dropped++;
  }

  function openTimer({ set: querySet, resolved, ring }: Queries): PassTimer {
    const clock = openClock();
    let passes: (Work & { readonly label: string })[] = [];
    let pending: { readonly buffer: GPUBuffer; readonly passes: typeof passes; readonly at: number } | null = null;
    clockOf = () => clock.report;

    async function read(buffer: GPUBuffer, passes: readonly (Work & { readonly label: string })[], submitted: number): Promise<void> {
      const batch = batches++;
      const times = clock.readings(new BigUint64Array(await ring.read(buffer, 16 * passes.length)));
      const done = performance.now();
      clock.align(Math.min(...times), Math.max(...times), submitted, done);
      // Clocks may be reset between passes; a span that ends before it starts says nothing, and is dropped.
      passes.forEach((pass, i) => keep({ ...pass, on: 'gpu', start: clock.milliseconds(times[2 * i]), end: clock.milliseconds(times[2 * i + 1]), batch, steps: 0 }));
    }

    return {
      span(label, work = NO_WORK) {
        if (passes.length === SPANS_A_SUBMISSION) return undefined;
        const index = 2 * passes.length;
        passes.push({ label, flops: work.flops, bytes: work.bytes });
        return { querySet, beginningOfPassWriteIndex: index, endOfPassWriteIndex: index + 1 };
      },
      get full() {
        return passes.length === SPANS_A_SUBMISSION;
      },
      resolve(encoder) {
        if (passes.length === 0) return;
        const buffer = ring.take(16 * passes.length);
        encoder.resolveQuerySet(querySet, 0, 2 * passes.length, resolved, 0);
        encoder.copyBufferToBuffer(resolved, 0, buffer, 0, 16 * passes.length);
        pending = { buffer, passes, at: performance.now() };
        passes = [];
      },
      submitted() {
        if (!pending) return;
        const { buffer, passes, at } = pending;
        pending = null;
        // A device that is lost takes its spans with it: the run hears of that elsewhere.
        const under = read(buffer, passes, at).catch(() => void (dropped += passes.length));
        reading.add(under);
        void under.then(() => reading.delete(under));
      },
    };
  }

  const profiler: Recorder = {
    enabled,
    on(gpu) {
      if (!profiler.enabled || !gpu.timestamps || gpu.lost !== null) return null;
      let known = timers.get(gpu);
      if (!known) {
        const queries = takeQueries(gpu);
        timers.set(gpu, (known = { queries, timer: openTimer(queries) }));
      }
      return known.timer;
    },
    note(label, start, end, steps = 0) {
      if (profiler.enabled) keep({ label, on: 'cpu', start, end, batch: noted++, steps, ...NO_WORK });
    },
    take() {
      const taken = spans;
      spans = [];
      return taken;
    },
    async drain() {
      await Promise.all(reading);
      return profiler.take();
    },
    get clock() {
      return clockOf?.() ?? null;
    },
    get dropped() {
      return dropped;
    },
    dispose() {
      for (const [gpu, { queries }] of timers) giveQueries(gpu, queries);
      timers.clear();
    },
  };
  return profiler;
}
