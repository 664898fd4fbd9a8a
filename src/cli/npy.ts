// Arrays as NumPy's .npy files, version 1.0: a header in Python's words, padded to 64 bytes, then the numbers.

import { endianness } from 'node:os';

/** Numbers in one piece: what is copied to put bytes in order, where that is needed, stays small. */
const PIECE = 1 << 20;

/** rows×columns float64, little-endian, row-major. */
export function* npy(values: Float64Array, rows: number, columns: number): Generator<Uint8Array> {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  // Ten bytes come before the words, and a line's end after the padding.
  const header = words.padEnd(64 * Math.ceil((words.length + 11) / 64) - 11) + '\n';
  yield Buffer.concat([Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]), Buffer.from(header, 'latin1')]);
  for (let from = 0; from < values.length; from += PIECE) {
    const piece = values.subarray(from, from + PIECE);
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    yield endianness() === 'LE' ? bytes : Buffer.from(bytes).swap64();
  }
}
