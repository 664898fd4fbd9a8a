import { expect, test } from 'vitest';
import { parseExperiment } from '../experiment/experiment.ts';
import { startEnsemble } from './ensemble.ts';
import { jsonText, toResult } from './result.ts';
import type { RunRecord } from './run.ts';

const experiment = parseExperiment({
  target: { link: 'z1' },
  student: { width: 2, activation: 'x' },
  data: { dimension: 10 },
  training: { batch: 4, learningRate: 0.1, steps: 1 },
  engine: 'reference',
});

/** Two recorded steps whose entries all follow from `s`. */
function runOf(s: number): RunRecord {
  const at = (step: number) => ({
    step, M: Float64Array.of(s, -s - step), Q: Float64Array.of(1, s / 2, s / 2, 1), readout: Float64Array.of(1, step), risk: 0.5 + s,
  });
  return { snapshots: [at(0), at(1)], riskKind: 'population', adapter: null, elapsedSeconds: 2 };
}

test('a result repeats its experiment and has columns of the shapes the document promises', () => {
  expect(toResult(experiment, runOf(0.25))).toEqual({
    experiment, engine: 'reference', adapter: null, steps: [0, 1],
    M: [[[0.25], [-0.25]], [[0.25], [-1.25]]],
    Q: [[[1, 0.125], [0.125, 1]], [[1, 0.125], [0.125, 1]]],
    readout: [[1, 0], [1, 1]], risk: [0.75, 0.75], riskKind: 'population', elapsedSeconds: 2,
  });
});

test('its text is JSON, whole, with a step on a line', () => {
  const result = toResult(experiment, runOf(0.25));
  const text = [...jsonText(result)].join('');
  expect(JSON.parse(text)).toEqual(result);
  expect(text).toContain('\n    [[0.25],[-1.25]]');
});

test('mean, standard deviation with ddof 1 and standard error over seeds', () => {
  const ensemble = startEnsemble();
  for (const s of [1, 2, 4]) ensemble.add(runOf(s));
  const { M, Q, readout, risk, seeds, steps, elapsedSeconds, experiment: first } = ensemble.result(experiment, [7, 9]);
  // numpy: mean([1, 2, 4]) = 7/3, std([1, 2, 4], ddof=1) = sqrt(7/3).
  expect(M.mean[0][0][0]).toBeCloseTo(7 / 3, 14);
  expect(M.std[1][1][0]).toBeCloseTo(Math.sqrt(7 / 3), 14);
  expect(M.sem[0][0][0]).toBeCloseTo(Math.sqrt(7) / 3, 14);
  expect(Q.mean[0]).toEqual([[1, expect.closeTo(7 / 6, 14)], [expect.closeTo(7 / 6, 14), 1]]);
  expect(Q.std[0][0]).toEqual([0, expect.closeTo(Math.sqrt(7 / 3) / 2, 14)]);
  expect(readout).toEqual({ mean: [[1, 0], [1, 1]], std: [[0, 0], [0, 0]], sem: [[0, 0], [0, 0]] });
  expect(risk.mean).toEqual([expect.closeTo(0.5 + 7 / 3, 14), expect.closeTo(0.5 + 7 / 3, 14)]);
  expect([seeds, steps, elapsedSeconds, first.seed]).toEqual([[7, 9], [0, 1], 6, 7]);
});

test('a spread far below the mean survives', () => {
  const ensemble = startEnsemble();
  for (const s of [1e8, 1e8 + 1, 1e8 + 2]) ensemble.add(runOf(s));
  expect(ensemble.result(experiment, [1, 3]).M.std[0][0][0]).toBe(1);
});

test('the largest overlap keeps its sign', () => {
  const ensemble = startEnsemble();
  for (const s of [-0.5, -0.25, 0.125]) ensemble.add(runOf(s));
  // At step 0 M = (s, −s), at step 1 M = (s, −s − 1): maxima 0.5, 0.25, 0.125 and −0.5, −0.25, 0.125.
  const { q05, q50, q95 } = ensemble.result(experiment, [0, 2]).maxOverlap;
  expect([q50[0], q50[1]]).toEqual([0.25, -0.25]);
  expect(q05[1]).toBeCloseTo(-0.475, 14);
  expect(q95[1]).toBeCloseTo(0.0875, 14);
});

test('weak recovery: who crossed 0.3, and when', () => {
  const ensemble = startEnsemble();
  // max |M| at steps 0 and 1 is |s| and |s| + step, so 0.5 crosses at 0, and −0.25 and 0.125 at 1.
  for (const s of [0.5, 0.25, 0.125]) ensemble.add(runOf(s));
  expect(ensemble.result(experiment, [0, 2]).recovery).toEqual({ threshold: 0.3, fraction: 1, median: 1 });
});

test('one seed is its own mean, and has no spread: null in JSON, in the same shape', () => {
  const ensemble = startEnsemble();
  expect(() => ensemble.result(experiment, [1, 1])).toThrow('at least one seed');
  ensemble.add(runOf(1));
  const { M, maxOverlap } = JSON.parse([...jsonText(ensemble.result(experiment, [1, 1]))].join(''));
  const nothing = [[[null], [null]], [[null], [null]]];
  expect(M).toEqual({ mean: [[[1], [-1]], [[1], [-2]]], std: nothing, sem: nothing });
  expect(maxOverlap.q05).toEqual(maxOverlap.q95);
});

test("a theory's error is the largest over the seeds, and a run's without one has none", () => {
  const ensemble = startEnsemble();
  for (const theoryError of [1e-9, 3e-9, 2e-9]) ensemble.add({ ...runOf(1), theoryError });
  expect(ensemble.result(experiment, [1, 3]).theoryError).toBe(3e-9);
  const without = startEnsemble();
  without.add(runOf(1));
  expect(without.result(experiment, [1, 1])).not.toHaveProperty('theoryError');
});
