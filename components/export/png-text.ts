// A text inside a PNG, in a chunk of type iTXt (PNG specification, third edition, sections 5 and 11.3.3.4).

const signatureAndHeader = 8 + 12 + 13;

/** CRC-32 with the polynomial of the specification's section D, bit by bit: texts are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** `png` with `text` under `keyword`, after its header. */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const encode = (words: string): Uint8Array => new TextEncoder().encode(words);
  // Keyword, a zero; not compressed; no language, no translated keyword: a zero each.
  const typed = Uint8Array.from([...encode('iTXt'), ...encode(keyword), 0, 0, 0, 0, 0, ...encode(text)]);
  const out = new Uint8Array(png.length + typed.length + 8);
  const view = new DataView(out.buffer);
  out.set(png.subarray(0, signatureAndHeader));
  view.setUint32(signatureAndHeader, typed.length - 4);
  out.set(typed, signatureAndHeader + 4);
  view.setUint32(signatureAndHeader + 4 + typed.length, crc32(typed));
  out.set(png.subarray(signatureAndHeader), signatureAndHeader + 8 + typed.length);
  return out;
}
