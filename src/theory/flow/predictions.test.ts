// Predictions against the flow itself, and against the regimes of theory/timescales.md sections 4 and 5.

import { expect, test } from 'vitest';
import { meanFieldFlow } from './mean-field.ts';
import { timescales, type Timescales } from './predictions.ts';
import data from './timescales.json';
import { logTimes, measureTransitions } from './transitions.ts';

const cases = data.cases as Record<string, { phi: number[]; sigma: number[] }>;
const A20 = data.readouts.A20;
const predict = (name: string, epsilon: number): Timescales => timescales({ target: cases[name].phi, student: cases[name].sigma, readout: A20, epsilon });
const kinds = ({ remarks }: Timescales): string[] => remarks.map(({ kind }) => kind).filter((kind) => kind !== 'width' && kind !== 'overlap');

function measured(target: number[], student: number[], readout: readonly number[], epsilon: number, until: number) {
  const flow = meanFieldFlow({ target, student, readout, epsilon });
  const times = logTimes(epsilon / 100, until, 200);
  const residuals = Array.from(times, (time) => {
    flow.runTo(time);
    return flow.residuals();
  });
  return measureTransitions(target, times, residuals);
}

test('half-times and widths come nearer to the flow’s as ε falls', () => {
  // Largest relative error of the half-times of degrees 0, 1, 2, 3.
  for (const [epsilon, errors] of [[1e-4, [1e-3, 0.08, 0.6, 6]], [1e-8, [1e-6, 2e-3, 0.08, 0.3]], [1e-13, [1e-6, 2e-4, 6e-3, 0.03]]] as const) {
    const { degrees } = predict('cubic0123', epsilon);
    const row = data.transitions.find((row) => row.case === 'cubic0123' && row.eps === epsilon)!;
    const t = row.t as Record<string, Record<string, number | null>>;
    degrees.forEach(({ degree, halfTime, width }, i) => {
      expect(Math.abs(halfTime! / t[degree]['0.5']! - 1), `degree ${degree} at ε = ${epsilon}`).toBeLessThan(errors[i]);
      if (epsilon === 1e-13 && degree < 2) expect(width! / (t[degree]['0.1']! - t[degree]['0.9']!)).toBeCloseTo(1, 2);
    });
    expect(degrees.map(({ exponent }) => exponent)).toEqual([1, 1 / 2, 1 / 4, 1 / 6]);
  }
});

// Section 4's table: t_0/ε = 3.12461, 1/(4κ) = 0.25, c_2 = 1.10879.
test('constants are those of the theory', () => {
  const { degrees, plateaus, floor } = predict('cubic0123', 1e-10);
  expect(degrees[0].constant).toBeCloseTo(3.1246093, 6);
  expect(degrees[1].constant).toBe(0.25);
  expect(degrees[2].constant).toBeCloseTo(1.10879, 4);
  expect(plateaus.map(({ after, height }) => [after, Number(height.toFixed(12))])).toEqual([[0, 1], [1, 0.5], [2, 0.18], [3, 0]]);
  expect(floor).toBe(0);
});

test('plateaus that are said to be separated are there: the risk between is within a quarter of their height', () => {
  let separated = 0;
  for (const { case: name, eps, plateaus } of data.transitions) {
    const predicted = predict(name, eps);
    for (const { between: [after], risk, theory } of plateaus) {
      const plateau = predicted.plateaus.find((plateau) => plateau.after === after)!;
      expect(plateau.height).toBeCloseTo(theory, 12);
      if (!plateau.separated) continue;
      separated++;
      expect(Math.abs(risk / theory - 1), `${name} at ${eps} after ${after}`).toBeLessThan(0.25);
    }
  }
  expect(separated).toBeGreaterThan(8);
  expect([1e-1, 1e-4, 1e-8].map((epsilon) => predict('cubic0123', epsilon).overlapping)).toEqual([true, true, true]);
  expect([1e-10, 1e-12].map((epsilon) => predict('cubic0123', epsilon).overlapping)).toEqual([false, false]);
  // Two plateaus of three degrees need less.
  expect([1e-4, 1e-8].map((epsilon) => predict('quad012', epsilon).overlapping)).toEqual([true, false]);
});

test('an activation that lacks a degree leaves its share of the risk', () => {
  const found = timescales({ target: [0, 1, 1, 0.5], student: [1, 1, 0, 1], readout: A20, epsilon: 1e-4 });
  expect(found.floor).toBe(0.5);
  expect(found.degrees.map(({ degree, halfTime }) => [degree, halfTime === Infinity])).toEqual([[1, false], [2, true], [3, false]]);
  expect(kinds(found)).toEqual(['floor', 'gap']);
  expect(found.plateaus.at(-1)!.height).toBe(0.5);
});

