// Weights that leave the command line as .npy files, read back as NumPy would.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { plateau } from './testing.ts';
import { npy } from './npy.ts';

const folder = mkdtempSync(join(tmpdir(), 'plateau-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'small.json');
writeFileSync(file, JSON.stringify({
  target: { link: 'z1*z2', directions: 2, gram: [[1, 0.5], [0.5, 1]] },
  student: { width: 3, activation: 'He2(x)' },
  data: { dimension: 40 },
  training: { batch: 20, learningRate: 0.5, steps: 4 },
}));

/** Shape and numbers of a file by the format's own description. */
function readNpy(bytes: Buffer): { shape: number[]; values: Float64Array } {
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const length = bytes.readUInt16LE(8);
  expect((10 + length) % 64).toBe(0);
  const [, shape] = /^\{'descr': '<f8', 'fortran_order': False, 'shape': \((.+)\), \} *\n$/.exec(bytes.subarray(10, 10 + length).toString('latin1'))!;
  const data = bytes.subarray(10 + length);
  return { shape: shape.split(', ').map(Number), values: Float64Array.from({ length: data.length / 8 }, (_, i) => data.readDoubleLE(8 * i)) };
}

/** X Yᵀ of files. */
function gram(x: string, y: string): number[][] {
  const [X, Y] = [x, y].map((name) => readNpy(readFileSync(join(folder, name))));
  const d = X.shape[1];
  return Array.from({ length: X.shape[0] }, (_, i) => Array.from({ length: Y.shape[0] }, (_, j) => {
    let sum = 0;
    for (let l = 0; l < d; l++) sum += X.values[i * d + l] * Y.values[j * d + l];
    return sum;
  }));
}

test.each(['reduced', 'reference'])('W and W* at the end of a run of %s have the overlaps that it recorded', async (engine) => {
  const weights = join(folder, `${engine}.npy`);
  const { code, out, said } = await plateau(['run', file, '--engine', engine, '--weights', weights]);
  expect([code, said]).toEqual([0, '']);
  const { M, Q, steps } = JSON.parse(out);
  expect(steps).toEqual([0, 1, 2, 3, 4]);
  const [own, target] = [`${engine}.npy`, `${engine}-target.npy`];
  expect(readNpy(readFileSync(join(folder, target))).shape).toEqual([2, 40]);
  for (const [found, expected] of [[gram(own, target), M[4]], [gram(own, own), Q[4]], [gram(target, target), [[1, 0.5], [0.5, 1]]]])
    found.forEach((row: number[], i: number) => row.forEach((x, j) => expect(Math.abs(x - expected[i][j])).toBeLessThan(1e-14)));
});

test('weights are refused where there are none, before anything is run', async () => {
  const refusals: [string[], string][] = [
    [['--engine', 'matrix-free', '--weights', 'w.npy'], '--weights: the engine "matrix-free" holds no weights; allowed: "dense", "reference", "reduced"'],
    [['--engine', 'reduced', '--weights', 'w.json'], '--weights: found w.json; allowed: a file whose name ends in .npy'],
    [['--engine', 'reduced', '--weights', 'w.npy', '--seeds', '1..2'], '--weights keeps the weights of one run'],
    [['--engine', 'reduced', '--weights', join(folder, 'nowhere', 'w.npy')], 'cannot be written to'],
    [['--engine', 'reduced', '--set', 'data.dimension=1e12', '--weights', join(folder, 'w.npy')], 'allowed here, where the weights are kept'],
  ];
  for (const [words, sentence] of refusals) {
    const { code, said } = await plateau(['run', file, ...words]);
    expect([code, said]).toEqual([2, expect.stringContaining(sentence)]);
  }
  expect(readdirSync(folder)).not.toContain('w.npy');
});

test('an ensemble of reduced has the mean of its single runs', async () => {
  const ensemble = JSON.parse((await plateau(['run', file, '--engine', 'reduced', '--seeds', '3..4'])).out);
  const runs = await Promise.all(['3', '4'].map(async (seed) => JSON.parse((await plateau(['run', file, '--engine', 'reduced', '--seed', seed])).out)));
  expect(ensemble.M.mean[4][1][0]).toBeCloseTo((runs[0].M[4][1][0] + runs[1].M[4][1][0]) / 2, 14);
  expect([ensemble.engine, ensemble.riskKind, ensemble.seeds]).toEqual(['reduced', 'population', [3, 4]]);
});

test('numbers that need more than one piece are all there', () => {
  const values = Float64Array.from({ length: (1 << 20) + 3 }, (_, i) => i / 3);
  const { shape, values: read } = readNpy(Buffer.concat([...npy(values, 1, values.length)]));
  expect(shape).toEqual([1, values.length]);
  expect(read[read.length - 1]).toBe(values[values.length - 1]);
});
