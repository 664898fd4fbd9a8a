// Matrices too large for one more copy as NumPy's .npy files, in pieces.

import { endianness } from 'node:os';
import { npyHeader } from '../run/npy.ts';

/** Numbers in one piece: what is copied to put bytes in order, where that is needed, stays small. */
const PIECE = 1 << 20;

/** rows×columns float64, little-endian, row-major. */
export function* npy(values: Float64Array, rows: number, columns: number): Generator<Uint8Array> {
  yield npyHeader([rows, columns]);
  for (let from = 0; from < values.length; from += PIECE) {
    const piece = values.subarray(from, from + PIECE);
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    yield endianness() === 'LE' ? bytes : Buffer.from(bytes).swap64();
  }
}
