// Arrays as NumPy's .npy files, version 1.0: a header in Python's words, padded to 64 bytes, then the numbers, little-endian and
// row-major.

/** Float64, or whole numbers of 64 bits. */
export type NpyType = '<f8' | '<i8';

export function npyHeader(shape: readonly number[], type: NpyType = '<f8'): Uint8Array {
  const words = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  // Ten bytes come before the words, and a line's end after the padding.
  const header = words.padEnd(64 * Math.ceil((words.length + 11) / 64) - 11) + '\n';
  return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...new TextEncoder().encode(header)]);
}

/** One whole file. Whole numbers are exact up to 2⁵³. */
export function npyFile(values: ArrayLike<number>, shape: readonly number[], type: NpyType): Uint8Array {
  const header = npyHeader(shape, type);
  const bytes = new Uint8Array(header.length + 8 * values.length);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let i = 0; i < values.length; i++) {
    if (type === '<f8') view.setFloat64(8 * i, values[i], true);
    else view.setBigInt64(8 * i, BigInt(values[i]), true);
  }
  return bytes;
}