// Measured half-times of degree 3 after degree 1 barely move with ε, those of degree 4 grow like ε^(−1/4).
test('after a gap time stands still in ε, or grows as ε falls', () => {
  const exponents = (target: number[]): (number | null)[] => timescales({ target, student: [1, 1, 0, 1, 1, 1], readout: A20, epsilon: 1e-6 }).degrees.map(({ exponent }) => exponent);
  expect(exponents([0, 1, 0, 1])).toEqual([1 / 2, 0]);
  expect(exponents([0, 1, 0, 0, 1])).toEqual([1 / 2, -1 / 4]);
  expect(exponents([0, 1, 0, 1, 1])).toEqual([1 / 2, 0, null]);
  const third = [1e-6, 1e-8].map((epsilon) => measured([0, 1, 0, 1], [1, 1, 0, 1], A20, epsilon, 1).at(-1)!.half!);
  // Section 5: .0848 at 1e-6, .0808 at 1e-8.
  expect(third[0]).toBeCloseTo(0.0848, 3);
  expect(third[1]).toBeCloseTo(0.0808, 3);
});

test('without degree 1 nothing moves in infinite dimension, and little does in a finite one', () => {
  const problem = { target: [1, 0, 1], student: [1, 1, 1], readout: A20, epsilon: 1e-2 };
  const stuck = timescales(problem);
  expect([stuck.floor, kinds(stuck), stuck.degrees.at(-1)!.halfTime]).toEqual([0.5, ['stuck'], Infinity]);
  const flow = meanFieldFlow(problem);
  flow.runTo(100);
  expect(flow.risk()).toBeCloseTo(0.5, 9);
  const finite = timescales({ ...problem, dimension: 1e6 });
  expect([finite.floor, finite.degrees.at(-1)!.halfTime]).toEqual([0, null]);
  expect(finite.degrees.at(-1)!.text).toMatch(/escapes at about ln\(εd\)/);
});

test('an activation without a constant leaves the readouts their mean', () => {
  const readout = A20.map((a) => a + 1);
  for (const target of [[0, 1, 1], [0, -0.7, 1]]) {
    const [degree1, degree2] = timescales({ target, student: [0, 1, 1], readout, epsilon: 1e-12 }).degrees;
    const [first, second] = measured(target, [0, 1, 1], readout, 1e-12, 0.01).slice(-2);
    expect(degree1.halfTime! / first.half!).toBeCloseTo(1, 3);
    expect(Math.abs(degree2.halfTime! / second.half! - 1)).toBeLessThan(0.02);
  }
});

// Θ(1), whatever ε: the half-time of degree 1 from one value does not fall with ε, that of degree 2 from two values neither.
test('readouts that start from few values learn few degrees fast', () => {
  const { phi, sigma } = cases.cubic0123;
  const one = timescales({ target: phi, student: sigma, readout: Array(20).fill(0.3), epsilon: 1e-6 });
  expect(kinds(one)).toEqual(['atoms']);
  expect(one.degrees.map(({ exponent }) => exponent)).toEqual([1, 0, null, null]);
  expect(timescales({ target: [0, 1], student: [1, 1], readout: [0, 0], epsilon: 1e-6 }).floor).toBe(0.5);
  for (const [readout, degree] of [[[0.3, 0.3], 1], [[1, -1], 2]] as const) {
    const half = (epsilon: number): number => measured(phi, sigma, readout, epsilon, 5)[degree].half!;
    expect(half(1e-7) / half(1e-5)).toBeGreaterThan(0.9);
  }
  // Without degree 0 to hold, as many values do for one degree more.
  expect(timescales({ target: phi, student: [0, ...sigma.slice(1)], readout: [1, -1], epsilon: 1e-6 }).degrees.map(({ exponent }) => exponent)).toEqual([null, 1 / 2, 1 / 4, 0]);
  const two = timescales({ target: cases.cubic0123.phi, student: cases.cubic0123.sigma, readout: [1, -1, 1, -1], epsilon: 1e-6 });
  expect(two.degrees.map(({ exponent }) => exponent)).toEqual([1, 1 / 2, 0, null]);
});

// One neuron feels σ_0 a = 0 until s, which a(0) left at a(0) σ_1 φ_1 ε/σ_0², has grown at the rate (σ_1 φ_1/σ_0)².
test('one value that degree 0 takes away is slow, not stuck', () => {
  const found = timescales({ target: [0, 1], student: [0.5, 1], readout: [0.3, 0.3], epsilon: 1e-8 });
  expect([found.floor, found.degrees[0].halfTime]).toEqual([0, null]);
  expect(found.degrees[0].text).toContain(`= ${(0.25 * Math.log(1e8)).toPrecision(3)},`);
  const [early, late] = [1e-6, 1e-8].map((epsilon) => measured([0, 1], [0.5, 1], [0.3, 0.3], epsilon, 20)[0].half!);
  expect(late - early).toBeCloseTo(0.25 * Math.log(100), 2);
});

