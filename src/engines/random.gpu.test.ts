// The kernels' random numbers against their TypeScript twins, in a real WebGPU.
import { afterAll, expect, test } from 'vitest';
import normal from '../../shaders/normal.wgsl?raw';
import rotationsByFloat from '../../shaders/rotations_by_float.wgsl?raw';
import rotationsByShift from '../../shaders/rotations_by_shift.wgsl?raw';
import threefry from '../../shaders/threefry.wgsl?raw';
import { allocate, release, storage } from '../gpu/buffer.ts';
import { openGpu, type Gpu } from '../gpu/device.ts';
import { createKernel } from '../gpu/kernel.ts';
import { execute, Pace } from '../gpu/program.ts';
import { stagingRing } from '../gpu/readback.ts';
import { boxMuller, fillNormals, labelNoise } from '../math/normal.ts';
import { Stream } from '../math/streams.ts';
import { threefry4x32 } from '../math/threefry-plain.ts';
import { threefry13 } from '../math/threefry.ts';

let opened: Promise<Gpu> | null = null;
const gpu = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await gpu()).destroy());

/** `output[i]`, four words, for each four words `input[i]`: `expression` says what, of `i`, `word` = input[i] and `seed`. */
async function compute(libraries: string[], expression: string, input: Uint32Array<ArrayBuffer>, seed: number): Promise<ArrayBuffer> {
  const device = await gpu();
  const count = input.length / 4;
  const code = `
@group(0) @binding(0) var<storage, read> input: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4<u32>>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.x;
  if (i >= ${count}u) { return; }
  let word = input[i];
  let seed = ${seed >>> 0}u;
  output[i] = ${expression};
}`;
  const sources = [...libraries, code].map((text, i) => ({ name: `part ${i}`, code: text }));
  const kernel = await createKernel(device, { label: 'random/main', sources });
  const buffers = [allocate(device, storage('random/input', input.length), input), allocate(device, storage('random/output', input.length))];
  const ring = stagingRing(device, 'random/staging');
  const staging = ring.take(input.byteLength);
  const group = kernel.bind({ input: buffers[0], output: buffers[1] });
  await execute(
    device,
    [
      { kind: 'dispatch', kernel, group, workgroups: [Math.ceil(count / 64), 1, 1], weight: 1 },
      { kind: 'copy', label: 'random/read', source: buffers[1], destination: staging, destinationOffset: 0, bytes: input.byteLength },
    ],
    new Pace(),
    { budget: 7 },
  );
  const content = await ring.read(staging, input.byteLength);
  ring.dispose();
  release(device, buffers);
  return content;
}

/** Counters with every bit in use, zeros and ones among them. */
function counters(count: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(4 * count);
  for (let i = 0; i < count; i++) words.set(threefry4x32([i, 0, 0, 0], [99, 0, 0, 0]), 4 * i);
  words.set([0, 0, 0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x80000000, 0x7fffffff, 1, 0], 0);
  return words;
}

const libraries = [['shifts', rotationsByShift], ['floats', rotationsByFloat]] as const;

test.each(libraries)('threefry with rotations by %s: every word', async (_, rotations) => {
  const input = counters(50_000);
  const out = new Int32Array(4);
  for (const seed of [0, 1, 0xffffffff, 0x1bd11bda]) {
    const words = new Uint32Array(await compute([rotations, threefry], 'threefry(word, seed)', input, seed));
    let different = 0;
    for (let i = 0; i < words.length; i += 4) {
      threefry13(input[i], input[i + 1], input[i + 2], input[i + 3], seed, out);
      for (let j = 0; j < 4; j++) if (words[i + j] !== out[j] >>> 0) different++;
    }
    expect(different, `seed ${seed}`).toBe(0);
  }
});

test('each rotation by floats is the one by shifts, also at words that round', async () => {
  const bits = [5, 6, 10, 11, 13, 17, 18, 20, 21, 23, 25, 26, 27];
  const input = counters(20_000);
  for (let i = 0; i < 400; i++) input[100 + i] = i < 200 ? (1 << (i % 32)) - (i % 7) : ~((1 << (i % 32)) + (i % 5));
  for (const b of bits) {
    const expected = input.map((x) => (x << b) | (x >>> (32 - b)));
    for (const [name, rotations] of libraries) {
      const each = 'xyzw'.split('').map((c) => `rotate_${b}(word.${c})`).join(', ');
      const words = new Uint32Array(await compute([rotations], `vec4<u32>(${each})`, input, 0));
      expect(words.findIndex((word, i) => word !== expected[i]), `${b} bits by ${name}`).toBe(-1);
    }
  }
});

