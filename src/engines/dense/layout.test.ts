import { describe, expect, test } from 'vitest';
import { bufferPlans, fromBlocks, SLICE_STRIDE, toBlocks } from './buffers.ts';
import { chooseLayout, normalsPerStep, TILE, type Hardware, type Layout } from './layout.ts';
import { allSliceStarts, batchExtents, sliceStarts } from './step.ts';

const hardware: [string, Hardware][] = [
  ['a software adapter', { fallback: true, subgroupSize: 4, maxInvocations: 256 }],
  ['a GPU with subgroups of 32', { fallback: false, subgroupSize: 32, maxInvocations: 1024 }],
  ['a GPU with subgroups of 64', { fallback: false, subgroupSize: 64, maxInvocations: 256 }],
  ['a GPU without subgroups', { fallback: false, subgroupSize: 0, maxInvocations: 256 }],
];

const sizes = [1, 3, 5, 100, 1023, 16384, 10 ** 6].flatMap((n) =>
  [2, 5, 65, 256, 1000, 1025, 10 ** 4, 10 ** 6].flatMap((d) =>
    [[1, 1], [4, 1], [5, 3], [8, 8], [20, 1], [64, 8]].filter(([p, k]) => p + k <= d).map(([p, k]) => ({ n, d, p, k })),
  ),
);

/** `count` chunks of `size` cover 0 … total − 1, and none of them is empty. */
function expectCover(total: number, count: number, size: number, what: string): void {
  expect(count * size, what).toBeGreaterThanOrEqual(total);
  expect((count - 1) * size, what).toBeLessThan(total);
}

function everyLayout(given: Hardware): Layout[] {
  return sizes.flatMap((size) => {
    const chosen = chooseLayout(size, given);
    const other = chosen.kind === 'owned' ? 'regenerated' : 'owned';
    try {
      return [chosen, chooseLayout(size, given, other)];
    } catch {
      return [chosen];
    }
  });
}

describe.each(hardware)('on %s', (_, given) => {
  const layouts = everyLayout(given);

  test('every quad and every sample belongs to exactly one chunk', () => {
    for (const layout of layouts) {
      const { d, n, p, k, kind, quads, chunks, quadChunk, partials, sampleChunk, rowChunks, rowChunk } = layout;
      const what = JSON.stringify({ kind, d, n, p, k });
      expectCover(d, quads, 4, what);
      expectCover(p + k, layout.fieldBlocks, 4, what);
      expectCover(p, layout.neuronBlocks, 4, what);
      expectCover(quads, chunks, quadChunk, what);
      expectCover(n, partials, sampleChunk, what);
      expectCover(quads, rowChunks, rowChunk, what);
      // The kernels take samples by two and by four without asking whose they are.
      expect(sampleChunk % 4, what).toBe(0);
    }
  });

  test('threads, blocks and dispatches stay within the limits', () => {
    for (const { kind, d, n, p, k, quads, lanes, group, fieldBlocks, workgroup, partials, chunks, rowChunks, neuronBlocks } of layouts) {
      const what = JSON.stringify({ kind, d, n, p, k });
      expect(Math.max(lanes, workgroup), what).toBeLessThanOrEqual(given.maxInvocations);
      expect(Math.max(chunks, rowChunks, p), what).toBeLessThanOrEqual(65535);
      expect(rowChunks, what).toBeLessThanOrEqual(32);
      if (kind === 'owned') {
        expect(fieldBlocks, what).toBeLessThanOrEqual(TILE);
        expect(lanes, what).toBeGreaterThanOrEqual(quads);
        expect(lanes % group, what).toBe(0);
      } else expect(partials, what).toBeLessThanOrEqual(65535);
      // 2²⁴ words of partial gradients, or one where a single one is larger than that.
      if (partials > 1) expect(16 * partials * neuronBlocks * quads, what).toBeLessThanOrEqual(2 ** 24);
    }
  });

  test('slices begin where the one before ends, and none is too long', () => {
    const most = given.fallback ? 4e6 : 1e9;
    for (const layout of layouts) {
      // The software adapter's slices of the largest sizes are millions; DESIGN has them refused as too slow.
      if (given.fallback && normalsPerStep(layout) > 1e10) continue;
      const starts = allSliceStarts(layout, most);
      const known = new Set(starts);
      for (const { x, normals } of Object.values(batchExtents(layout))) {
        const own = sliceStarts(x, normals, most);
        const counts = own.map((start, i) => (own[i + 1] ?? x) - start);
        expect([own[0], Math.min(...counts) > 0, own.every((start) => known.has(start))]).toEqual([0, true, true]);
        expect(counts.every((count) => count <= 65535)).toBe(true);
        // One workgroup cannot be cut; otherwise a slice draws about as many as it may, its last workgroup included.
        expect(counts.every((count) => count === 1 || (normals * (count - 1)) / x <= most)).toBe(true);
      }
      expect(bufferPlans(layout, starts.length).slices.bytes).toBe(SLICE_STRIDE * starts.length);
    }
  });
});