// s' = 2 a σ_2 φ_2 s from s(0) on, while a stays what degree 0 left; the readouts follow once s² is of order ε.
test('without degree 1 the overlaps that an experiment gives are what grows', () => {
  const problem = { target: [0, 0, 1], student: [1, 1, 1], readout: A20, epsilon: 1e-3, overlaps: Array(20).fill(1e-3) };
  const found = timescales(problem);
  expect([found.floor, found.degrees[0].halfTime, kinds(found)]).toEqual([0, null, ['stuck']]);
  expect(found.remarks[0].text).toContain('0.001, and it takes long');
  const flow = meanFieldFlow(problem);
  flow.runTo(20);
  expect(flow.risk()).toBeLessThan(1e-9);
  const settled = A20.map((a) => a - A20.reduce((sum, b) => sum + b, 0) / 20);
  expect(found.degrees[0].text).toContain(`= ${(Math.log(1e3) / (4 * Math.max(...settled))).toPrecision(3)},`);
  expect(timescales({ ...problem, overlaps: Array(20).fill(0) }).floor).toBe(0.5);
  expect(kinds(timescales({ ...problem, overlaps: Array(20).fill(0.3) }))).toEqual(['stuck', 'dimension']);
});

// Overlaps along the readouts hasten degree 1, against them delay it: v becomes <(α_i ± s_i/√ε)²>.
test('overlaps at the start act as spread of the readouts', () => {
  const epsilon = 1e-6;
  const mean = A20.reduce((sum, a) => sum + a, 0) / 20;
  for (const share of [0.5, -0.5]) {
    const overlaps = A20.map((a) => share * (a - mean) * Math.sqrt(epsilon));
    const flow = meanFieldFlow({ target: [0, 1], student: [1, 1], readout: A20, epsilon, overlaps });
    const times = logTimes(epsilon, 0.1, 200);
    const half = measureTransitions([0, 1], times, Array.from(times, (time) => (flow.runTo(time), flow.residuals())))[0].half!;
    expect(timescales({ target: [0, 1], student: [1, 1], readout: A20, epsilon, overlaps }).degrees[0].halfTime! / half).toBeCloseTo(1, 2);
  }
});

test('what goes wrong at a fixed ε is said', () => {
  const of = (target: number[], student: number[], epsilon: number, dimension?: number): string[] => kinds(timescales({ target, student, readout: A20, epsilon, dimension }));
  expect(of([0, 0.02, 1], [1, 1, 1], 1e-2)).toEqual(['inverted']);
  expect(of([0, 1, 1, -1], [1, 1, 1, 1], 1e-3)).toEqual(['trap']);
  expect(of([0, 1, 1, -1], [1, 1, 1, 1], 1e-6)).toEqual([]);
  // s → −s and a → −a make these signs all alike.
  expect(of([0, 1, -1, 1], [1, 1, 1, 1], 1e-3)).toEqual([]);
  expect(of([0, 1, 1], [1, 1, 1], 1)).toEqual(['large']);
  expect(of([0, 1, 1], [1, 1, 1], 1e-3, 1000)).toEqual(['dimension']);
  expect(of([0, 1, 1], [1, 1, 1], 1e-3, 1e6)).toEqual([]);
});

// res_1 = φ_1 (1 − y): at d the readouts’ spread v is v + 1/(εd), which hastens degree 1.
test('a finite dimension hastens degree 1, as if the readouts were spread wider', () => {
  const at = (dimension: number): number => timescales({ target: [0, 1], student: [1, 1], readout: A20, epsilon: 1e-3, dimension }).degrees[0].halfTime!;
  const v = timescales({ target: [0, 1], student: [1, 1], readout: A20, epsilon: 1e-3 });
  expect(at(Infinity)).toBe(v.degrees[0].halfTime);
  const variance = data.stages.find(({ a0 }) => a0 === 'A20')!;
  expect(variance.start).toHaveLength(20);
  expect(at(Infinity) - at(1000)).toBeCloseTo((Math.sqrt(1e-3) / 2) * Math.log((0.93247281990 + 1) / 0.93247281990), 9);
});

test('the crossover width, and how much slower a narrower network is', () => {
  const found = timescales({ target: cases.cubic0123.phi, student: cases.cubic0123.sigma, readout: Array.from({ length: 5 }, (_, i) => i), epsilon: 0.01 });
  const row = data.finiteWidth.find(({ eps, m }) => eps === 0.01 && m === 5)!;
  expect(found.crossoverWidth).toBeCloseTo(row.m_star, 9);
  expect(found.slowdown).toBeCloseTo(row.rate, 9);
});
