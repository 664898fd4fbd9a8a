import { expect, test } from 'vitest';
import { openDraws } from './draws.ts';
import { normalCdf } from './erf.ts';
import { Stream } from './streams.ts';
import { jury, kolmogorov, poisson, twoSided } from './testing/likely.ts';

// Draws of one sequence and of its neighbours; fresh seeds would fail this file once in a thousand.
const N = 400_000;
const CHECKS = 64;
const judged = jury(1e-3, CHECKS);
const { expectLikely, expectNormal, expectIndependent } = judged;

const base = { seed: 12, stream: Stream.steps as Stream, index: 3 };

function drawsOf(change: Partial<typeof base>): Float64Array {
  const { seed, stream, index } = { ...base, ...change };
  const draws = openDraws();
  draws.start(seed, stream, index);
  const out = new Float64Array(N);
  draws.normals(out, N);
  return out;
}

const here = drawsOf({});
const neighbours = { 'the next step': drawsOf({ index: 4 }), 'the next seed': drawsOf({ seed: 13 }), 'another stream': drawsOf({ stream: Stream.overlaps }) };
const all = [here, ...Object.values(neighbours)];

test('moments and distribution are the normal law’s', () => {
  for (const [i, draws] of all.entries()) expectNormal(`sequence ${i}`, draws);
});

test('the tails are as heavy as they should be', () => {
  for (const t of [3, 4, 5])
    for (const sign of [1, -1]) {
      const count = all.reduce((sum, draws) => sum + draws.reduce((c, x) => c + (sign * x > t ? 1 : 0), 0), 0);
      const mean = all.length * N * normalCdf(-t);
      expectLikely(`beyond ${sign * t}σ`, t === 5 ? poisson(count, mean) : twoSided((count - mean) / Math.sqrt(mean)));
    }
});

test('beyond the last layer the tail has the normal law’s shape', () => {
  const R = 3.6541528853610088;
  const draws = openDraws();
  draws.start(1, Stream.steps, 1);
  const block = new Float64Array(100_000);
  const beyond: number[] = [];
  for (let i = 0; i < 150; i++) {
    draws.normals(block, block.length);
    for (const x of block) if (Math.abs(x) > R) beyond.push(Math.abs(x));
  }
  const mean = 2 * 150 * block.length * normalCdf(-R);
  expectLikely('weight of the tail', twoSided((beyond.length - mean) / Math.sqrt(mean)));
  expectLikely('shape of the tail', kolmogorov(Float64Array.from(beyond).sort(), (x) => 1 - normalCdf(-x) / normalCdf(-R)));
});

test('no value comes twice: with 32 bits in place of 55 some seventy would', () => expect(new Set(here).size).toBe(N));

test('draws of one sequence are independent, and so are sequences of neighbouring steps, seeds and streams', () => {
  for (let lag = 1; lag <= 5; lag++) expectIndependent(`lag ${lag}`, here.subarray(0, -lag), here.subarray(lag));
  for (const [name, draws] of Object.entries(neighbours)) expectIndependent(name, here, draws);
});

test('the first draw of each step is a fair one', () => {
  const draws = openDraws();
  const first = Float64Array.from({ length: 100_000 }, (_, index) => {
    draws.start(1, Stream.steps, index);
    return draws.normal();
  });
  expectNormal('firsts', first);
});

test('low bits are as random as high ones', () => {
  const draws = openDraws();
  draws.start(3, Stream.steps, 0);
  const uniforms = Float64Array.from({ length: 200_000 }, () => draws.uniform());
  expect(uniforms.every((u) => u > 0 && u < 1)).toBe(true);
  expectLikely('uniform', kolmogorov(uniforms.slice().sort(), (u) => u));
  const normals = here.subarray(0, 200_000);
  for (const [name, x, cdf] of [['uniform', uniforms, (u: number) => u], ['normal', normals, normalCdf]] as const) {
    // What each has behind its 26th binary place, and whether that knows the rest.
    const low = x.map((value) => (Math.abs(value) * 2 ** 26) % 1);
    expectLikely(`${name}, low bits`, kolmogorov(low.slice().sort(), (u) => u));
    const product = low.reduce((sum, u, i) => sum + (u - 0.5) * (cdf(x[i]) - 0.5), 0);
    expectLikely(`${name}, low and high bits`, twoSided((12 * product) / Math.sqrt(low.length)));
  }
});

test('as many checks were made as the false-alarm rate was shared among', () => {
  expect(judged.checked).toBeLessThanOrEqual(CHECKS);
  expect(judged.checked).toBeGreaterThan(CHECKS - 5);
});

test('a sequence is a function of its start: how it is cut and what was drawn before change nothing', () => {
  const draws = openDraws();
  draws.start(7, Stream.steps, 9);
  const whole = new Float64Array(1000);
  draws.normals(whole, 1000);
  draws.uniform();
  draws.start(7, Stream.steps, 9);
  const parts: number[] = [];
  for (let count = 0; parts.length < 1000; count = (count * 7 + 3) % 200) {
    const part = new Float64Array(Math.min(count, 1000 - parts.length));
    draws.normals(part, part.length);
    parts.push(...part);
    if (parts.length < 1000) parts.push(draws.normal());
  }
  expect(parts).toEqual([...whole]);
});
