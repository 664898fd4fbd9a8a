// Draws in sequence, fast, from a place that (seed, stream, index) determines: a run restarted at a step draws the same
// numbers. Threefry makes the 128 bits of state at which the sequence starts; from there on Chris Doty-Humphrey's small
// fast chaotic generator in 32-bit words (sfc32 of PractRand, where it passes 16 TB) makes the bits, in a fifth of the
// time. Its cycles are never shorter than 2³² words; a step takes 10⁸ at most.

import { erfc } from './erf.ts';
import type { Stream } from './streams.ts';
import { threefry13 } from './threefry.ts';

export interface Draws {
  /** The start of the sequence of (seed, stream, index, second, third): integers below 2³². */
  start(seed: number, stream: Stream, index: number, second?: number, third?: number): void;
  /** out[0 … count − 1] ~ N(0, 1). */
  normals(out: Float64Array, count: number): void;
  /** One draw of N(0, 1). */
  normal(): number;
  /** Uniform in (0, 1), an odd multiple of 2⁻⁵⁴: neither end occurs. */
  uniform(): number;
}

// The ziggurat of Marsaglia and Tsang (J. Stat. Softw. 5(8), 2000): 256 layers of equal area under exp(−x²/2). Layer 0 is
// the base, a rectangle of width `EDGES[0]` that stands for itself and for the tail beyond R.
const LAYERS = 256;
/** Where the tail begins: the root that makes the layers close at the top. */
const R = 3.6541528853610088;
const AREA = R * density(R) + Math.sqrt(Math.PI / 2) * erfc(R * Math.SQRT1_2);
const EDGES = edges();
/** Layer i's width for signed numbers of 23 bits and 32 more behind the point. */
const SCALE = EDGES.map((x) => x * 2 ** -22);
const STRETCH = 128;
/** Words of warming up after a start: two states that differ in a bit have nothing in common then. */
const WARMING = 8;

export function openDraws(): Draws {
  const state = new Int32Array(4);
  const single = new Float64Array(1);

  function word(): number {
    const a = state[0], b = state[1], c = state[2];
    const out = (a + b + state[3]) | 0;
    state[3] = state[3] + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + out;
    return out;
  }

  function uniform(): number {
    const high = word() >>> 0;
    return (high * 2097152 + (word() >>> 11) + 0.5) * 2 ** -53;
  }

  /** What one draw in eighty needs: x = out[n] is not in the part of layer i that is wholly under the curve. False: draw again. */
  function decide(out: Float64Array, n: number, i: number): boolean {
    const x = out[n];
    if (i > 0) {
      const low = density(EDGES[i]);
      return low + uniform() * (density(EDGES[i + 1]) - low) < density(x);
    }
    // The tail, by Marsaglia's method of 1964: |x| − R is exponential with rate R, kept with probability exp(−(|x| − R)²/2).
    for (;;) {
      const beyond = -Math.log(uniform()) / R;
      if (-2 * Math.log(uniform()) <= beyond * beyond) continue;
      out[n] = x < 0 ? -R - beyond : R + beyond;
      return true;
    }
  }

  /** Two words a normal: eight bits choose the layer, and 55 others the place in it. */
  function some(out: Float64Array, from: number, to: number): void {
    let a = state[0], b = state[1], c = state[2], counter = state[3];
    for (let n = from; n < to; ) {
      const first = (a + b + counter) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + first) | 0;
      const second = (a + b + ((counter + 1) | 0)) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + second) | 0;
      counter = (counter + 2) | 0;

      const i = first & (LAYERS - 1);
      const x = ((first >> 9) + (second * 2 ** -32 + 0.5)) * SCALE[i];
      out[n] = x;
      if (Math.abs(x) < EDGES[i + 1]) n++;
      else {
        state[0] = a; state[1] = b; state[2] = c; state[3] = counter;
        if (decide(out, n, i)) n++;
        a = state[0]; b = state[1]; c = state[2]; counter = state[3];
      }
    }
    state[0] = a; state[1] = b; state[2] = c; state[3] = counter;
  }

  // In short stretches: V8 compiles a long loop from the middle of its first passes, with integers for which it allocates,
  // and then stays with that code, at twice the time.
  function normals(out: Float64Array, count: number): void {
    for (let from = 0; from < count; from += STRETCH) some(out, from, Math.min(from + STRETCH, count));
  }

  return {
    start(seed, stream, index, second = 0, third = 0) {
      threefry13(index, second, third, stream, seed, state);
      for (let i = 0; i < WARMING; i++) word();
    },
    normals,
    normal() {
      normals(single, 1);
      return single[0];
    },
    uniform,
  };
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x);
}

/** EDGES[0] = AREA / density(R), EDGES[1] = R, then inwards to EDGES[256] = 0, so that each layer has the same area. */
function edges(): Float64Array {
  const x = new Float64Array(LAYERS + 1);
  x[0] = AREA / density(R);
  x[1] = R;
  for (let i = 2; i < LAYERS; i++) x[i] = Math.sqrt(-2 * Math.log(AREA / x[i - 1] + density(x[i - 1])));
  return x;
}