/** Error in units of float32's last place at `exact`, however small that is: 2⁻²³ of the power of two below. */
function ulps(value: number, exact: number): number {
  return Math.abs(value - exact) / 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
}

/** Logarithm, root, polynomial and their product, each to an ulp or so: 3.8 were seen on SwiftShader. */
const MOST_ULPS = 6;

test('normals are the float64 twin’s to a few ulp, tails included', async () => {
  const input = counters(60_000);
  for (const [name, rotations] of libraries) {
    const values = new Float32Array(await compute([rotations, threefry, normal], 'bitcast<vec4<u32>>(normals(word, seed))', input, 17));
    const exact = new Float64Array(4);
    let [worst, largest] = [0, 0];
    const out = new Int32Array(4);
    for (let i = 0; i < values.length; i += 4) {
      threefry13(input[i], input[i + 1], input[i + 2], input[i + 3], 17, out);
      fill(exact, out);
      for (let j = 0; j < 4; j++) {
        worst = Math.max(worst, ulps(values[i + j], exact[j]));
        largest = Math.max(largest, Math.abs(exact[j]));
      }
    }
    expect(worst, `with rotations by ${name}`).toBeLessThanOrEqual(MOST_ULPS);
    expect(largest).toBeGreaterThan(4);
  }
});

test('normals at the words where they are hardest: the ends, the sign, and where the logarithm changes branch', async () => {
  // The words themselves in place of Threefry's.
  const words = 'fn threefry(counter: vec4<u32>, seed: u32) -> vec4<u32> { return counter; }';
  const firsts: number[] = [];
  for (let bit = 0; bit <= 23; bit++) for (const near of [-2, -1, 0, 1, 2]) firsts.push((1 << bit) + near, Math.round(1.5 * 2 ** bit) + near, 2 ** 23 - (1 << bit) + near);
  const kept = [...new Set(firsts.filter((x) => x >= 0 && x < 2 ** 23))];
  const seconds = [0, 1, 2 ** 22 - 1, 2 ** 22, 2 ** 22 + 1, 2 ** 23 - 1, 1234567].flatMap((low) => [0, 1, 2, 3].map((high) => ((high << 30) | low) >>> 0));
  const pairs = kept.flatMap((first) => seconds.map((second) => [first, second]));
  const input = Uint32Array.from(pairs.flatMap((pair, i) => [...pair, ...pairs[(i * 7 + 3) % pairs.length]]));
  const values = new Float32Array(await compute([words, normal], 'bitcast<vec4<u32>>(normals(word, seed))', input, 0));
  const exact = new Float64Array(4);
  let worst = 0;
  for (let i = 0; i < values.length; i += 4) {
    fill(exact, Int32Array.from(input.subarray(i, i + 4)));
    for (let j = 0; j < 4; j++) worst = Math.max(worst, ulps(values[i + j], exact[j]));
  }
  expect(worst).toBeLessThanOrEqual(MOST_ULPS);
  // √(48 ln 2), the largest draw there is.
  expect(values.reduce((a, b) => Math.max(a, b), 0)).toBeCloseTo(5.768, 3);
});

test('coordinates and label noise are counted as in TypeScript', async () => {
  const [seed, batch, sample] = [3, 70_000, 999_999];
  const chunk = Uint32Array.from({ length: 4 * 300 }, (_, i) => [i >> 2, sample, batch, Stream.data][i & 3]);
  const data = new Float32Array(await compute([rotationsByShift, threefry, normal], 'bitcast<vec4<u32>>(normals(vec4<u32>(word.xyz, STREAM_DATA), seed))', chunk, seed));
  const exact = new Float64Array(1200);
  fillNormals(exact, 1200, seed, Stream.data, batch, sample);
  expect(Math.max(...exact.map((x, i) => ulps(data[i], x)))).toBeLessThanOrEqual(MOST_ULPS);

  const asked = Uint32Array.from({ length: 4 * 1000 }, (_, i) => [(i >> 2) * ((i >> 2) % 3 === 0 ? 997 : 1), batch, 0, 0][i & 3]);
  const noise = new Float32Array(
    await compute([rotationsByShift, threefry, normal], 'vec4<u32>(bitcast<u32>(label_noise(word.x, word.y, seed)))', asked, seed),
  );
  for (let i = 0; i < asked.length; i += 4) expect(ulps(noise[i], labelNoise(seed, batch, asked[i]))).toBeLessThanOrEqual(MOST_ULPS);
});

function fill(exact: Float64Array, words: Int32Array): void {
  for (let pair = 0; pair < 4; pair += 2) {
    const { radius, cosine, sine } = boxMuller(words[pair], words[pair + 1]);
    exact[pair] = radius * cosine;
    exact[pair + 1] = radius * sine;
  }
}
