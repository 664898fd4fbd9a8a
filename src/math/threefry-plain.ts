// Threefry-4x32 (threefry.ts) as its paper writes it, under any key.

import { PARITY, ROUNDS } from './threefry.ts';

const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20];

type Words = [number, number, number, number];

/** The plain algorithm for any number of rounds: what the fast version is tested against. Words are uint32. */
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
