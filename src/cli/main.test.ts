// The command line as a script would drive it: words in; output, sentences and an exit code out.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseExperiment } from '../experiment/experiment.ts';
import { preset } from '../experiment/presets.ts';
import type { ChromeTrace } from '../run/profile/chrome-trace.ts';
import { plateau } from './testing.ts';
import { Refused } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'plateau-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const small = JSON.stringify({
  target: { link: 'He2(z1)' },
  student: { width: 2, activation: 'x^2' },
  data: { dimension: 8 },
  training: { batch: 4, learningRate: 0.1, steps: 3 },
  engine: 'reference',
});
const file = join(folder, 'small.json');
writeFileSync(file, small);

test('a run prints its result, the experiment in its head', async () => {
  const { code, out, said } = await plateau(['run', file]);
  const result = JSON.parse(out);
  expect([code, said]).toEqual([0, '']);
  expect(result).toMatchObject({ experiment: parseExperiment(JSON.parse(small)), engine: 'reference', adapter: null, steps: [0, 1, 2, 3], riskKind: 'population' });
  expect([result.M[3].length, result.M[3][1].length, result.Q[0][1].length, result.readout[2].length, result.risk.length]).toEqual([2, 1, 2, 2, 4]);
  // A result's experiment, saved alone, gives the result again.
  const again = JSON.parse((await plateau(['run', '-'], { input: JSON.stringify(result.experiment) })).out);
  expect({ ...again, elapsedSeconds: 0 }).toEqual({ ...result, elapsedSeconds: 0 });
});

test.each([
  ['matrix-free', ['--engine', 'matrix-free', '--set', 'training.reuse="all"'], 1e-14],
  ['theory', ['--engine', 'theory', '--set', 'training.reuse="all"', '--set', 'theory={"form":"dmft","samples":2000}'], 1e-14],
])('seeds of the engine %s: its runs, and of one seed a mean alone', async (_, words, most) => {
  const result = async (...more: string[]) => JSON.parse((await plateau(['run', file, ...words, ...more])).out);
  const runs = [await result('--seed', '3'), await result('--seed', '4')];
  const [both, alone] = [await result('--seeds', '3..4'), await result('--seeds', '4..4')];
  const [a, b] = runs.map(({ M }) => M[3][1][0] as number);
  expect(Math.abs(both.M.mean[3][1][0] - (a + b) / 2)).toBeLessThan(most);
  expect(Math.abs(both.M.std[3][1][0] - Math.abs(a - b) / Math.SQRT2)).toBeLessThan(most);
  expect(both.M.std[3][1][0]).toBeGreaterThan(1e-6);
  expect([alone.seeds, alone.M.mean, alone.risk.mean]).toEqual([[4, 4], runs[1].M, runs[1].risk]);
  expect([alone.M.std[3], alone.Q.sem[0], alone.risk.std[1]]).toEqual([[[null], [null]], [[null, null], [null, null]], null]);
});

test('a trace says when each block of steps was made, and a profile how long they took', async () => {
  const trace = join(folder, 'trace.json');
  const { code, out, said } = await plateau(['run', file, '--profile', '--trace', trace]);
  expect([code, JSON.parse(out).steps]).toEqual([0, [0, 1, 2, 3]]);
  const { traceEvents } = JSON.parse(readFileSync(trace, 'utf8')) as ChromeTrace;
  const spans = traceEvents.filter(({ ph }) => ph === 'X');
  expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['reference/open', 'reference/read', 'reference/advance']));
  expect(spans.reduce((sum, { args }) => sum + Number(args.steps ?? 0), 0)).toBe(3);
  expect(spans.every(({ ts, dur }, i) => dur! >= 0 && ts! >= (spans[i - 1]?.ts ?? 0))).toBe(true);
  expect(traceEvents.filter(({ name }) => name === 'process_name').map(({ args }) => args.name)).toEqual(['CPU']);
  expect(said).toMatch(/^kernel .*\n(reference\/\w+ +\d+ .*\n){3}No kernel was timed/);

  await plateau(['run', file, '--engine', 'reduced', '--seeds', '3..5', '--trace', trace, '--out', join(folder, 'traced.json')]);
  const runs = (JSON.parse(readFileSync(trace, 'utf8')) as ChromeTrace).traceEvents.filter(({ ph }) => ph === 'X');
  expect(runs.map(({ name, args }) => [name, args.steps])).toEqual(Array(3).fill(['reduced/run', 3]));

  for (const words of [['--trace', folder], ['--trace', ''], ['--trace', trace, '--out', trace]]) expect((await plateau(['run', file, ...words])).code, words.join(' ')).toBe(2);
});

test('settings, engine and seed apply in this order to a preset', async () => {
  const { out } = await plateau(['run', 'square', '--set', 'data.dimension=6', '--set=training.steps=1', '--set', 'training.batch=2', '--set', 'seed=5', '--engine', 'reference', '--seed', '7']);
  expect(JSON.parse(out).experiment).toMatchObject({ seed: 7, engine: 'reference', data: { dimension: 6 }, training: { batch: 2, steps: 1 } });
});

