// The same step as anyone would write it first: one thread, float32 arrays, samples one after another.

import type { Size } from './contender.ts';
import type { Weights } from './initial.ts';

/**
 * Standard normals in sequence: the ziggurat of Marsaglia and Tsang (J. Stat. Software 5(8), 2000) with 128 layers, in
 * the form of Doornik (2005) where layer and abscissa come from different bits, on Doty-Humphrey's sfc32.
 */
export class Normals {
  /** a, b, c and the counter. An Int32Array, since numbers beyond 31 bits in fields are boxed: twice the cost of a draw. */
  readonly #state: Int32Array;

  constructor(seed: number) {
    this.#state = Int32Array.of(seed, 0x9e3779b9, 0x243f6a88, 1);
    // sfc32 needs a dozen words to forget a small seed.
    for (let i = 0; i < 16; i++) this.#next();
  }

  fill(out: Float32Array): void {
    const state = this.#state;
    // The generator of `#next` once more, in local variables, for the 99 draws in a hundred that are under the curve.
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let counter = state[3];
    for (let i = 0; i < out.length; i++) {
      const word = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      const layer = word & 127;
      const x = (word >> 7) * STEP[layer];
      if (Math.abs(x) < EDGE[layer + 1]) {
        out[i] = x;
        continue;
      }
      state[0] = a;
      state[1] = b;
      state[2] = c;
      state[3] = counter;
      out[i] = this.#atTheEdge(layer, x);
      a = state[0];
      b = state[1];
      c = state[2];
      counter = state[3];
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = counter;
  }

  /** The draw that is not surely under the curve: accept it, take one from the tail, or draw again. */
  #atTheEdge(layer: number, x: number): number {
    for (;;) {
      if (Math.abs(x) < EDGE[layer + 1]) return x;
      if (layer === 0) return x < 0 ? -this.#beyondTail() : this.#beyondTail();
      const low = Math.exp(0.5 * (x * x - EDGE[layer] ** 2));
      const high = Math.exp(0.5 * (x * x - EDGE[layer + 1] ** 2));
      if (high + this.#uniform() * (low - high) < 1) return x;
      const word = this.#next();
      layer = word & 127;
      x = (word >> 7) * STEP[layer];
    }
  }

  /** A draw of |x| beyond TAIL, by Marsaglia's rejection from an exponential. */
  #beyondTail(): number {
    for (;;) {
      const x = -Math.log(this.#uniform()) / TAIL;
      if (-2 * Math.log(this.#uniform()) > x * x) return TAIL + x;
    }
  }

  #uniform(): number {
    return ((this.#next() >>> 0) + 0.5) * 2 ** -32;
  }

  #next(): number {
    const state = this.#state;
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const counter = state[3];
    const word = (((a + b) | 0) + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + word;
    state[3] = counter + 1;
    return word;
  }
}

const LAYERS = 128;
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** Right edges x_i of the layers, the first that of the base strip's equal-area rectangle, the last 0. */
const EDGE = new Float64Array(LAYERS + 1);
/** x_i 2⁻²⁴: the 25 signed bits of a word above its layer's seven, times this, are uniform in (−x_i, x_i). */
const STEP = new Float64Array(LAYERS);
EDGE[0] = AREA / Math.exp(-0.5 * TAIL * TAIL);
EDGE[1] = TAIL;
for (let i = 2; i < LAYERS; i++)
  EDGE[i] = Math.sqrt(-2 * Math.log(AREA / EDGE[i - 1] + Math.exp(-0.5 * EDGE[i - 1] ** 2)));
for (let i = 0; i < LAYERS; i++) STEP[i] = EDGE[i] * 2 ** -24;

/** Projected one-pass SGD with the square loss on f = (1/p) Σ_j σ(⟨w_j, x⟩). */
export class PlainLoop {
  readonly #normals: Normals;
  /** W above W*: (p+k)×d, one sweep for all preactivations of a sample. */
  readonly #rows: Float32Array;
  readonly #fields: Float32Array;
  readonly #z: Float32Array;
  readonly #G: Float32Array;

  constructor(readonly size: Size, { W, star }: Weights) {
    const { d, p, k, seed } = size;
    this.#normals = new Normals(seed + 1);
    this.#rows = new Float32Array((p + k) * d);
    this.#rows.set(W);
    this.#rows.set(star, p * d);
    this.#fields = new Float32Array(p + k);
    this.#z = new Float32Array(d);
    this.#G = new Float32Array(p * d);
  }

  step(): void {
    const { n, p, k, link } = this.size;
    const z = this.#z;
    const G = this.#G.fill(0);
    const fields = this.#fields;
    const lambda = fields.subarray(0, p);
    const [sigma, derivative] = LINKS[link];
    for (let sample = 0; sample < n; sample++) {
      this.#normals.fill(z);
      project(this.#rows, z, fields);
      let e = 0;
      for (let r = 0; r < k; r++) e += sigma(fields[p + r]) / k;
      for (let j = 0; j < p; j++) e -= sigma(lambda[j]) / p;
      for (let j = 0; j < p; j++) lambda[j] = (derivative(lambda[j]) * e) / p;
      accumulate(G, z, lambda);
    }
    this.#update();
  }

  /** W ← W + γ G/n, its rows scaled back to norm 1. */
  #update(): void {
    const { d, n, p, gamma } = this.size;
    for (let j = 0; j < p; j++) {
      const w = this.#rows.subarray(j * d, (j + 1) * d);
      const g = this.#G.subarray(j * d, (j + 1) * d);
      let square = 0;
      for (let i = 0; i < d; i++) {
        w[i] += (gamma / n) * g[i];
        square += w[i] * w[i];
      }
      const scale = 1 / Math.sqrt(square);
      for (let i = 0; i < d; i++) w[i] *= scale;
    }
  }

  /** M = W W*ᵀ (p×k). */
  overlaps(): Float32Array {
    const { d, p, k } = this.size;
    const star = this.#rows.subarray(p * d);
    const M = new Float32Array(p * k);
    for (let j = 0; j < p; j++) project(star, this.#rows.subarray(j * d, (j + 1) * d), M.subarray(j * k, (j + 1) * k));
    return M;
  }
}

const LINKS: Record<Size['link'], readonly [(x: number) => number, (x: number) => number]> = {
  He3: [(x) => x * (x * x - 3), (x) => 3 * (x * x - 1)],
  erf: [(x) => erf(x * Math.SQRT1_2), (x) => Math.sqrt(2 / Math.PI) * Math.exp(-0.5 * x * x)],
};

/** Abramowitz and Stegun 7.1.26, absolute error 1.5e-7: float32's. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const value = 1 - polynomial * Math.exp(-x * x);
  return x < 0 ? -value : value;
}

/** out_j = ⟨A_j, z⟩ for the rows of A, four at a time: each z_i is loaded once for four sums that do not wait for each other. */
function project(A: Float32Array, z: Float32Array, out: Float32Array): void {
  const d = z.length;
  let j = 0;
  for (; j + 3 < out.length; j += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0, a0 = j * d, a1 = a0 + d, a2 = a1 + d, a3 = a2 + d; i < d; i++) {
      const x = z[i];
      s0 += A[a0 + i] * x;
      s1 += A[a1 + i] * x;
      s2 += A[a2 + i] * x;
      s3 += A[a3 + i] * x;
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }
  for (; j < out.length; j++) {
    let sum = 0;
    for (let i = 0, a = j * d; i < d; i++) sum += A[a + i] * z[i];
    out[j] = sum;
  }
}

/** G_j += r_j z for the rows of G, four at a time. */
function accumulate(G: Float32Array, z: Float32Array, r: Float32Array): void {
  const d = z.length;
  let j = 0;
  for (; j + 3 < r.length; j += 4) {
    const r0 = r[j];
    const r1 = r[j + 1];
    const r2 = r[j + 2];
    const r3 = r[j + 3];
    for (let i = 0, g0 = j * d, g1 = g0 + d, g2 = g1 + d, g3 = g2 + d; i < d; i++) {
      const x = z[i];
      G[g0 + i] += r0 * x;
      G[g1 + i] += r1 * x;
      G[g2 + i] += r2 * x;
      G[g3 + i] += r3 * x;
    }
  }
  for (; j < r.length; j++) {
    const rj = r[j];
    for (let i = 0, g = j * d; i < d; i++) G[g + i] += rj * z[i];
  }
}