test('an owned layout where a row fits a workgroup, a regenerated one elsewhere and in software', () => {
  const [software, gpu32, gpu64, gpu0] = hardware.map(([, given]) => given);
  const kind = (d: number, p: number, given: Hardware) => chooseLayout({ d, n: 4096, p, k: 1 }, given).kind;
  expect([kind(256, 4, software), kind(256, 4, gpu32), kind(256, 4, gpu64), kind(256, 4, gpu0)]).toEqual(['regenerated', 'owned', 'owned', 'owned']);
  expect([kind(4096, 4, gpu32), kind(4097, 4, gpu32), kind(1024, 4, gpu0), kind(1025, 4, gpu0)]).toEqual(['owned', 'regenerated', 'owned', 'regenerated']);
  expect([kind(256, 15, gpu32), kind(256, 16, gpu32)]).toEqual(['owned', 'regenerated']);
  expect(() => chooseLayout({ d: 5000, n: 4, p: 1, k: 1 }, gpu32, 'owned')).toThrow('d = 5000');
});

test('no partial gradient sums more than 1024 samples, unless memory is short', () => {
  for (const [, given] of hardware)
    for (const layout of everyLayout(given)) {
      const spare = 16 * layout.neuronBlocks * layout.quads * Math.ceil(layout.n / 1024) <= 2 ** 24;
      if (spare) expect(layout.sampleChunk).toBeLessThanOrEqual(1024);
    }
});

// theory/reuse.md has N×D data matrices of 10⁹ entries and more: samples are made where they are used, so nothing grows as their product.
test('full-batch descent at N = D = 30000 holds a fiftieth of its data matrix, at 10⁶ less than a ten-thousandth', () => {
  for (const [, given] of hardware)
    for (const lengths of [false, true]) {
      const bytesAt = (d: number, n: number) => {
        const layout = chooseLayout({ d, n, p: 2, k: 2, lengths }, given);
        const plans = bufferPlans(layout, allSliceStarts(layout, given.fallback ? 4e6 : 1e9).length);
        return Object.values(plans).reduce((sum, { bytes }) => sum + bytes, 0);
      };
      // Most of it are the partial gradients, which make the batch parallel and have 64 MiB at most.
      expect(bytesAt(30_000, 30_000)).toBeLessThan((4 * 30_000 ** 2) / 50);
      expect(bytesAt(1e6, 1e6)).toBeLessThan(4e12 / 1e4);
    }
});

test('the length of a sample is one more field', () => {
  for (const [, given] of hardware) {
    const blocks = (p: number) => [false, true].map((lengths) => chooseLayout({ d: 256, n: 64, p, k: 1, lengths }, given).fieldBlocks);
    expect([blocks(2), blocks(3), blocks(4)]).toEqual([[1, 1], [1, 2], [2, 2]]);
    // Sixteen fields and one more are too many for a lane.
    expect(chooseLayout({ d: 256, n: 64, p: 15, k: 1, lengths: true }, given).kind).toBe('regenerated');
  }
});

test('normals a step: each once when owned, once a tile and pass when drawn again', () => {
  const given = hardware[1][1];
  expect(normalsPerStep(chooseLayout({ d: 254, n: 10, p: 4, k: 1 }, given, 'owned'))).toBe(10 * 256);
  expect(normalsPerStep(chooseLayout({ d: 254, n: 10, p: 4, k: 1 }, given, 'regenerated'))).toBe(2 * 10 * 256);
  // 72 fields are 18 blocks, five tiles; 64 neurons 16 blocks, four.
  expect(normalsPerStep(chooseLayout({ d: 254, n: 10, p: 64, k: 8 }, given))).toBe(9 * 10 * 256);
});

test('rows go into blocks and come back, with zeros in the padding', () => {
  const d = 6;
  const rows = Array.from({ length: 7 }, (_, r) => Float32Array.from({ length: d }, (_, i) => 1 + 10 * r + i));
  const blocks = toBlocks(rows, 2);
  expect(blocks).toHaveLength(2 * 2 * 16);
  // run.wgsl: quad c of row r at (⌊r/4⌋ · quads + c) · 4 + r mod 4.
  expect([...blocks.subarray(4 * ((1 * 2 + 1) * 4 + 2), 4 * ((1 * 2 + 1) * 4 + 2) + 4)]).toEqual([65, 66, 0, 0]);
  expect(blocks.reduce((count, x) => count + (x !== 0 ? 1 : 0), 0)).toBe(7 * d);
  expect([...fromBlocks(blocks, 2, 7, d, 2)]).toEqual(rows.slice(2).flatMap((row) => [...row]));
});
