import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { withText } from './png-text.ts';

function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** One grey pixel. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 127]))),
  chunk('IEND', Buffer.alloc(0)),
]);

it('puts a text behind the header, in a chunk whose checksum holds, and leaves the rest as it was', () => {
  const text = '{"link":"He₃(z1)"}';
  const out = Buffer.from(withText(png, 'experiment', text));
  const expected = chunk('iTXt', Buffer.concat([Buffer.from('experiment\0\0\0\0\0', 'latin1'), Buffer.from(text)]));
  expect(out).toEqual(Buffer.concat([png.subarray(0, 33), expected, png.subarray(33)]));
});
