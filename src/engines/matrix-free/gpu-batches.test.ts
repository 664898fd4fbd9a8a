import { expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { TooLarge } from '../../gpu/buffer.ts';
import { NoWebGPU, type Gpu } from '../../gpu/device.ts';
import { deviceFor } from './gpu-batches.ts';
import { checkColumns } from './gpu-columns.ts';
import { openMatrixFree } from './matrix-free.ts';

const MEBI = 2 ** 20;
const adapter = (megabytes: number, fallback = false) =>
  ({ fallback, adapterName: 'a card', device: { limits: { maxBufferSize: 4 * megabytes * MEBI, maxStorageBufferBindingSize: megabytes * MEBI } } }) as unknown as Gpu;
const card = adapter(128);

function reuse(N: number, training: object = {}): Experiment {
  return parseExperiment({
    target: { link: 'tanh(z1+He3(z2))', directions: 2 }, student: { width: 2, activation: 'relu(x)' }, data: { dimension: 1e6 }, engine: 'matrix-free',
    training: { constraint: 'none', batch: N, reuse: 'all', learningRate: 0.6, steps: 7, ...training },
  });
}

test('what is large goes to a GPU, and stays on the CPU where that is software or does not hold it', async () => {
  const large = reuse(3e6);
  expect(await deviceFor(large, async () => card)).toBe(card);
  expect(await deviceFor(large, async () => adapter(128, true))).toBeNull();
  expect(await deviceFor(large, async () => adapter(22))).toBeNull();
  expect(await deviceFor(large, () => Promise.reject(new NoWebGPU('none')))).toBeNull();
  expect(await deviceFor(large, undefined)).toBeNull();
  expect(await deviceFor(large, async () => card, 'cpu')).toBeNull();
  await expect(deviceFor(large, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
});

test('for what is small, or has its samples one by one, no GPU is asked for', async () => {
  const never = () => Promise.reject(new Error('asked'));
  expect(await deviceFor(reuse(1000), never)).toBeNull();
  expect(await deviceFor(reuse(3e6, { reuse: 1, lookAhead: { kind: 'sample', rho: 0.1 } }), never)).toBeNull();
  expect((await openMatrixFree(reuse(1000), { gpu: never })).adapter).toBeNull();
});

test('a run that must be on a GPU says why it cannot', async () => {
  await expect(deviceFor(reuse(1000), undefined, 'gpu')).rejects.toThrow(NoWebGPU);
  await expect(deviceFor(reuse(1000), () => Promise.reject(new NoWebGPU('none here')), 'gpu')).rejects.toThrow('none here');
  await expect(openMatrixFree(reuse(3e6), { gpu: async () => adapter(22), on: 'gpu' })).rejects.toThrow(
    new TooLarge('matrix-free/fields needs 24.0 MB; the adapter holds 23.1 MB in one buffer. training.batch: found 3000000; allowed on this adapter, at width 2 and 2 direction(s): up to 2883584'),
  );
});

test.each([1, 22, 128])('what is said to fit %d MiB does, and no sample more', (megabytes) => {
  const most = (megabytes * MEBI) / 8;
  expect(() => checkColumns(adapter(megabytes), reuse(Math.min(1e7, most)))).not.toThrow();
  if (most < 1e7) expect(() => checkColumns(adapter(megabytes), reuse(most + 1))).toThrow(`up to ${most}`);
});
