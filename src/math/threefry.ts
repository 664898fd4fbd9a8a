// Threefry-4x32, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
// 1, 2, 3" (SC 2011): 128 bits of counter and 128 of key give 128 bits by additions, rotations and exclusive ors alone,
// so TypeScript and WGSL (shaders/threefry.wgsl) make the same integers on every machine.

/** Rounds in use: the fewest of Salmon et al. that pass BigCrush with one to spare, and the fastest with published vectors. */
export const ROUNDS = 13;

const PARITY = 0x1bd11bda;
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20];

type Words = [number, number, number, number];

/** The plain algorithm for any number of rounds: what the fast version below is tested against. Words are uint32. */
export function threefry4x32(counter: readonly number[], key: readonly number[], rounds: number = ROUNDS): Words {
  const schedule = [...key, PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]];
  const x = counter.map((word, i) => (word + schedule[i]) | 0);
  for (let round = 0; round < rounds; round++) {
    const [r0, r1] = ROTATIONS.slice((2 * round) % 16);
    // Even rounds mix (0,1) and (2,3), odd rounds (0,3) and (2,1).
    const [i, j] = round % 2 === 0 ? [1, 3] : [3, 1];
    x[0] = (x[0] + x[i]) | 0;
    x[i] = rotate(x[i], r0) ^ x[0];
    x[2] = (x[2] + x[j]) | 0;
    x[j] = rotate(x[j], r1) ^ x[2];
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      for (let l = 0; l < 4; l++) x[l] = (x[l] + schedule[(injection + l) % 5]) | 0;
      x[3] = (x[3] + injection) | 0;
    }
  }
  return x.map((word) => word >>> 0) as Words;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Threefry-4x32-13 under the key (seed, 0, 0, 0), unrolled, for loops: four int32 words into `out`. */
export function threefry13(c0: number, c1: number, c2: number, c3: number, seed: number, out: Int32Array): void {
  const k0 = seed | 0;
  const k4 = PARITY ^ k0;
  let x0 = (c0 + k0) | 0, x1 = c1 | 0, x2 = c2 | 0, x3 = c3 | 0;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;
  x3 = (x3 + k4 + 1) | 0; // key words 1, 2 and 3 are zero
  x0 = (x0 + x1) | 0; x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 17) | (x3 >>> 15)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 11) | (x1 >>> 21)) ^ x2;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 25) | (x1 >>> 7)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 10) | (x3 >>> 22)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 18) | (x3 >>> 14)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 20) | (x1 >>> 12)) ^ x2;
  x2 = (x2 + k4) | 0; x3 = (x3 + k0 + 2) | 0;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0; x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0; x2 = (x2 + x1) | 0; x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;
  x1 = (x1 + k4) | 0; x2 = (x2 + k0) | 0; x3 = (x3 + 3) | 0;
  x0 = (x0 + x1) | 0; x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0; x2 = (x2 + x3) | 0; x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;
  out[0] = x0; out[1] = x1; out[2] = x2; out[3] = x3;
}