test('an ensemble has the mean and spread of its single runs', async () => {
  const out = join(folder, 'ensemble.json');
  expect((await plateau(['run', file, '--seeds', '3..5', '--out', out])).code).toBe(0);
  const ensemble = JSON.parse(readFileSync(out, 'utf8'));
  const runs = await Promise.all(['3', '4', '5'].map(async (seed) => JSON.parse((await plateau(['run', file, '--seed', seed])).out)));
  const values: number[] = runs.map((run) => run.M[3][1][0]);
  const mean = values.reduce((a, b) => a + b) / 3;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
  expect(ensemble.seeds).toEqual([3, 5]);
  expect(ensemble.M.mean[3][1][0]).toBeCloseTo(mean, 12);
  expect(ensemble.M.std[3][1][0]).toBeCloseTo(std, 12);
  expect(ensemble.M.sem[3][1][0]).toBeCloseTo(std / Math.sqrt(3), 12);
  const largest = runs.map((run) => Math.max(...run.M[2].flat())).sort((a, b) => a - b);
  expect(ensemble.maxOverlap.q50[2]).toBe(largest[1]);
  expect(ensemble.riskKind).toBe('population');
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('a cancelled run says so, fails and writes nothing', async () => {
  const out = join(folder, 'cancelled.json');
  const { code, said } = await plateau(['run', file, '--set', 'training.steps=100000000', '--set', 'record={"log":10}', '--out', out], { cancel: true });
  expect(code).toBe(1);
  expect(said).toMatch(/^plateau: cancelled: step \d+ of 100000000; nothing was written$/m);
  expect(readdirSync(folder)).not.toContain('cancelled.json');
});

test.each(['reduced', 'matrix-free'])('a cancelled ensemble of the engine %s names the seed, though its runs be too short to hear of it', async (engine) => {
  const out = join(folder, 'cancelled-seeds.json');
  const { code, said } = await plateau(['run', file, '--engine', engine, '--seeds', '5..9', '--out', out], { cancel: true });
  expect([code, readdirSync(folder).includes('cancelled-seeds.json')]).toEqual([1, false]);
  expect(said).toContain('cancelled: seed 5 of 5..9, nothing was written');
});

test('a run that diverges names the step, and of an ensemble the seed', async () => {
  const wild = ['--set', 'training.constraint=none', '--set', 'training.learningRate=1e30', '--set', 'training.steps=50'];
  const one = await plateau(['run', file, ...wild]);
  expect([one.code, one.out]).toEqual([1, '']);
  expect(one.said).toMatch(/^plateau: step \d+: /);
  expect((await plateau(['run', file, ...wild, '--seeds', '1..2'])).said).toMatch(/^plateau: seed 1: step \d+: /);
});

test('presets are listed, and printed as documents that run', async () => {
  expect((await plateau(['presets'])).out.match(/^\S+/gm)).toContain('reuse-tanh');
  const { code, out } = await plateau(['presets', 'erf-noise']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(preset('erf-noise')!.document);
});

test('help and version', async () => {
  expect((await plateau(['--help'])).out).toContain('plateau run EXPERIMENT');
  expect((await plateau(['run', '-h'])).out).toContain('Exit codes');
  expect((await plateau(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [[], 'a command is missing'],
  [['rnu', file], 'did you mean run?'],
  [['toString'], 'the commands run, predict, scaling, presets, target and doctor'],
  [['run'], 'takes one experiment'],
  [['run', file, file], 'takes one experiment'],
  [['run', 'sqare'], 'Did you mean square?'],
  [['run', folder], 'EISDIR'],
  [['run', join(folder, 'nothing.json')], 'ENOENT'],
  [['run', file, '--fast'], "Unknown option '--fast'"],
  [['run', file, '--engine'], '--engine'],
  [['run', file, '--engine', 'gpu'], 'engine: found "gpu"'],
  [['run', file, '--engine', 'reduced', '--set', 'training.reuse=2'], 'training.reuse: found 2; allowed: 1 with the engine "reduced"'],
  [['run', file, '--seed', 'one'], 'seed: found "one"'],
  [['run', file, '--seed=-1'], 'seed: found -1'],
  [['run', file, '--seed', '1', '--seeds', '1..2'], 'exclude each other'],
  [['run', file, '--seeds', '3..2'], '--seeds: found 3..2; allowed: A..B with 0 ≤ A ≤ B ≤ 4294967295'],
  [['run', file, '--seeds', '1-4'], '--seeds: found 1-4'],
  [['run', file, '--seeds', '0..4294967296'], 'allowed: A..B'],
  [['run', file, '--seeds', '0..4294967295'], 'seeds, or a record of fewer steps'],
  [['run', file, '--set', 'training.batch'], 'key=value'],
  [['run', file, '--set', 'training.batch=0'], 'training.batch: found 0'],
  [['run', file, '--set', '__proto__.x=1'], 'dotted path'],
  [['run', file, '--set', 'training.steps=2147483647'], 'record: found'],
  [['run', file, '--out', folder], 'is a folder'],
  [['run', file, '--out', join(folder, 'no', 'where.json')], 'cannot be written to'],
  [['run', file, '--out='], '--out needs'],
  [['presets', 'he4'], 'Presets: he3-mu1.75'],
  [['presets', 'square', 'erf-noise'], 'one word'],
  [['presets', '--all'], "Unknown option '--all'"],
  [['doctor', 'who'], 'takes no word'],
])('%j is refused in words, with exit code 2', async (words, sentence) => {
  const { code, out, said } = await plateau(words);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(sentence);
});

test('standard input that is no JSON, or no experiment, is refused', async () => {
  expect(await plateau(['run', '-'], { input: '{"seed": }' })).toMatchObject({ code: 2, said: expect.stringContaining('line 1, column 10') });
  expect(await plateau(['run', '-'], { input: '[]' })).toMatchObject({ code: 2, said: expect.stringContaining('the experiment: found []') });
  expect(new Refused('x').name).toBe('Refused');
});
