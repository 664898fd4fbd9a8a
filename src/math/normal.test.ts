import { expect, test } from 'vitest';
import { normalCdf } from './erf.ts';
import { boxMuller, fillNormals, labelNoise } from './normal.ts';
import { Stream } from './streams.ts';
import { jury, kolmogorov, poisson, twoSided } from './testing/likely.ts';

// A million draws, a thousand coordinates of a thousand samples, and the same for each counter word moved by one. Every
// statistic becomes the probability that true normals are as far out or further; none may be below FALSE_ALARM / CHECKS,
// so fresh seeds would fail this file once in a thousand. These seeds are fixed and do not.
const [SIDE, N] = [1000, 1_000_000];
const FALSE_ALARM = 1e-3;
const CHECKS = 70;

const base = { seed: 12, stream: Stream.data as Stream, batch: 3, sample: 0 };

function drawsOf(change: Partial<typeof base>): Float64Array {
  const { seed, stream, batch, sample } = { ...base, ...change };
  const draws = new Float64Array(N);
  for (let s = 0; s < SIDE; s++) fillNormals(draws.subarray(s * SIDE, (s + 1) * SIDE), SIDE, seed, stream, batch, sample + s);
  return draws;
}

const judged = jury(FALSE_ALARM, CHECKS);
const { expectLikely, expectNormal, expectIndependent } = judged;

const draws = drawsOf({});
const sampleNext = drawsOf({ sample: 1 });
const batchNext = drawsOf({ batch: 4 });
const seedNext = drawsOf({ seed: 13 });
const streams = [Stream.target, Stream.student, Stream.noise].map((stream) => drawsOf({ stream }));

test('moments and distribution are the normal law’s', () => {
  expectNormal('data', draws);
  // Each of the four that a counter makes.
  for (let component = 0; component < 4; component++)
    expectLikely(`component ${component}`, kolmogorov(draws.filter((_, i) => i % 4 === component).sort()));
});

test('the tails are as heavy as they should be', () => {
  const all = [draws, batchNext, seedNext, ...streams];
  for (const t of [3, 4, 5])
    for (const sign of [1, -1]) {
      const count = all.reduce((sum, block) => sum + block.reduce((c, x) => c + (sign * x > t ? 1 : 0), 0), 0);
      const mean = all.length * N * normalCdf(-t);
      expectLikely(`beyond ${sign * t}σ`, t === 5 ? poisson(count, mean) : twoSided((count - mean) / Math.sqrt(mean)));
    }
});

test('neighbours in each word of the counter, and in the seed, are independent', () => {
  // Coordinates: neighbours at 1 … 5, by their place in the counter's four, so that the two of a pair are seen alone.
  for (let lag = 1; lag <= 5; lag++)
    for (let place = 0; place < (lag < 3 ? 4 : 1); place++) {
      const at = Int32Array.from({ length: SIDE * 248 }, (_, i) => Math.floor(i / 248) * SIDE + (i % 248) * 4 + place);
      expectIndependent(`coordinates ${place} and ${place + lag}`, Float64Array.from(at, (i) => draws[i]), Float64Array.from(at, (i) => draws[i + lag]));
    }
  expectIndependent('samples', draws, sampleNext);
  expectIndependent('batches', draws, batchNext);
  expectIndependent('seeds', draws, seedNext);
  for (const [i, stream] of streams.entries()) expectIndependent(`data and stream ${i}`, draws, stream);
  expectIndependent('target and student', streams[0], streams[1]);
});

test('label noise is normal, and has nothing of the data, of other batches or of other seeds', () => {
  const count = 200_000;
  const noise = (seed: number, batch: number) => Float64Array.from({ length: count }, (_, sample) => labelNoise(seed, batch, sample));
  const here = noise(12, 3);
  expectNormal('noise', here);
  expectIndependent('noise of neighbours', here.subarray(0, -1), here.subarray(1));
  expectIndependent('noise of batches', here, noise(12, 4));
  expectIndependent('noise of seeds', here, noise(13, 3));
  expectIndependent('noise and data', here.subarray(0, SIDE), Float64Array.from({ length: SIDE }, (_, s) => draws[s * SIDE]));
});

test('as many checks were made as the false-alarm rate was shared among', () => {
  expect(judged.checked).toBeLessThanOrEqual(CHECKS);
  expect(judged.checked).toBeGreaterThan(CHECKS - 5);
});

test('counter 0 under key 0, from the published words', () => {
  // Box–Muller in 30 digits on Random123's 531c7e4f 39491ee5 2c855a92 3d6abf9a.
  const out = new Float64Array(4);
  fillNormals(out, 4, 0, Stream.target, 0, 0);
  [1.72256495180150432, 0.19361175422948779, 2.18078298237561034, 1.26199592435940030].forEach((x, i) => expect(out[i]).toBeCloseTo(x, 14));
});

test('the words’ bits are radius, sign, exchange and angle', () => {
  const LAST = 0x7fffff;
  // Largest and least radius: u = 2⁻²⁴ and 1 − 2⁻²⁴.
  expect(boxMuller(0, 0).radius).toBeCloseTo(Math.sqrt(48 * Math.LN2), 14);
  expect(boxMuller(LAST, 0).radius).toBeCloseTo(Math.sqrt(-2 * Math.log1p(-(2 ** -24))), 14);
  // Nine high bits of the first word, and bits 23 to 29 and 0 of the second, say nothing.
  expect(boxMuller(0xff800005 | 0, 0x3f800007)).toEqual(boxMuller(5, 7));
  const plain = boxMuller(12345, 54321);
  expect(boxMuller(12345, 54321 | 0x80000000)).toEqual({ ...plain, radius: -plain.radius });
  expect(boxMuller(12345, 54321 | 0x40000000)).toEqual({ ...plain, cosine: plain.sine, sine: plain.cosine });
  // The angle is symmetric about 0 and stays within π/4.
  const [left, right] = [boxMuller(1, 0), boxMuller(1, LAST)];
  expect([left.cosine, left.sine]).toEqual([right.cosine, -right.sine]);
  expect(right.sine).toBeLessThan(Math.SQRT1_2);
});

test('a draw is a function of its counter: order, count and what was drawn before change nothing', () => {
  const whole = new Float64Array(64);
  fillNormals(whole, 64, 5, Stream.data, 2, 9);
  for (let first = 15; first >= 0; first--) {
    const part = new Float64Array(8);
    const count = 1 + (first % 4);
    labelNoise(first, first, first);
    fillNormals(part, count, 5, Stream.data, 2, 9, first);
    expect([...part]).toEqual([...whole.subarray(4 * first, 4 * first + count), ...new Float64Array(8 - count)]);
  }
  const noise = Array.from({ length: 50 }, (_, sample) => labelNoise(5, 2, sample));
  for (let sample = 49; sample >= 0; sample--) expect(labelNoise(5, 2, sample)).toBe(noise[sample]);
  expect(new Set(noise).size).toBe(50);
});
