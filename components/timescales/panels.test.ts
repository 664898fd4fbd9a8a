import { beforeAll, describe, expect, it } from 'vitest';
import { orthonormalHermite } from '../../src/math/hermite-basis.ts';
import type { FlowTrajectory } from '../../src/run/timescales-trajectory.ts';
import { fixedColour } from '../chart/fixed-colour.ts';
import type { Mark } from '../chart/scene.ts';
import { degreeInk } from './degree-colours.ts';
import { drawFunction, functionGround, functionTable, learnedCoefficients, valuesOf } from './learned-function.ts';
import { degreeStates, learningWords, type DegreeState } from './learning.ts';
import { canonicalUpTo, cloudGround, drawCloud, scalesOf } from './neuron-cloud.ts';
import { strideOf } from './drawing.ts';
import { drawResiduals, residualGround, residualTable } from './residuals.ts';
import { degreeTimes, drawSlopes, localExponent, predictedLine, slopeGround, slopeTable } from './slopes.ts';
import { cubic, trajectoryOf } from './testing.ts';
import { powerOfEpsilon, twoDecimals, whoOf, withIndex } from './words.ts';

let flow: FlowTrajectory;
let others: FlowTrajectory[];
beforeAll(async () => {
  [flow, ...others] = await Promise.all([1e-4, 1e-2, 1e-3, 1e-5].map((epsilon) => trajectoryOf({ epsilon })));
});

const value = (cell: string): number => Number(cell.replace('−', '-'));
const last = (trajectory: FlowTrajectory): number => trajectory.times.length - 1;
const near = (trajectory: FlowTrajectory, time: number): number => trajectory.times.findIndex((each) => each >= time);
const paths = (marks: readonly Mark[]): Extract<Mark, { kind: 'path' }>[] => marks.filter((mark) => mark.kind === 'path');
const texts = (marks: readonly Mark[]): string[] => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('who is learned', () => {
  it('is nobody at first, degree 0 on the first plateau, and everybody in the end', () => {
    const words = (time: number): string => learningWords(degreeStates(flow, near(flow, time)));
    expect(learningWords(degreeStates(flow, 0))).toBe('Nothing is learned yet.');
    expect(words(3.1e-4)).toContain('Degree 0 is being learned');
    expect(words(4e-3)).toBe('A plateau: degree 0 is learned; degrees 1, 2 and 3 wait.');
    expect(words(0.0283)).toMatch(/^Degree 1 is being learned/);
    // What is learned is pushed beyond the target while the next degree is, by an amount that vanishes slowly with ε.
    expect(flow.residuals[near(flow, 0.055) * 4 + 1]).toBeLessThan(-0.1);
    expect(words(0.055)).toContain('degree 1 overshoots');
    expect(learningWords(degreeStates(flow, last(flow)))).toBe('Every degree of the target is learned.');
  });

  it('says what no neuron feels, and who stands still', async () => {
    const state = (degree: number, stage: DegreeState['stage']): DegreeState => ({ degree, residual: 0.5, share: 0.5, stage });
    expect(learningWords([state(0, 'learned'), state(1, 'still'), state(2, 'barred')])).toBe('Degree 1 stands still, learned in part; degree 0 is learned; degree 2 is never learned, since σ₂ = 0.');
    expect(learningWords([state(0, 'waiting'), state(2, 'barred')])).toBe('Nothing is learned yet; degree 2 is never learned, since σ₂ = 0.');
    const deaf = await trajectoryOf({ student: [0.5, 1, 0, 0.6], epsilon: 1e-2 });
    expect(degreeStates(deaf, last(deaf))[2]).toMatchObject({ stage: 'barred', share: 1 });
  });

  it('does not count what the target has not', async () => {
    const without = await trajectoryOf({ target: [0, 1, 1], student: [1, 1, 1], epsilon: 1e-2 });
    const states = degreeStates(without, last(without));
    expect([states[0].stage, states[0].share]).toEqual(['absent', null]);
    const drawing = drawResiduals(without, 30, residualGround(without, 400));
    expect(drawing.legend).toHaveLength(2);
    const [bars] = [paths(drawing.layers[1])];
    expect(bars.map(({ fill }) => fill !== undefined)).toEqual([false, true, true]);
  });
});

