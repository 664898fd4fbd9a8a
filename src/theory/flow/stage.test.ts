// Blow-up times and half-times of the stages against an independent program's, down to ε = 1e-48 (timescales.json).

import { expect, test } from 'vitest';
import { blowUpTime, nextStage, secondStage, stageCourse } from './stage.ts';
import data from './timescales.json';

const cases = data.cases as Record<string, { phi: number[]; sigma: number[] }>;
const readouts = data.readouts as Record<string, number[]>;

test.each(data.stages)('$case from $a0: c_2, and half-times of degrees 2 and 3', ({ case: name, a0, start, c2, rows }) => {
  const { phi, sigma } = cases[name];
  const stage = secondStage(phi, sigma, readouts[a0])!;
  start.forEach((A, i) => expect(stage.readout[i]).toBeCloseTo(A, 8));
  expect(blowUpTime(stage) / c2).toBeCloseTo(1, 5);
  for (const { log10, t2, t3 } of rows as { log10: number; t2: number; t3?: number }[]) {
    const epsilon = 10 ** -log10;
    const { half, after } = stageCourse(stage, epsilon ** (1 / 4));
    expect(Math.abs(half / t2 - 1), `degree 2 at ε = ${epsilon}`).toBeLessThan(1e-3);
    if (t3 === undefined) continue;
    const third = nextStage(stage, after!, epsilon, phi[3], sigma[3]);
    // Where the stages are not far apart yet it matters a little when the second is taken to have ended.
    expect(Math.abs(stageCourse(third, epsilon ** (1 / 6)).half / t3 - 1), `degree 3 at ε = ${epsilon}`).toBeLessThan(log10 > 8 ? 1e-3 : 2.5e-3);
  }
});

// A single pair A = ±x, S = A: the multipliers leave A' = φσ S² + λ_0 + λ_1 S, S' = A (2 φσ S + λ_1), <A S> fixed.
test('what is learned stays learned, whatever the signs, and a stage without a drive stands still', () => {
  const readout = [0.3, -1.2, 0.7, 1.9, -0.4];
  for (const [phi1, phi2] of [[1, 1], [-1, 1], [1, -1], [-0.5, -2]]) {
    const stage = secondStage([0, phi1, phi2], [1, 1, 1], readout)!;
    const mean = (A: Float64Array, S: Float64Array, k: number): number => A.reduce((sum, a, i) => sum + a * S[i] ** k, 0) / A.length;
    expect(mean(stage.readout, stage.overlaps, 1)).toBeCloseTo(phi1, 12);
    const { after } = stageCourse(stage, 0.05);
    expect(mean(after!.readout, after!.overlaps, 0)).toBeCloseTo(0, 5);
    expect(mean(after!.readout, after!.overlaps, 1)).toBeCloseTo(phi1, 5);
    expect(0.05 * mean(after!.readout, after!.overlaps, 2)).toBeCloseTo(phi2, 3);
    // c_2 scales as 1/|σ_2 φ_2|.
    expect(blowUpTime({ ...stage, phi: 2 * phi2 }) / blowUpTime(stage)).toBeCloseTo(0.5, 5);
  }
  expect(blowUpTime(secondStage([0, 1, 0], [1, 1, 1], readout)!)).toBe(Infinity);
  expect(secondStage([0, 1, 1], [1, 1, 1], [2, 2, 2])).toBeNull();
  expect(secondStage([0, 0, 1], [1, 1, 1], readout)).toBeNull();
});
