import { expect, test } from 'vitest';
import { threefry4x32 } from './threefry-plain.ts';
import { ROUNDS, threefry13 } from './threefry.ts';

const hex = (words: string) => words.split(' ').map((word) => parseInt(word, 16));

// Random123, tests/kat_vectors: counter, key, and the output after 13 and after 20 rounds.
const zeros = '0 0 0 0';
const ones = 'ffffffff ffffffff ffffffff ffffffff';
const digits = ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0 082efa98 ec4e6c89'];
const VECTORS: [string, string, string, string, string][] = [
  ['zeros', zeros, zeros, '531c7e4f 39491ee5 2c855a92 3d6abf9a', '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
  ['ones', ones, ones, 'c4189358 1c9cc83a d5881c67 6a0a89e0', '2a881696 57012287 f6c7446e a16a6732'],
  ['digits of pi', digits[0], digits[1], '4aa71d8f 734738c2 431fc6a8 ae6debf1', '59cd1dbb b8879579 86b5d00c ac8b6d84'],
];

test.each(VECTORS)('the published vectors: %s', (_, counter, key, after13, after20) => {
  expect(threefry4x32(hex(counter), hex(key), 13)).toEqual(hex(after13));
  expect(threefry4x32(hex(counter), hex(key), 20)).toEqual(hex(after20));
});

test('the version for loops has the words of the plain one', () => {
  const out = new Int32Array(4);
  // Words that the plain version makes, with zeros, ones and single bits among them.
  const edge = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x1bd11bda];
  for (let i = 0; i < 20_000; i++) {
    const random = threefry4x32([i, 0, 0, 0], [7, 0, 0, 0], 20);
    const counter = random.map((word, j) => (i >> j) % 5 === 0 ? edge[(i + j) % edge.length] : word);
    const seed = i % 3 === 0 ? edge[i % edge.length] : threefry4x32([i, 1, 0, 0], [7, 0, 0, 0], 20)[0];
    threefry13(counter[0], counter[1], counter[2], counter[3], seed, out);
    const plain = threefry4x32(counter, [seed, 0, 0, 0], ROUNDS);
    if (plain.some((word, j) => word !== out[j] >>> 0)) expect([i, ...Uint32Array.from(out)]).toEqual([i, ...plain]);
  }
  expect(ROUNDS).toBe(13);
});

test('signed and unsigned words are the same counter', () => {
  const [unsigned, signed] = [new Int32Array(4), new Int32Array(4)];
  threefry13(0xfffffffe, 0x80000000, 0xdeadbeef, 3, 0xffffffff, unsigned);
  threefry13(-2, -0x80000000, 0xdeadbeef | 0, 3, -1, signed);
  expect(unsigned).toEqual(signed);
});

test('each bit of counter and seed changes about half of the bits', () => {
  // 160 inputs × 64 counters: 128 output bits each, so 8192 a mean; false alarm 1e-6 over the 160 at z = 5.9.
  const [before, after] = [new Int32Array(4), new Int32Array(4)];
  for (let bit = 0; bit < 160; bit++) {
    let flipped = 0;
    for (let i = 0; i < 64; i++) {
      const words = [i, 3 * i, 5 * i, 2, i];
      threefry13(words[0], words[1], words[2], words[3], words[4], before);
      words[bit >> 5] ^= 1 << (bit & 31);
      threefry13(words[0], words[1], words[2], words[3], words[4], after);
      for (let j = 0; j < 4; j++) flipped += ones32(before[j] ^ after[j]);
    }
    const z = (flipped - 4096) / Math.sqrt(8192 / 4);
    expect(Math.abs(z), `bit ${bit}`).toBeLessThan(5.9);
  }
});

function ones32(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}
