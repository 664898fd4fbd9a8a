// Normal draws as a pure function of (seed, stream, batch, sample, coordinate): Box–Muller on Threefry's words.
// shaders/normal.wgsl computes the same from the same bits in float32; here the elementary functions are float64's, so
// this is the twin that the kernels are measured against.

import { Stream } from './streams.ts';
import { threefry13 } from './threefry.ts';

const LOW_23 = 0x7fffff;
const words = new Int32Array(4);

/**
 * out[i] ~ N(0, 1), i = 0 … count − 1: coordinates of sample `sample` of batch `batch`.
 * Counter (first + ⌊i/4⌋, sample, batch, stream), key (seed, 0, 0, 0): each counter makes four normals, two pairs.
 */
export function fillNormals(out: Float64Array, count: number, seed: number, stream: Stream, batch: number, sample: number, first = 0): void {
  for (let i = 0; i < count; i += 4) {
    threefry13((i >>> 2) + first, sample, batch, stream, seed, words);
    for (let pair = 0; pair < 4; pair += 2) {
      const { radius, cosine, sine } = boxMuller(words[pair], words[pair + 1]);
      if (i + pair < count) out[i + pair] = radius * cosine;
      if (i + pair + 1 < count) out[i + pair + 1] = radius * sine;
    }
  }
}

/**
 * Box–Muller from two words. The first gives u = (23 bits + ½) 2⁻²³, exact in float32, hence a radius √(−2 ln u) of at
 * most 5.77. Of the second, bit 31 is the sign, bit 30 exchanges the two, and bits 1 to 22 place an angle in
 * (−π/4, π/4), an odd multiple of π 2⁻²⁴, where short polynomials are right to an ulp and neither output suffers a cancellation.
 */
export function boxMuller(first: number, second: number): { radius: number; cosine: number; sine: number } {
  const u = ((first & LOW_23) + 0.5) * 2 ** -23;
  const size = Math.sqrt(-2 * Math.log(u));
  const radius = second < 0 ? -size : size;
  const angle = (((second & LOW_23) | 1) * 2 ** -23 - 0.5) * (Math.PI / 2);
  const exchanged = (second & 0x40000000) !== 0;
  const cosine = exchanged ? Math.sin(angle) : Math.cos(angle);
  const sine = exchanged ? Math.cos(angle) : Math.sin(angle);
  return { radius, cosine, sine };
}

/** One draw of the label noise ξ of sample ν in batch b: counter (⌊ν/4⌋, 0, b, noise), so a quadruple of samples shares one. */
export function labelNoise(seed: number, batch: number, sample: number): number {
  fillNormals(quadruple, 4, seed, Stream.noise, batch, 0, sample >>> 2);
  return quadruple[sample & 3];
}
const quadruple = new Float64Array(4);
