// Times and rates of a profile as people read them: no digit that the clock does not give.

import { nameOf, type ProfileRow, type TrackSpan } from '../../src/run/profile/totals.ts';
import { formatCount } from '../chart/words.ts';

/** Three significant digits, written out: 1230, 12.3, 0.123. */
function three(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded === 0 ? '0' : rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(rounded))));
}

/** 12.3 s, 4.56 ms, 78.9 µs. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${three(milliseconds / 1000)} s`;
  if (milliseconds >= 0.1 || milliseconds === 0) return `${three(milliseconds)} ms`;
  return `${three(milliseconds * 1000)} µs`;
}

/** A total, with its standard error where the clock is coarse. */
export function timeWords({ milliseconds, error }: ProfileRow): string {
  if (error === 0) return formatMilliseconds(milliseconds);
  const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(error))));
  return `${milliseconds.toFixed(digits)} ± ${error.toFixed(digits)} ms`;
}

/** The mean of a row's calls, where its error leaves the first digit. */
export const callWords = ({ milliseconds, calls, errorAtMost }: ProfileRow): string => (errorAtMost > 0.1 * milliseconds ? '–' : formatMilliseconds(milliseconds / calls));

/** Below 0.001 a rate says no more than that there is next to nothing to count. */
export const rateWords = (rate: number | null): string => (rate === null ? '–' : rate >= 1000 ? formatCount(rate) : rate < 0.001 ? '< 0.001' : three(rate));

/** "dense/gradient, 1.2 ms, submission 41 (12 passes)". */
export function spanWords({ on, start, end, batch, steps, ...span }: TrackSpan, resolution: number | null): string {
  const long = end - start;
  // Of a coarse clock's single span only its size is known.
  const time = resolution !== null && long < 10 * (resolution / 1e6) ? `at most ${formatMilliseconds(long + resolution / 1e6)}` : formatMilliseconds(long);
  const where = on === 'gpu' ? `submission ${formatCount(batch + 1)}` : steps > 0 ? `${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'} on the processor` : 'on the processor';
  return `${nameOf(span)}, ${time}, ${where}`;
}
