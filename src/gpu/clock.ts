// A GPU's clock beside the processor's: how fine it is, and where its readings lie on the clock of performance.now().

/** What is known of a GPU's clock. */
export interface ClockReport {
  /** Nanoseconds that all its readings are multiples of; null before there are enough of them to say. */
  readonly resolution: number | null;
  /** Browsers coarsen it against timing attacks: by 100 µs as WebGPU asks, or 65.536 µs as Dawn does. */
  readonly coarse: boolean;
  /** Milliseconds by which spans may lie too early on the clock of performance.now(); null before the first is read. */
  readonly misaligned: number | null;
}

export interface Clock {
  /** Nanoseconds since the first reading of all. */
  readings(times: BigUint64Array): number[];
  /** What began at `first` and ended at `last` (ns) was submitted at `submitted` and known to be done at `done` (ms). */
  align(first: number, last: number, submitted: number, done: number): void;
  /** Milliseconds on the clock of performance.now(). */
  milliseconds(nanoseconds: number): number;
  readonly report: ClockReport;
}

/** From here on a clock is coarse: a GPU's own ticks take some ten nanoseconds, at most a microsecond. */
const COARSE_NANOSECONDS = 10_000;
/** Distinct readings that have a common divisor above 1 by chance once in 10⁵ times: 2^(1 − 17). */
const ENOUGH_READINGS = 18;

export function openClock(): Clock {
  let origin: bigint | null = null;
  let latest = -1;
  let distinct = 0;
  let divisor = 0;
  // The offset from one clock to the other lies between these: nothing runs before it is submitted, or after it is done.
  let least = -Infinity;
  let most = Infinity;

  return {
    readings(times) {
      return Array.from(times, (time) => {
        origin ??= time;
        const since = Number(time - origin);
        if (since !== latest) distinct++;
        latest = since;
        divisor = greatestDivisor(divisor, Math.abs(since));
        return since;
      });
    },
    align(first, last, submitted, done) {
      const [low, high] = [submitted - first / 1e6, done - last / 1e6];
      least = Math.max(least, low);
      most = Math.min(most, high);
      // Clocks drift, and a laptop that slept has set one of them: then what was known before holds no longer.
      if (least > most + divisor / 1e6) [least, most] = [low, high];
    },
    milliseconds: (nanoseconds) => nanoseconds / 1e6 + least,
    get report() {
      const known = distinct >= ENOUGH_READINGS && divisor > 0;
      return { resolution: known ? divisor : null, coarse: known && divisor >= COARSE_NANOSECONDS, misaligned: least > -Infinity ? Math.max(0, most - least) : null };
    },
  };
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
