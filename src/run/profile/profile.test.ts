// From spans to what people read: the table, its errors under a coarse clock, the trace.
import { expect, test } from 'vitest';
import { chromeTrace } from './chrome-trace.ts';
import { addReport, clockWords, emptyProfile, profileRows, withoutTrack, type ClockReport, type ProfileReport, type Span, type TrackSpan } from './totals.ts';

const fine: ClockReport = { resolution: 1, coarse: false, misaligned: 0.05 };
const coarse: ClockReport = { resolution: 100_000, coarse: true, misaligned: 0.05 };

const pass = (label: string, start: number, milliseconds: number, batch = 0, flops = 0, bytes = 0): Span => ({
  label, on: 'gpu', start, end: start + milliseconds, batch, steps: 0, flops, bytes,
});
const block = (start: number, milliseconds: number, steps: number): Span => ({ label: 'dense/advance', on: 'cpu', start, end: start + milliseconds, batch: 0, steps, flops: 0, bytes: 0 });
const report = (spans: readonly Span[], clock: ClockReport | null = fine, dropped = 0): ProfileReport => ({ track: 'run', origin: 5000, spans, clock, dropped });
const tracked = (given: readonly Span[], track = 'run'): TrackSpan[] => given.map((span) => ({ ...span, track }));

const spans = [
  block(100, 12, 2),
  pass('dense/gradient', 101, 6, 0, 3e9, 6e6),
  pass('dense/update', 107, 1, 0, 0, 2e6),
  pass('dense/gradient', 108, 2, 1, 1e9, 2e6),
];

test('totals, shares of each clock’s time and rates by the counts', () => {
  const profile = [report(spans.slice(0, 2)), report(spans.slice(2))].reduce(addReport, emptyProfile);
  expect(profileRows(profile)).toEqual([
    { label: 'dense/gradient', on: 'gpu', calls: 2, milliseconds: 8, error: 0, errorAtMost: 0, share: 8 / 9, gigaflops: 4e9 / 8e-3 / 1e9, gigabytes: 8e6 / 8e-3 / 1e9 },
    { label: 'dense/update', on: 'gpu', calls: 1, milliseconds: 1, error: 0, errorAtMost: 0, share: 1 / 9, gigaflops: null, gigabytes: 2 },
    { label: 'dense/advance', on: 'cpu', calls: 1, milliseconds: 12, error: 0, errorAtMost: 0, share: 1, gigaflops: null, gigabytes: null },
  ]);
  expect(clockWords(profile)).toContain('which is fine here');
});

test('the error that a coarse clock is said to leave is the one it leaves', () => {
  const [calls, raster, trials] = [400, 0.1, 200];
  const cut = (time: number) => raster * Math.floor(time / raster + 1e-9);
  let state = 1;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  let [squares, error] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    let truth = 0;
    const seen = Array.from({ length: calls }, (_, i) => {
      // Up to ten steps of the clock long, at any phase of it.
      const [start, long] = [2 * i + uniform(), 10 * raster * uniform()];
      truth += long;
      return pass('k', cut(start), cut(start + long) - cut(start));
    });
    const [row] = profileRows(addReport(emptyProfile, report(seen, coarse)));
    squares += (row.milliseconds - truth) ** 2;
    ({ error } = row);
  }
  // A standard deviation measured in 200 trials has a standard error of 1/√400 of itself; 4.5 of these.
  expect(Math.abs(Math.sqrt(squares / trials) / error - 1)).toBeLessThan(4.5 / Math.sqrt(2 * trials));
});

test('under a coarse clock a rate waits until its time is known', () => {
  const rowOf = (calls: number) => profileRows(addReport(emptyProfile, report(Array.from({ length: calls }, (_, i) => pass('k', i, 0.05, i, 1e6, 1e6)), coarse)))[0];
  expect(rowOf(4)).toMatchObject({ gigaflops: null, gigabytes: null });
  expect(rowOf(4000).gigaflops).toBeCloseTo(1e6 / 0.05e-3 / 1e9, 6);
  expect(clockWords(addReport(emptyProfile, report([pass('k', 0, 1)], coarse)))).toContain('coarse here: it moves in steps of 100 µs');
  expect(clockWords(addReport(emptyProfile, report([block(0, 1, 1)], null)))).toContain('No kernel was timed');
});

