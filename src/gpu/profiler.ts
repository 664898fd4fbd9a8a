// Time per kernel from timestamp queries: allocated at first use, bounded, read back without stalling, off by default.

import { allocate, release, Usage } from './buffer.ts';
import type { Gpu } from './device.ts';
import { stagingRing } from './readback.ts';

/** One pass as the GPU's clock saw it, in nanoseconds since an arbitrary start. */
export interface Span {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

export interface Profiler {
  /** Where a pass should write its two timestamps; undefined when this submission has no room left. */
  span(label: string): GPUComputePassTimestampWrites | undefined;
  readonly full: boolean;
  /** Called by the queue before and after a submission. */
  resolve(encoder: GPUCommandEncoder): void;
  submitted(): void;
  /** Spans read back so far, oldest first; waits for those under way, then forgets them. */
  drain(): Promise<Span[]>;
  dispose(): void;
}

const SPANS_A_SUBMISSION = 256;
const SPANS_KEPT = 65536;

/** Null where the adapter has no `timestamp-query`. */
export function createProfiler(gpu: Gpu): Profiler | null {
  if (!gpu.timestamps) return null;
  const { device } = gpu;
  const bytes = 16 * SPANS_A_SUBMISSION;
  const queries = device.createQuerySet({ label: 'plateau/profiler', type: 'timestamp', count: 2 * SPANS_A_SUBMISSION });
  const resolved = allocate(gpu, { label: 'plateau/profiler', bytes, usage: Usage.queryResolve | Usage.copySource });
  const ring = stagingRing(gpu, 'plateau/profiler.staging');
  let labels: string[] = [];
  let pending: { buffer: GPUBuffer; labels: string[] } | null = null;
  const reading: Promise<void>[] = [];
  let spans: Span[] = [];

  return {
    span(label) {
      if (labels.length === SPANS_A_SUBMISSION) return undefined;
      const index = 2 * labels.length;
      labels.push(label);
      return { querySet: queries, beginningOfPassWriteIndex: index, endOfPassWriteIndex: index + 1 };
    },
    get full() {
      return labels.length === SPANS_A_SUBMISSION;
    },
    resolve(encoder) {
      if (labels.length === 0) return;
      const used = 16 * labels.length;
      const buffer = ring.take(used);
      encoder.resolveQuerySet(queries, 0, 2 * labels.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, buffer, 0, used);
      pending = { buffer, labels };
      labels = [];
    },
    submitted() {
      if (!pending) return;
      const { buffer, labels } = pending;
      pending = null;
      reading.push(
        ring.read(buffer, 16 * labels.length).then((content) => {
          const times = new BigUint64Array(content);
          labels.forEach((label, i) => {
            const start = Number(times[2 * i]);
            const end = Number(times[2 * i + 1]);
            // Clocks may be reset between passes; a span that ends before it starts says nothing.
            if (end >= start && spans.length < SPANS_KEPT) spans.push({ label, start, end });
          });
        }),
      );
    },
    async drain() {
      await Promise.all(reading.splice(0));
      const drained = spans;
      spans = [];
      return drained;
    },
    dispose() {
      queries.destroy();
      ring.dispose();
      release(gpu, [resolved]);
    },
  };
}
