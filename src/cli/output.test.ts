// A result that leaves as an archive of arrays and as a table: the same numbers, with what was run beside them.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from './main.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import type { EnsembleResult } from '../run/ensemble.ts';
import type { Result } from '../run/result.ts';

const folder = mkdtempSync(join(tmpdir(), 'plateau-npz-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const document = {
  target: { link: 'He2(z1) + He2(z2)', directions: 2 },
  student: { width: 3, activation: 'x^2' },
  data: { dimension: 20 },
  training: { batch: 30, learningRate: 0.1, steps: 4 },
  record: { every: 2 },
  engine: 'reference',
};
writeFileSync(at('document.json'), JSON.stringify(document));

async function run(out: string, ...words: string[]): Promise<number> {
  const terminal = { signal: new AbortController().signal, out: async () => undefined, say() {}, status() {}, input: async () => '' };
  return main(['run', at('document.json'), ...words, '--out', at(out)], terminal);
}

/** By the format's own description. */
function readNpy(bytes: Uint8Array): { shape: number[]; type: string; values: number[] } {
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint16(8, true);
  expect((10 + length) % 64).toBe(0);
  const [, type, shape] = /^\{'descr': '(<[fi]8)', 'fortran_order': False, 'shape': \((.+?),?\), \} *\n$/.exec(strFromU8(bytes.subarray(10, 10 + length)))!;
  const values = Array.from({ length: (bytes.length - 10 - length) / 8 }, (_, i) => (type === '<f8' ? view.getFloat64(10 + length + 8 * i, true) : Number(view.getBigInt64(10 + length + 8 * i, true))));
  return { shape: shape.split(', ').map(Number), type, values };
}

const json = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));

describe('a run', () => {
  it('is the same as an archive of arrays as it is in JSON, experiment and all', async () => {
    expect([await run('run.json'), await run('run.npz')]).toEqual([0, 0]);
    const result = json('run.json') as Result;
    const { 'experiment.json': experiment, 'about.json': about, ...arrays } = unzipSync(readFileSync(at('run.npz')));
    expect(Object.keys(arrays)).toEqual(['steps.npy', 'M.npy', 'Q.npy', 'readout.npy', 'risk.npy']);
    expect(parseExperiment(JSON.parse(strFromU8(experiment)))).toEqual(parseExperiment(document));
    expect(JSON.parse(strFromU8(about))).toMatchObject({ engine: 'reference', adapter: null, riskKind: 'population' });
    expect(readNpy(arrays['steps.npy'])).toEqual({ shape: [3], type: '<i8', values: [0, 2, 4] });
    expect(readNpy(arrays['M.npy'])).toEqual({ shape: [3, 3, 2], type: '<f8', values: result.M.flat(2) });
    expect(readNpy(arrays['Q.npy'])).toEqual({ shape: [3, 3, 3], type: '<f8', values: result.Q.flat(2) });
    expect(readNpy(arrays['readout.npy']).shape).toEqual([3, 3]);
    expect(readNpy(arrays['risk.npy'])).toEqual({ shape: [3], type: '<f8', values: result.risk });
  });

  it('opens in NumPy, where there is one', async ({ skip }) => {
    const python = (code: string) => spawnSync('python3', ['-c', code, at('run.npz')], { encoding: 'utf8' });
    if (python('import numpy').status !== 0) skip('no python3 with numpy here');
    const { stdout, stderr } = python(`import json, sys, numpy
z = numpy.load(sys.argv[1])
print(json.dumps([z["steps"].tolist(), z["M"].tolist(), z["Q"].tolist(), z["risk"].tolist(), str(z["M"].dtype), json.loads(z["experiment.json"])["training"]["batch"]]))`);
    expect(stderr).toBe('');
    const { steps, M, Q, risk } = json('run.json') as Result;
    expect(JSON.parse(stdout)).toEqual([steps, M, Q, risk, 'float64', 30]);
  });

  it('is a table with a row for each recorded step', async () => {
    expect(await run('run.csv')).toBe(0);
    const lines = readFileSync(at('run.csv'), 'utf8').trimEnd().split('\n');
    const result = json('run.json') as Result;
    expect(JSON.parse(lines[0].replace('# experiment: ', ''))).toEqual(result.experiment);
    expect(lines[4]).toBe('step,risk,M_1_1,M_1_2,M_2_1,M_2_2,M_3_1,M_3_2,Q_1_1,Q_1_2,Q_1_3,Q_2_2,Q_2_3,Q_3_3,a_1,a_2,a_3');
    const [Q] = [result.Q[2]];
    expect(lines[7].split(',').map(Number)).toEqual([4, result.risk[2], ...result.M[2].flat(), ...Q[0], Q[1][1], Q[1][2], Q[2][2], 1, 1, 1]);
    expect(lines).toHaveLength(8);
  });
});

describe('an ensemble', () => {
  it('has its means, spreads and quantiles in both', async () => {
    expect([await run('seeds.json', '--seeds', '1..3'), await run('seeds.npz', '--seeds', '1..3'), await run('seeds.csv', '--seeds', '1..3')]).toEqual([0, 0, 0]);
    const result = json('seeds.json') as EnsembleResult;
    const arrays = unzipSync(readFileSync(at('seeds.npz')));
    expect(readNpy(arrays['M_std.npy'])).toEqual({ shape: [3, 3, 2], type: '<f8', values: result.M.std.flat(2) });
    expect(readNpy(arrays['maxOverlap_q50.npy']).values).toEqual(result.maxOverlap.q50);
    expect(readNpy(arrays['seeds.npy'])).toEqual({ shape: [2], type: '<i8', values: [1, 3] });
    const lines = readFileSync(at('seeds.csv'), 'utf8').trimEnd().split('\n');
    expect(lines[4]).toBe('# seeds: 1..3');
    const [head, last] = [lines[5].split(','), lines.at(-1)!.split(',').map(Number)];
    expect(head).toHaveLength(1 + 3 * 16 + 5);
    const value = (name: string): number => last[head.indexOf(name)];
    expect([value('risk_mean'), value('M_2_1_sem'), value('Q_2_3_std'), value('maxM_q95')]).toEqual([result.risk.mean[2], result.M.sem[2][1][0], result.Q.std[2][1][2], result.maxOverlap.q95[2]]);
  });
});
