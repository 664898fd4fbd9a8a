// A GPU's clock as a profile reads it, with readings as real ones come: in any epoch, cut to a raster, delivered late.
import { expect, test } from 'vitest';
import { openClock } from './clock.ts';

/** Nanoseconds since a GPU was switched on, ten days ago. */
const epoch = 864_000_000_000_000n;
const readingsOf = (nanoseconds: readonly number[]) => BigUint64Array.from(nanoseconds, (time) => epoch + BigInt(Math.round(time)));
/** Irregular times, 1 … 8 ms apart. */
const times = Array.from({ length: 40 }, (_, i) => 4_000_000 * i + 3_456_789 * Math.sin(i * i));

test.each([
  ['Dawn’s', 65_536],
  ['WebGPU’s', 100_000],
])('a clock cut to %s raster is coarse, and says by how much', (_, raster) => {
  const clock = openClock();
  clock.readings(readingsOf(times.map((time) => raster * Math.floor(time / raster))));
  expect(clock.report).toMatchObject({ resolution: raster, coarse: true });
});

test('a fine clock is not', () => {
  const clock = openClock();
  // An H100 counts in multiples of 32 ns.
  clock.readings(readingsOf(times.map((time) => 32 * Math.floor(time / 32))));
  expect(clock.report).toMatchObject({ resolution: 32, coarse: false });
});

test('of a few readings nothing is said, and of many equal ones neither', () => {
  const clock = openClock();
  clock.readings(readingsOf(times.slice(0, 10).map((time) => 65_536 * Math.floor(time / 65_536))));
  expect(clock.report).toEqual({ resolution: null, coarse: false, misaligned: null });
  clock.readings(readingsOf(Array<number>(100).fill(0)));
  expect(clock.report.resolution).toBeNull();
});

test('readings beyond 2⁵³ ns keep their nanoseconds', () => {
  const late = 2n ** 62n;
  expect(openClock().readings(BigUint64Array.of(late, late + 1n, late - 3n))).toEqual([0, 1, -3]);
});

test('its spans are laid no earlier than they were submitted, and no later than they were done', () => {
  const clock = openClock();
  // On the processor's clock the GPU's zero is at 500 ms. Work waits 2 ms for the GPU, and its end is told of 3 ms late.
  clock.align(10e6, 20e6, 508, 523);
  expect(clock.report.misaligned).toBeCloseTo(5, 9);
  expect(clock.milliseconds(10e6)).toBeCloseTo(508, 9);
  // This one began at once: now the beginning is known, and never moves back.
  clock.align(30e6, 40e6, 530, 544);
  expect(clock.milliseconds(10e6)).toBeCloseTo(510, 9);
  clock.align(50e6, 60e6, 545, 570);
  expect(clock.milliseconds(50e6)).toBeCloseTo(550, 9);
  expect(clock.report.misaligned).toBeCloseTo(3, 9);
});

test('a clock that was set anew is laid anew', () => {
  const clock = openClock();
  clock.align(0, 1e6, 100, 102);
  clock.align(0, 1e6, 9000, 9002);
  expect(clock.milliseconds(0)).toBe(9000);
  clock.align(5000e6, 5001e6, 9100, 9102);
  expect(clock.milliseconds(5000e6), 'and backwards too').toBe(9100);
});
