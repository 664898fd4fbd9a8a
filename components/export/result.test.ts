import { expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import type { Result } from '../../src/run/result.ts';
import { viewOf } from '../testing.ts';
import { csvOf, fileStem, jsonOf } from './result.ts';

const { experiment, snapshots, host } = viewOf(2, 2, [0, 5, 10]);
const source = { experiment: experiment!, snapshots, kernels: null, host: host!, elapsedSeconds: 1.5 };

it('writes a CSV whose head says what was run, and whose columns are M, the upper triangle of Q, and a', () => {
  const lines = csvOf(source).trimEnd().split('\n');
  expect(parseExperiment(JSON.parse(lines[0].replace('# experiment: ', '')))).toEqual(experiment);
  expect(lines.slice(1, 4)).toEqual(['# engine: reference', '# adapter: none', '# risk: population']);
  expect(lines[4]).toBe('step,risk,M_1_1,M_1_2,M_2_1,M_2_2,Q_1_1,Q_1_2,Q_2_2,a_1,a_2');
  expect(lines).toHaveLength(8);
  expect(lines[6].split(',').map(Number).slice(0, 3)).toEqual([5, snapshots[1].risk, snapshots[1].M[0]]);
});

it('writes the result document: experiment, engine, adapter and columns, to the last bit', () => {
  const result = JSON.parse(jsonOf(source).join('')) as Result;
  expect(Object.keys(result)).toEqual(['experiment', 'engine', 'adapter', 'steps', 'M', 'Q', 'readout', 'risk', 'riskKind', 'elapsedSeconds']);
  expect(result.M[2]).toEqual([[...snapshots[2].M.subarray(0, 2)], [...snapshots[2].M.subarray(2)]]);
  expect(result.Q[0]).toEqual([[1, 0.1], [0.1, 1]]);
  expect(result.steps).toEqual([0, 5, 10]);
  expect(result.engine).toBe('reference');
});

it('names files so that a folder of them can be told apart', () => {
  expect(fileStem(experiment!, 'risk')).toBe('plateau-risk-d256-p2-square-seed1');
});

it('writes kernels and standard errors as the command line does', () => {
  const tables = { C: [[[[0.8]]]], Gamma: [[[[0.5]]]], K: [[[[0]]]] };
  const kernels = { ...tables, sem: tables };
  const sem = { M: new Float64Array(4).fill(0.01), Q: new Float64Array(4).fill(0.02), risk: 0.03 };
  const result = JSON.parse(jsonOf({ ...source, snapshots: snapshots.map((snapshot) => ({ ...snapshot, sem })), kernels }).join('')) as Result;
  expect(result.kernels).toEqual(kernels);
  expect(result.sem!.M[2]).toEqual([[0.01, 0.01], [0.01, 0.01]]);
  expect([result.sem!.Q[0][1][0], result.sem!.risk]).toEqual([0.02, [0.03, 0.03, 0.03]]);
});
