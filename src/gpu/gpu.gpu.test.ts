// The runtime in a real WebGPU, on a kernel that knows nothing of neurons.
import { afterAll, expect, test, vi } from 'vitest';
import { allocate, bytesHeld, release, storage, type BufferPlan } from './buffer.ts';
import { DeviceLost, openGpu, unlessLost, type Gpu } from './device.ts';
import { createKernel, ShaderError } from './kernel.ts';
import { createProfiler, type Profiler } from './profiler.ts';
import { execute, Pace, type Command } from './program.ts';
import { stagingRing } from './readback.ts';

let opened: Promise<Gpu> | null = null;
const shared = () => (opened ??= openGpu(navigator.gpu));
afterAll(async () => (await shared()).destroy());

// An order-dependent chain: x ← 3.7 x (1 − x), chaotic, so a step too many or out of order shows.
const mix = {
  label: 'test/mix',
  sources: [
    { name: 'library.wgsl', code: '// two lines\nfn next(x: f32) -> f32 { return 3.7 * x * (1.0 - x); }' },
    { name: 'mix.wgsl', code: `@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(64) fn mix(@builtin(global_invocation_id) id: vec3<u32>) { values[id.x] = next(values[id.x]); }` },
  ],
};

async function chain(gpu: Gpu, budget: number, steps = 300, profiler?: Profiler, signal?: AbortSignal): Promise<number[]> {
  const kernel = await createKernel(gpu, mix);
  const values = allocate(gpu, storage('test/values', 256), Float32Array.from({ length: 256 }, (_, i) => (i + 1) / 300));
  const ring = stagingRing(gpu, 'test/staging');
  try {
    const staging = ring.take(1024);
    const group = kernel.bind({ values });
    const commands: Command[] = Array.from({ length: steps }, () => ({ kind: 'dispatch', kernel, group, workgroups: [4, 1, 1], weight: 1, work: { flops: 3, bytes: 4 } }));
    commands.push({ kind: 'copy', label: 'test/read', source: values, destination: staging, destinationOffset: 0, bytes: 1024 });
    await execute(gpu, commands, new Pace(), { budget, signal }, profiler);
    return [...new Float32Array(await ring.read(staging, 1024))];
  } finally {
    ring.dispose();
    release(gpu, [values]);
  }
}

test('any budget gives the same bits, and afterwards nothing is held', async () => {
  const gpu = await shared();
  const before = bytesHeld(gpu);
  const values = await chain(gpu, 7);
  expect(new Set(values).size).toBeGreaterThan(100);
  for (const budget of [0.1, 1000]) expect(await chain(gpu, budget)).toEqual(values);
  expect(bytesHeld(gpu)).toBe(before);
});

