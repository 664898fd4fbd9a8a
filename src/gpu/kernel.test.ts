import { expect, test } from 'vitest';
import { checkPlans, megabytes, storage, TooLarge, uniform } from './buffer.ts';
import { NoWebGPU, openGpu, type Gpu } from './device.ts';
import { bindingsOf } from './kernel.ts';

test('bindings are read off the declarations, comments aside', () => {
  const code = `
// @group(0) @binding(9) var<storage, read> not_this: array<f32>;
@group(0) @binding(0) var<uniform> run: Run;
@group(0)
  @binding(1) var<storage, read> rows: array<vec4<f32>>; // @group(0) @binding(8) var<uniform> nor_this: Run;
@group(0) @binding(12) var<storage,read_write> sums : array<f32>;
@group(0) @binding(3) var<storage> plain: array<f32>;
var<workgroup> shared_sums: array<f32, 4>;`;
  expect(bindingsOf(code)).toEqual([
    { name: 'run', index: 0, type: 'uniform' },
    { name: 'rows', index: 1, type: 'read-only-storage' },
    { name: 'sums', index: 12, type: 'storage' },
    { name: 'plain', index: 3, type: 'read-only-storage' },
  ]);
});

test('plans beyond a limit are refused with the need, the limit and what would fit', () => {
  const gpu = { device: { limits: { maxBufferSize: 1000, maxStorageBufferBindingSize: 400 } } } as Gpu;
  expect(() => checkPlans(gpu, [storage('a/b', 100), uniform('a/c', 1000 - 8)], 'Less.')).not.toThrow();
  expect(() => checkPlans(gpu, [storage('a/b', 101)], 'Take less.')).toThrow(new TooLarge('a/b needs 0.4 kB; the adapter holds 0.4 kB in one buffer. Take less.'));
  expect(() => checkPlans(gpu, [uniform('a/c', 1001)], 'Less.')).toThrow(TooLarge);
  expect([megabytes(2000), megabytes(1.5e6), megabytes(2e9)]).toEqual(['2.0 kB', '1.5 MB', '2000 MB']);
});

test('no WebGPU, and no adapter, are said in words', async () => {
  await expect(openGpu(undefined)).rejects.toThrow(NoWebGPU);
  await expect(openGpu(undefined)).rejects.toThrow('This browser has no WebGPU');
  await expect(openGpu({ requestAdapter: async () => null } as unknown as GPU)).rejects.toThrow('offers no adapter');
});
