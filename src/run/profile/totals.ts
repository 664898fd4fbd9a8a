// Spans become a profile: totals per kernel that never forget, and the latest spans themselves, bounded.

import type { ClockReport } from '../../gpu/clock.ts';
import type { Span } from '../../gpu/profiler.ts';

export type { ClockReport, Span };

/** What is new since the last such report of the same track. */
export interface ProfileReport {
  /** Whose time it is: `run`, or of the seeds behind it `bands`, with the worker where there are several. */
  readonly track: string;
  /** `performance.timeOrigin` of the thread whose clock the spans are on, in milliseconds. */
  readonly origin: number;
  readonly spans: readonly Span[];
  /** Null where no pass was timed: off the GPU, or on one without timestamp-query. */
  readonly clock: ClockReport | null;
  /** Spans lost meanwhile: their clock ran backwards, or there were too many at a time. */
  readonly dropped: number;
}

/** A span among those of other threads: on the clock of the profile's first. */
export interface TrackSpan extends Span {
  readonly track: string;
}

interface KernelTotal {
  /** As `nameOf` has it. */
  readonly label: string;
  readonly track: string;
  readonly on: Span['on'];
  readonly calls: number;
  readonly milliseconds: number;
  readonly flops: number;
  readonly bytes: number;
  readonly steps: number;
}

export interface Profile {
  readonly kernels: ReadonlyMap<string, KernelTotal>;
  /** The latest, in the order in which they were read back. */
  readonly spans: readonly TrackSpan[];
  /** Of the clock that the spans are on; null before there are any. */
  readonly origin: number | null;
  readonly clock: ClockReport | null;
  readonly dropped: number;
  /** Earlier spans that only the totals know of. */
  readonly forgotten: number;
}

export const emptyProfile: Profile = { kernels: new Map(), spans: [], origin: null, clock: null, dropped: 0, forgotten: 0 };

/** Spans kept for a trace: some 20 MB of JSON. */
const MOST_SPANS = 100_000;

/** What `track` begins with. */
export type TrackKind = 'run' | 'bands';

/** What the table and the timeline call a span: by its label, and the seeds' apart from the run's own. */
export const nameOf = ({ label, track }: Pick<TrackSpan, 'label' | 'track'>): string => (track === 'run' ? label : `${label} (bands)`);

export function addReport(profile: Profile, { track, origin, spans, clock, dropped }: ProfileReport): Profile {
  const kernels = new Map(profile.kernels);
  for (const span of spans) {
    const { on, start, end, flops, bytes, steps } = span;
    const label = nameOf({ ...span, track });
    const before = kernels.get(label) ?? { label, track, on, calls: 0, milliseconds: 0, flops: 0, bytes: 0, steps: 0 };
    kernels.set(label, {
      label, track, on, calls: before.calls + 1, milliseconds: before.milliseconds + end - start,
      flops: before.flops + flops, bytes: before.bytes + bytes, steps: before.steps + steps,
    });
  }
  // Each thread counts from when it began.
  const later = origin - (profile.origin ?? origin);
  const all = [...profile.spans, ...spans.map((span): TrackSpan => ({ ...span, track, start: span.start + later, end: span.end + later }))];
  const beyond = Math.max(0, all.length - MOST_SPANS);
  return {
    kernels, spans: beyond > 0 ? all.slice(beyond) : all, origin: profile.origin ?? origin, clock: clock ?? profile.clock,
    dropped: profile.dropped + dropped, forgotten: profile.forgotten + beyond,
  };
}

/** Without the run, or without the bands: another has begun in its place. */
export function withoutTrack(profile: Profile, kind: TrackKind): Profile {
  const kept = ({ track }: { readonly track: string }): boolean => !track.startsWith(kind);
  const kernels = new Map([...profile.kernels].filter(([, total]) => kept(total)));
  return kernels.size === 0 ? emptyProfile : { ...profile, kernels, spans: profile.spans.filter(kept) };
}

