// The timeline of a profile, and how its numbers are written.
import { expect, test } from 'vitest';
import { addReport, emptyProfile, profileRows, type ClockReport, type TrackSpan } from '../../src/run/profile/totals.ts';
import { latestSpans, layOutTimeline, moveBar, nearestBar } from './timeline.ts';
import { callWords, formatMilliseconds, rateWords, spanWords, timeWords } from './words.ts';

const span = (label: string, start: number, end: number, batch: number, on: TrackSpan['on'] = 'gpu', track = 'run'): TrackSpan => ({ track, label, on, start, end, batch, steps: on === 'cpu' ? 1 : 0, flops: 0, bytes: 0 });
const order = ['gradient', 'update', 'advance'];

/** Submission b: from 10 b on, a gradient of 6 ms and an update of 2 ms, in a block of 9 ms. */
const run = Array.from({ length: 20 }, (_, b) => [
  span('gradient', 10 * b, 10 * b + 6, b),
  span('update', 10 * b + 6, 10 * b + 8, b),
  span('advance', 10 * b - 0.5, 10 * b + 8.5, b, 'cpu'),
]).flat();

test('the latest submissions, and what the processor did meanwhile', () => {
  const latest = latestSpans(run, 3);
  expect(latest.filter(({ on }) => on === 'gpu').map(({ start }) => start)).toEqual([170, 176, 180, 186, 190, 196]);
  expect(latest.filter(({ on }) => on === 'cpu').map(({ batch }) => batch)).toEqual([17, 18, 19]);
  expect(latestSpans(run.filter(({ on }) => on === 'cpu'), 2).map(({ batch }) => batch)).toEqual([18, 19]);
  expect(latestSpans([], 3)).toEqual([]);
});

test('the seeds behind a run have rows of their own, and count their own submissions', () => {
  const both = [...run, span('update', 186, 188, 19, 'gpu', 'bands'), span('seed', 180, 199, 7, 'cpu', 'bands')];
  const latest = latestSpans(both, 2);
  expect(latest.map(({ label, track, batch }) => [label, track, batch])).toEqual([
    ['gradient', 'run', 19], ['update', 'run', 19], ['update', 'bands', 19], ['advance', 'run', 18], ['advance', 'run', 19], ['seed', 'bands', 7],
  ]);
  const { rows } = layOutTimeline(latest, [...order, 'update (bands)', 'seed (bands)'], 600)!;
  expect(rows.map(({ label, ink }) => [label, ink === 'muted'])).toEqual([['gradient', false], ['update', false], ['advance', true], ['update (bands)', false], ['seed (bands)', true]]);
});

test('bars lie along time, none narrower than a pixel, each in its kernel’s row', () => {
  const timeline = layOutTimeline(latestSpans(run, 2), order, 600)!;
  const { bars, rows, left, right, x } = timeline;
  expect(rows.map(({ label }) => label)).toEqual(order);
  expect(x.place(0)).toBe(left);
  expect(x.place(18), 'from 180 to 198 ms').toBeCloseTo(right, 9);
  const perMillisecond = (right - left) / 18;
  const [first, gradient, update] = bars;
  expect([first, gradient, update].map(({ span: { label } }) => label)).toEqual(['advance', 'gradient', 'update']);
  expect(first.x, 'cut off at the edge').toBe(left);
  expect([gradient.x, gradient.width, update.x, update.width]).toEqual([left, 6 * perMillisecond, left + 6 * perMillisecond, 2 * perMillisecond].map((at) => expect.closeTo(at, 6)));
  const brief = layOutTimeline([span('gradient', 0, 1000, 0), span('update', 1000, 1000.001, 0)], order, 300)!;
  expect(brief.bars[1].width).toBe(1);
  expect(layOutTimeline([], order, 600)).toBeNull();
});

test('a pointer finds the bar under it, keys lead along time and to the same time in another row', () => {
  const timeline = layOutTimeline(latestSpans(run, 2), order, 600)!;
  const { bars, rows } = timeline;
  const labelAt = (index: number | null | undefined) => bars[index!].span;
  const { x, width } = bars.find(({ span: { start } }) => start === 190)!;
  expect(labelAt(nearestBar(timeline, x + width / 2, rows[0].top + 6))).toMatchObject({ label: 'gradient', start: 190 });
  expect(labelAt(nearestBar(timeline, x + width / 2, rows[1].top + 6)), 'the update nearest to it').toMatchObject({ label: 'update', start: 196 });

  const begin = moveBar(timeline, null, 'Home')!;
  expect(begin).toBe(0);
  expect(moveBar(timeline, begin, 'ArrowLeft')).toBe(0);
  const gradient = moveBar(timeline, begin, 'ArrowRight')!;
  expect(labelAt(gradient)).toMatchObject({ label: 'gradient', start: 180 });
  const update = moveBar(timeline, gradient, 'ArrowDown')!;
  expect(labelAt(update)).toMatchObject({ label: 'update', start: 186 });
  expect(labelAt(moveBar(timeline, gradient, 'ArrowUp'))).toMatchObject({ label: 'advance', batch: 18 });
  expect(moveBar(timeline, null, 'End')).toBe(bars.length - 1);
  expect(moveBar(timeline, update, 'Escape')).toBeNull();
  expect(moveBar(timeline, update, 'a')).toBeUndefined();
});

test('times have the digits that their clock gives', () => {
  expect([0, 0.0789, 4.5678, 123.4, 12345].map(formatMilliseconds)).toEqual(['0 ms', '78.9 µs', '4.57 ms', '123 ms', '12.3 s']);
  const row = { label: 'k', on: 'gpu', calls: 600, milliseconds: 43.21, share: 1, gigaflops: null, gigabytes: null } as const;
  const known = (error: number) => ({ ...row, error, errorAtMost: error });
  expect(timeWords(known(0))).toBe('43.2 ms');
  expect(timeWords(known(1))).toBe('43 ± 1 ms');
  expect(timeWords(known(0.0267))).toBe('43.21 ± 0.03 ms');
  expect([0, 1, 5].map((error) => callWords(known(error)))).toEqual(['72.0 µs', '72.0 µs', '–']);
  expect([null, 0, 0.00042, 0.0123, 12.34, 12345].map(rateWords)).toEqual(['–', '< 0.001', '< 0.001', '0.0123', '12.3', '12,345']);
  expect(spanWords(span('dense/update', 0, 0.1, 4), 100_000)).toBe('dense/update, at most 0.200 ms, submission 5');
  expect(spanWords(span('dense/update', 0, 30, 4), 100_000)).toBe('dense/update, 30.0 ms, submission 5');
  expect(spanWords(span('reduced/advance', 0, 30, 4, 'cpu'), null)).toBe('reduced/advance, 30.0 ms, 1 step on the processor');
});

test('while nobody knows how fine the clock is, a mean waits as for the coarsest', () => {
  const unknown: ClockReport = { resolution: null, coarse: false, misaligned: null };
  const wordsAt = (clock: ClockReport | null, on: TrackSpan['on'], long: number) => callWords(profileRows(addReport(emptyProfile, { track: 'run', origin: 0, spans: [span('k', 0, long, 0, on)], clock, dropped: 0 }))[0]);
  // One span by a clock of 100 µs is known to 41 µs.
  expect([0.2, 2].map((long) => wordsAt(unknown, 'gpu', long))).toEqual(['–', '2.00 ms']);
  expect(wordsAt({ ...unknown, resolution: 1 }, 'gpu', 0.2)).toBe('0.200 ms');
  expect(wordsAt(unknown, 'cpu', 0.2), 'which has a clock of its own').toBe('0.200 ms');
});