test('an aborted signal stops it', async () => {
  await expect(chain(await shared(), 7, 300, undefined, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});

test('a profile has a span for each dispatch, under the kernel’s label, and on the clock of the page', async () => {
  const gpu = await shared();
  const profiler = createProfiler();
  expect(profiler.on(gpu) === null).toBe(!gpu.timestamps);
  if (!gpu.timestamps) return;
  // More than one submission's queries hold.
  const began = performance.now();
  const values = await chain(gpu, 1000, 300, profiler);
  const spans = await profiler.drain();
  const ended = performance.now();
  expect(values).toEqual(await chain(gpu, 1000));
  expect(spans.length + profiler.dropped).toBe(300);
  expect(spans.length).toBeGreaterThan(250);
  expect(spans.every(({ label, on, flops, bytes }) => label === 'test/mix' && on === 'gpu' && flops === 3 && bytes === 4)).toBe(true);
  // A coarse clock may round an end up to its next step.
  const raster = (profiler.clock?.resolution ?? 0) / 1e6;
  expect(Math.min(...spans.map(({ start }) => start))).toBeGreaterThanOrEqual(began - raster);
  expect(Math.max(...spans.map(({ end }) => end))).toBeLessThanOrEqual(ended + raster);
  expect(new Set(spans.map(({ batch }) => batch)).size).toBeGreaterThan(1);
  expect(await profiler.drain()).toEqual([]);
  profiler.dispose();
});

test('a profiler allocates at its first pass, shares what it has on a device, and nothing while it is off', async () => {
  const gpu = await shared();
  if (!gpu.timestamps) return;
  const createQuerySet = vi.spyOn(gpu.device, 'createQuerySet');
  const before = bytesHeld(gpu);
  const [off, one, other] = [createProfiler({ enabled: false }), createProfiler(), createProfiler()];
  await chain(gpu, 7, 30, off);
  off.note('test/advance', 0, 1);
  expect([createQuerySet.mock.calls.length, bytesHeld(gpu), await off.drain(), off.clock]).toEqual([0, before, [], null]);
  // Switched on and off again as it runs.
  off.enabled = true;
  await chain(gpu, 7, 30, off);
  off.enabled = false;
  await chain(gpu, 7, 30, off);
  expect((await off.drain()).length + off.dropped).toBe(30);
  for (const profiler of [one, other]) await chain(gpu, 7, 30, profiler);
  expect(createQuerySet).toHaveBeenCalledTimes(1);
  for (const profiler of [off, one]) profiler.dispose();
  expect(bytesHeld(gpu)).toBeGreaterThan(before);
  expect((await other.drain()).length + other.dropped).toBe(30);
  other.dispose();
  expect(bytesHeld(gpu)).toBe(before);
  createQuerySet.mockRestore();
});

test('a shader’s error names the file, the line and shows it', async () => {
  const sources = [mix.sources[0], { name: 'mix.wgsl', code: '@compute @workgroup_size(1)\nfn mix() {\n  let x = nothing_like_it;\n}' }];
  const failed = createKernel(await shared(), { label: 'test/mix', sources });
  await expect(failed).rejects.toThrow(ShaderError);
  await expect(failed).rejects.toThrow(/test\/mix: mix\.wgsl:3:11 .*nothing_like_it.*\n {2} {2}let x = nothing_like_it;\n {12}\^/s);
});

test('a binding missing or unknown is refused by name, and the same text is compiled once', async () => {
  const gpu = await shared();
  const kernel = await createKernel(gpu, mix);
  expect(await createKernel(gpu, { ...mix })).toBe(kernel);
  const values = allocate(gpu, storage('test/values', 4));
  expect(() => kernel.bind({})).toThrow('test/mix: nothing was given for the binding values');
  expect(() => kernel.bind({ values, sums: values })).toThrow('test/mix has no binding sums; it has values');
  release(gpu, [values]);
});

test('staging buffers are used again, and a ring keeps few', async () => {
  const gpu = await shared();
  const ring = stagingRing(gpu, 'test/ring');
  const first = ring.take(100);
  expect(first.size).toBe(256);
  expect(await ring.read(first, 100)).toHaveProperty('byteLength', 100);
  expect(ring.take(200)).toBe(first);
  const others = [ring.take(10), ring.take(1000), ring.take(10)];
  expect(others).not.toContain(first);
  [first, ...others].forEach((buffer) => ring.recycle(buffer));
  expect([...gpu.allocations.values()].filter(({ label }) => label === 'test/ring')).toHaveLength(2);
  ring.dispose();
  expect([...gpu.allocations.values()].filter(({ label }) => label === 'test/ring')).toHaveLength(0);
});

test('what waits for a device that goes away is told so', async () => {
  const gpu = await openGpu(navigator.gpu);
  const plan: BufferPlan = { label: 'test/map', bytes: 256, usage: 1 | 8 };
  const never = unlessLost(gpu, new Promise(() => undefined));
  const mapped = unlessLost(gpu, allocate(gpu, plan).mapAsync(1));
  const outcomes = Promise.allSettled([never, mapped]);
  gpu.device.destroy();
  const [one, two] = await outcomes;
  expect(one).toMatchObject({ status: 'rejected', reason: expect.any(DeviceLost) });
  expect(two).toMatchObject({ status: 'rejected', reason: expect.any(DeviceLost) });
  await gpu.device.lost;
  expect(gpu.lost).not.toBeNull();
});