describe('residual bars', () => {
  it('reach from zero to res_k/φ_k, in the degree’s colour, on axes that stand still', () => {
    const ground = residualGround(flow, 500);
    const at = near(flow, 0.03);
    const bars = paths(drawResiduals(flow, at, ground).layers[1]);
    bars.forEach(({ d, fill }, k) => {
      const [, from, to] = d.match(/M[\d.]+ ([\d.]+)h[\d.]+V([\d.]+)/)!.map(Number);
      expect(from).toBeCloseTo(ground.y.place(0), 0);
      expect(to).toBeCloseTo(ground.y.place(flow.residuals[at * 4 + k] / cubic.target[k]), 0);
      expect(fixedColour(fill!, 'light')).toBe(fixedColour(degreeInk(k), 'light'));
    });
    expect(texts(drawResiduals(flow, at, ground).layers[1])).toEqual(cubic.target.map((phi, k) => twoDecimals(flow.residuals[at * 4 + k] / phi)));
    expect(residualTable(flow, 0).rows.map(([, phi]) => Number(phi))).toEqual(cubic.target);
  });
});

describe('the learned function', () => {
  it('is the mean over neurons of a_i Σ σ_k s_i^k h_k(z)', () => {
    // By theory/timescales.md, section 9, from the neurons themselves.
    const at = near(flow, 0.05);
    const z = 1.5;
    const direct = cubic.student.reduce((sum, sigma, k) => {
      let moment = 0;
      for (let i = 0; i < 20; i++) moment += (flow.readout[at * 20 + i] * flow.overlaps[at * 20 + i] ** k) / 20;
      return sum + sigma * moment * orthonormalHermite(3, z)[k];
    }, 0);
    // z = 1.5 is point 90 of 121.
    expect(valuesOf(learnedCoefficients(flow, at))[90]).toBeCloseTo(direct, 10);
    expect(valuesOf(learnedCoefficients(flow, at), 10)[9]).toBe(valuesOf(learnedCoefficients(flow, at))[90]);
  });

  it('misses of the target Σ res_k h_k, and has a line for each plateau where wanted', () => {
    for (const [z, target, , left] of functionTable(flow, near(flow, 0.05)).rows) {
      const h = orthonormalHermite(3, value(z));
      const sum = (c: ArrayLike<number>): number => h.reduce((total, each, k) => total + c[k] * each, 0);
      expect([value(target), value(left)]).toEqual([expect.closeTo(sum(cubic.target), 2), expect.closeTo(sum(flow.residuals.subarray(near(flow, 0.05) * 4)), 2)]);
    }
    const [bare, full] = [functionGround(flow, 400, false), functionGround(flow, 400, true)];
    expect([bare.behind.length, full.plateaus]).toEqual([2, [0, 1, 2]]);
    const drawing = drawFunction(flow, 80, full);
    expect(drawing.layers[0]).toBe(full.marks);
    expect(paths(drawing.within!.marks).at(-1)!.stroke).toBe('accent');
  });
});

describe('the cloud', () => {
  it('has a path for each trail and one for each neuron, where s and a say', () => {
    const at = near(flow, 0.05);
    const ground = cloudGround(flow, 500, 0);
    const marks = paths(drawCloud(flow, at, ground).within!.marks);
    expect(marks).toHaveLength(40);
    const [x, y] = ground.place(7, at);
    const [, left, height] = marks[27].d.match(/M([\d.]+) ([\d.]+)a/)!.map(Number);
    expect([left + 3.5, height]).toEqual([expect.closeTo(x, 0), expect.closeTo(y, 0)]);
    expect(marks[7].d.endsWith(`L${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`)).toBe(true);
    // At t = 0 they stand on s = 0, by their a(0).
    expect(ground.place(3, 0)[0]).toBeCloseTo(ground.place(11, 0)[0], 9);
  });

  it('has axes in which what theory keeps of order one is of order one', () => {
    // theory/timescales.md, section 4: √ε a ~ s and a s^(l−1) = Θ(1).
    for (const l of [1, 2, 3, 4])
      for (const epsilon of [1e-2, 1e-7]) {
        const { s, a } = scalesOf(l, epsilon);
        expect(s / a).toBeCloseTo(epsilon ** -0.5, 6);
        expect(a * s ** (l - 1)).toBeCloseTo(1, 9);
      }
    expect(scalesOf(0, 1e-4)).toEqual({ s: 1, a: 1 });
    expect([flow, { ...flow, target: [1, 1, 0, 1] }, { ...flow, student: [1, 0, 1, 1] }].map(canonicalUpTo)).toEqual([3, 1, 0]);
    const at = near(flow, 0.05);
    const [plain, rescaled] = [cloudGround(flow, 500, 0), cloudGround(flow, 500, 2)];
    expect(texts(rescaled.marks)).toEqual(expect.arrayContaining(['sᵢ ε^(−1/4)', 'aᵢ ε^(1/4)']));
    expect(drawCloud(flow, at, rescaled).table().rows[4].slice(4).map(value)).toEqual([flow.overlaps[at * 20 + 4] * 10, flow.readout[at * 20 + 4] / 10].map((value) => expect.closeTo(value, 2)));
    // Those axes fit what has happened when half of degree 2 is learned, not what comes after.
    expect(rescaled.place(13, last(flow))).not.toEqual(plain.place(13, last(flow)));
    expect(drawCloud(flow, last(flow), rescaled).reading).toMatch(/of 20 neurons have left these axes$/);
  });
});