/** A line of the table. */
export interface ProfileRow {
  readonly label: string;
  readonly on: Span['on'];
  readonly calls: number;
  readonly milliseconds: number;
  /** Standard error of `milliseconds` that a coarse clock leaves; 0 on a fine one. */
  readonly error: number;
  /** At most that error: the same, or while nobody knows how fine the clock is, what the coarsest one leaves. */
  readonly errorAtMost: number;
  /** Of the time of all spans of the same clock. */
  readonly share: number;
  /** 10⁹ floating-point operations and bytes a second, by the formulas' counts; null where nothing is counted or the time is not known well enough. */
  readonly gigaflops: number | null;
  readonly gigabytes: number | null;
}

/** A rate is shown where its time is known to a tenth. */
const RATE_ERROR = 0.1;
/** Nanoseconds: as WebGPU asks of browsers. */
const COARSEST = 100_000;

/** The GPU's kernels first, the dearest first among each. */
export function profileRows({ kernels, clock }: Profile): ProfileRow[] {
  const totals = [...kernels.values()];
  const all = { gpu: 0, cpu: 0 };
  for (const { on, milliseconds } of totals) all[on] += milliseconds;
  return totals
    .sort((a, b) => (a.on === b.on ? b.milliseconds - a.milliseconds : a.on === 'gpu' ? -1 : 1))
    .map(({ label, on, calls, milliseconds, flops, bytes }) => {
      const error = on === 'gpu' && clock?.coarse ? coarseError(clock.resolution ?? 0, calls) : 0;
      // A clock that is not known yet may be as coarse as any.
      const errorAtMost = on === 'gpu' && clock?.resolution === null ? coarseError(COARSEST, calls) : error;
      const rate = (amount: number) => (amount > 0 && milliseconds > 0 && errorAtMost <= RATE_ERROR * milliseconds ? amount / milliseconds / 1e6 : null);
      return { label, on, calls, milliseconds, error, errorAtMost, share: all[on] > 0 ? milliseconds / all[on] : 0, gigaflops: rate(flops), gigabytes: rate(bytes) };
    });
}

/**
 * Milliseconds: of `calls` spans whose two ends are each cut down to a multiple of `resolution` nanoseconds, independently. The
 * difference of two uniform errors has the variance resolution²/6.
 */
function coarseError(resolution: number, calls: number): number {
  return (resolution / 1e6) * Math.sqrt(calls / 6);
}

/** How the times were taken, and how far they are to be trusted: one sentence or two. */
export function clockWords({ kernels, clock, dropped, forgotten }: Profile): string {
  const words: string[] = [];
  if (![...kernels.values()].some(({ on }) => on === 'gpu')) words.push('No kernel was timed: these are spans of the processor.');
  else if (clock === null || clock.resolution === null) words.push('Times are by the GPU’s own clock; there are too few readings yet to say how fine it is.');
  else if (clock.coarse)
    words.push(`Times are by the GPU’s own clock, which is coarse here: it moves in steps of ${(clock.resolution / 1000).toPrecision(3)} µs. A total over many calls is right to its standard error (±), a single short span is not. In Chrome, chrome://flags/#enable-webgpu-developer-features gives the fine clock.`);
  else words.push('Times are by the GPU’s own clock, which is fine here.');
  if (clock?.misaligned) words.push(`Against the processor’s clock its spans may lie up to ${misalignedWords(clock.misaligned)} too early.`);
  if (dropped > 0) words.push(`${dropped} spans were lost.`);
  if (forgotten > 0) words.push(`The ${forgotten} earliest spans are in the table, and no longer in the timeline and the trace.`);
  return words.join(' ');
}

const misalignedWords = (milliseconds: number): string => (milliseconds < 0.1 ? '0.1 ms' : `${milliseconds.toPrecision(2)} ms`);