test('a trace has events in order of time, in µs, named after the kernels, on the CPU’s and the adapter’s process', () => {
  const { traceEvents, otherData } = chromeTrace({ spans: tracked(spans).toReversed(), clock: coarse, adapter: 'nvidia hopper', run: 'he3-mu1, dense' });
  const named = traceEvents.filter(({ ph }) => ph === 'M');
  expect(named.map(({ name, pid, args }) => [name, pid, args.name])).toEqual([
    ['process_name', 1, 'CPU'], ['thread_name', 1, 'he3-mu1, dense'], ['process_name', 2, 'GPU: nvidia hopper'], ['thread_name', 2, 'he3-mu1, dense'],
  ]);
  const complete = traceEvents.filter(({ ph }) => ph === 'X');
  expect(complete.map(({ name, pid, ts, dur }) => [name, pid, ts, dur])).toEqual([
    ['dense/advance', 1, 0, 12_000], ['dense/gradient', 2, 1000, 6000], ['dense/update', 2, 7000, 1000], ['dense/gradient', 2, 8000, 2000],
  ]);
  expect(complete[0].args).toEqual({ steps: 2 });
  expect(complete[3].args).toEqual({ submission: 1, flops: 1e9, bytes: 2e6 });
  expect(otherData).toMatchObject({ gpuClockCoarse: true, gpuClockResolutionNanoseconds: 100_000 });
});

test('without a GPU’s spans a trace has the CPU alone, and an empty one is a trace', () => {
  const { traceEvents } = chromeTrace({ spans: tracked([block(5, 1, 1)]), clock: null, adapter: null, run: 'r' });
  expect(traceEvents.map(({ pid }) => pid)).toEqual([1, 1, 1]);
  expect(chromeTrace({ spans: [], clock: null, adapter: null, run: 'r' }).traceEvents).toHaveLength(2);
});

test('the seeds behind a run have rows and threads of their own, on the clock of the first that was told of', () => {
  const seeds: ProfileReport = { ...report([pass('dense/gradient', 1, 3), block(0, 9, 50)], coarse, 2), track: 'bands, worker 1', origin: 5101 };
  const profile = [report(spans, coarse, 1), seeds, report([], coarse, 1)].reduce(addReport, emptyProfile);
  expect(profileRows(profile).map(({ label, on, calls }) => [label, on, calls])).toEqual([
    ['dense/gradient', 'gpu', 2], ['dense/gradient (bands)', 'gpu', 1], ['dense/update', 'gpu', 1], ['dense/advance', 'cpu', 1], ['dense/advance (bands)', 'cpu', 1],
  ]);
  expect(profile.dropped).toBe(4);
  const { traceEvents } = chromeTrace({ spans: profile.spans, clock: coarse, adapter: 'a', run: 'seed 1' });
  expect(traceEvents.filter(({ name }) => name === 'thread_name').map(({ pid, tid, args }) => [pid, tid, args.name])).toEqual([
    [1, 1, 'seed 1'], [1, 2, 'bands, worker 1'], [2, 1, 'seed 1'], [2, 2, 'bands, worker 1'],
  ]);
  // Begun 101 ms after the run's thread, so its 1 ms is the run's 102; the trace begins at 100.
  expect(traceEvents.filter(({ ph, tid }) => ph === 'X' && tid === 2).map(({ name, ts, dur }) => [name, ts, dur])).toEqual([['dense/advance', 1000, 9000], ['dense/gradient', 2000, 3000]]);
  expect([...withoutTrack(profile, 'bands').kernels.keys()]).toEqual(['dense/advance', 'dense/gradient', 'dense/update']);
  expect(withoutTrack(profile, 'run').spans.map(({ track }) => track)).toEqual(['bands, worker 1', 'bands, worker 1']);
  expect(withoutTrack(withoutTrack(profile, 'run'), 'bands')).toBe(emptyProfile);
});

test('while nobody knows how fine the clock is, a rate waits as for the coarsest', () => {
  const unknown: ClockReport = { resolution: null, coarse: false, misaligned: null };
  const rowOf = (milliseconds: number) => profileRows(addReport(emptyProfile, report([pass('k', 0, milliseconds, 0, 1e6)], unknown)))[0];
  expect([rowOf(0.2).gigaflops, rowOf(2).gigaflops]).toEqual([null, 0.5]);
});

test('a long run forgets its earliest spans, and no call of the table', () => {
  const many = Array.from({ length: 70_000 }, (_, i) => pass('k', i, 0.5, i));
  const profile = [report(many), report(many, fine, 3)].reduce(addReport, emptyProfile);
  expect([profile.spans.length, profile.forgotten]).toEqual([100_000, 40_000]);
  expect(profileRows(profile)[0]).toMatchObject({ calls: 140_000, milliseconds: 70_000 });
  expect(clockWords(profile)).toMatch(/3 spans were lost.*40000 earliest/);
});