describe('slopes', () => {
  it('orders ε and measures the exponent between two', () => {
    const degrees = degreeTimes(flow, others);
    expect(degrees.map(({ degree }) => degree)).toEqual([0, 1, 2, 3]);
    expect(degrees[0].times.map(({ epsilon }) => epsilon)).toEqual([1e-5, 1e-4, 1e-3, 1e-2]);
    // shared/references/timescales/transitions.json, cubic0123: t_k at ε = 1e-5 and 1e-4.
    const published = [[3.1245612e-5, 3.1241278e-4], [0.011147182, 0.028332164], [0.039465051, 0.055879968], [0.061819977, 0.083622874]];
    published.forEach(([small, large], k) => {
      const [a, b] = degrees[k].times;
      expect(a.measured! / small).toBeCloseTo(1, 2);
      expect(localExponent(a, b, 'measured')).toBeCloseTo(Math.log10(large / small), 2);
    });
    expect(localExponent(degrees[0].times[0], { ...degrees[0].times[1], measured: null }, 'measured')).toBeNull();
    const rows = slopeTable(degrees).rows.filter(([degree]) => degree === '0');
    expect(rows.map((row) => row[4])).toEqual(['–', '1.00', '1.00', '0.99']);
  });

  it('has a line of the limit’s slope where there is one ε, and of the slope alone where theory has no time', () => {
    const [lone] = degreeTimes(flow, []);
    const { points: [[e1, t1], [e2, t2]] } = predictedLine(lone);
    expect(Math.log(t2 / t1) / Math.log(e2 / e1)).toBeCloseTo(1, 9);
    const gap = { degree: 4, exponent: -1 / 4, times: [{ epsilon: 1e-4, measured: 3, predicted: null }, { epsilon: 1e-2, measured: 1.1, predicted: null }] };
    expect(predictedLine(gap)).toEqual({ guide: true, points: [[1e-4, 3], [1e-2, expect.closeTo(3 * 100 ** (-1 / 4), 9)]] });
    expect(predictedLine({ ...gap, times: [{ epsilon: 1, measured: null, predicted: null }] }).points).toEqual([]);
  });

  it('rings this ε and finds the time under the pointer', () => {
    const ground = slopeGround(flow, others, 600);
    const rings = paths(ground.within).filter(({ stroke }) => stroke === 'ink');
    expect(rings).toHaveLength(4);
    const { indexAt } = drawSlopes(flow, 100, ground);
    expect(indexAt!(0, ground.y.place(flow.times[100]))).toBe(100);
    expect(texts(ground.within)).toContain('t₁ ~ √ε log(1/ε)');
  });
});

describe('words', () => {
  it('write exponents, indices and who drew it', () => {
    expect([1 / 4, -1 / 4, 1, 1 / 2, 1 / 6, 0, -3 / 8, 2].map(powerOfEpsilon)).toEqual(['ε^(1/4)', 'ε^(−1/4)', 'ε', '√ε', 'ε^(1/6)', 'constant in ε', 'ε^(−3/8)', 'ε^(2)']);
    expect([withIndex('t', 10), twoDecimals(-0.004), twoDecimals(-0.23)]).toEqual(['t₁₀', '0', '−0.23']);
    expect(whoOf(flow)).toBe('theory, gradient flow at d = ∞, m = 20, ε = 10⁻⁴');
  });

  it('step with keys', () => {
    expect(['ArrowRight', 'ArrowDown', 'PageUp', 'Home', 'Tab'].map((key) => strideOf(key, false))).toEqual([1, -1, 10, -Infinity, null]);
    expect(strideOf('ArrowLeft', true)).toBe(-10);
  });
});
