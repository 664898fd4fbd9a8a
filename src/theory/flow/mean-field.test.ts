// Against an independent program's solutions (implicit, tolerance 1e-12; timescales.json) and the flow's exact identities.

import { expect, test } from 'vitest';
import { FlowStopped } from './flow.ts';
import { meanFieldSolver } from './mean-field-jacobian.ts';
import { meanFieldDerivative, meanFieldFlow, residualsOf } from './mean-field.ts';
import data from './timescales.json';

const cases = data.cases as Record<string, { phi: number[]; sigma: number[] }>;
const cubic = { phi: Float64Array.from(cases.cubic0123.phi), sigma: Float64Array.from(cases.cubic0123.sigma) };

/** Largest difference, in units of what is there. */
function off(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
}

test('readouts and overlaps move as section 3 has it', () => {
  const { a, s, eps, da, ds, res, risk, identities } = data.unit.mf_rhs;
  const out = new Float64Array(6);
  meanFieldDerivative(cubic, 3, eps)(Float64Array.of(...a, ...s), out);
  expect(off(out, [...da, ...ds])).toBeLessThan(1e-10);
  expect(off(residualsOf(cubic, a, s), res)).toBeLessThan(1e-12);
  const flow = meanFieldFlow({ target: cubic.phi, student: cubic.sigma, readout: a, overlaps: s, epsilon: eps });
  expect(flow.risk()).toBeCloseTo(risk, 12);
  expect(identities.dRdt).toBeCloseTo(-a.reduce((sum, _, i) => sum + (eps * out[i] ** 2 + out[3 + i] ** 2 / (1 - s[i] ** 2)) / 3, 0), 10);
});

// I1: (ε/2) d<a²>/dt = Σ res_k (φ_k − res_k); I2: −½ d<ln(1 − s²)>/dt = Σ k res_k (φ_k − res_k); I3: dR/dt = −<ε a'² + s'²/(1 − s²)>.
test('three identities hold at any state, of any degree', () => {
  const [m, epsilon, h] = [7, 0.03, 1e-6];
  const coefficients = { phi: Float64Array.of(0.3, -1, 0.5, 0, 0.2, -0.7), sigma: Float64Array.of(1, 0.4, -0.6, 0.8, 0, 0.3) };
  const y = Float64Array.from({ length: 2 * m }, (_, i) => Math.sin(3 * i + 1) * (i < m ? 2 : 0.95));
  const out = new Float64Array(2 * m);
  meanFieldDerivative(coefficients, m, epsilon)(y, out);
  const mean = (f: (i: number) => number): number => Array.from({ length: m }, (_, i) => f(i)).reduce((sum, x) => sum + x, 0) / m;
  const res = residualsOf(coefficients, y.subarray(0, m), y.subarray(m));
  const learned = res.map((r, k) => r * (coefficients.phi[k] - r));
  expect(epsilon * mean((i) => y[i] * out[i])).toBeCloseTo(learned.reduce((sum, x) => sum + x, 0), 12);
  expect(mean((i) => (y[m + i] * out[m + i]) / (1 - y[m + i] ** 2))).toBeCloseTo(learned.reduce((sum, x, k) => sum + k * x, 0), 12);
  const risk = (t: number): number => residualsOf(coefficients, y.subarray(0, m).map((a, i) => a + t * out[i]), y.subarray(m).map((s, i) => s + t * out[m + i])).reduce((sum, r) => sum + (r * r) / 2, 0);
  const dissipated = -mean((i) => epsilon * out[i] ** 2 + out[m + i] ** 2 / (1 - y[m + i] ** 2));
  expect((risk(h) - risk(-h)) / (2 * h) / dissipated).toBeCloseTo(1, 7);
});

test('an implicit step solves with the Jacobian of the flow, real and complex', () => {
  const [m, epsilon] = [5, 0.01];
  const y = Float64Array.from({ length: 2 * m }, (_, i) => Math.cos(5 * i) * (i < m ? 1.5 : 0.8));
  const f = meanFieldDerivative(cubic, m, epsilon);
  const { linearise, solver } = meanFieldSolver(cubic, m, epsilon);
  linearise(y);
  const solve = solver();
  for (const [p, q] of [[30, 0], [12, -45]]) {
    const b = Float64Array.from({ length: 2 * m }, (_, i) => Math.sin(i + 1));
    const [x, z] = [b.slice(), b.map((value) => 1 - value)];
    expect(solve.factor(p, q)).toBe(true);
    solve.solve(x, z);
    // J v by central differences.
    const apply = (v: Float64Array): number[] => {
      const [ahead, behind] = [new Float64Array(2 * m), new Float64Array(2 * m)];
      f(y.map((value, i) => value + 1e-6 * v[i]), ahead);
      f(y.map((value, i) => value - 1e-6 * v[i]), behind);
      return Array.from(ahead, (value, i) => (value - behind[i]) / 2e-6);
    };
    const [Jx, Jz] = [apply(x), q === 0 ? [] : apply(z)];
    for (let i = 0; i < 2 * m; i++) {
      expect(p * x[i] - (q === 0 ? 0 : q * z[i]) - Jx[i]).toBeCloseTo(b[i], 6);
      if (q !== 0) expect(p * z[i] + q * x[i] - Jz[i]).toBeCloseTo(1 - b[i], 6);
    }
  }
});

test.each(data.tiny)('three neurons, $case at ε = $eps, to ten digits', ({ phi, sigma, a0, eps, t, mf }) => {
  const flow = meanFieldFlow({ target: phi, student: sigma, readout: a0, epsilon: eps, tolerance: 1e-12 });
  t.forEach((time, i) => {
    flow.runTo(time);
    expect(off(flow.state().readout, mf.a[i])).toBeLessThan(1e-10);
    expect(off(flow.state().overlaps, mf.s[i])).toBeLessThan(1e-10);
    expect(flow.risk()).toBeCloseTo(mf.risk[i], 10);
  });
});

test.each(data.meanField)('twenty neurons, $case at ε = $eps', ({ case: name, eps, t, risk, res, mean_a2, mean_s2 }) => {
  const { phi, sigma } = cases[name];
  const flow = meanFieldFlow({ target: phi, student: sigma, readout: data.readouts.A20, epsilon: eps });
  t.forEach((time, i) => {
    flow.runTo(time);
    expect(flow.time).toBe(time);
    expect(Math.abs(flow.risk() - risk[i])).toBeLessThan(1e-7);
    expect(off(flow.residuals(), res[i])).toBeLessThan(1e-6);
    expect(flow.degreeRisks().reduce((sum, part) => sum + part, 0)).toBeCloseTo(risk[i], 6);
    const { readout, overlaps } = flow.state();
    const square = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0) / x.length;
    expect(square(readout) / mean_a2[i]).toBeCloseTo(1, 6);
    expect(square(overlaps) / mean_s2[i]).toBeCloseTo(1, 5);
  });
});

test('slices are short, and a flow that is taken up again goes on to the same bits', () => {
  const problem = { target: cubic.phi, student: cubic.sigma, readout: data.readouts.A20, epsilon: 1e-6 };
  const whole = meanFieldFlow(problem);
  let slices = 1;
  while (!whole.work(0.004)) slices++;
  expect(slices).toBeGreaterThan(2);
  const saved = whole.save();
  const then = whole.state();
  whole.runTo(0.2);
  const again = meanFieldFlow({ ...problem, resume: structuredClone(saved) });
  expect(again.time).toBe(0.004);
  expect(again.state()).toEqual(then);
  again.runTo(0.2);
  expect(again.state()).toEqual(whole.state());
});

test('what cannot be followed is refused in words', () => {
  const problem = { target: [1, 1], student: [1, 1], readout: [1, -1], epsilon: 0.1 };
  expect(() => meanFieldFlow({ ...problem, epsilon: 0 })).toThrow('epsilon: found 0; allowed: a finite number above 0');
  expect(() => meanFieldFlow({ ...problem, readout: [] })).toThrow('readout: found no numbers');
  expect(() => meanFieldFlow({ ...problem, student: [1, NaN] })).toThrow('student[1]: found NaN');
  expect(() => meanFieldFlow({ ...problem, overlaps: [0] })).toThrow('overlaps: found 1 numbers; allowed: 2');
  expect(() => meanFieldFlow({ ...problem, overlaps: [0, 1.5] })).toThrow('overlaps[1]: found 1.5');
  const flow = meanFieldFlow(problem);
  flow.runTo(10);
  expect(() => flow.work(0.01)).toThrow('until: found 0.01');
  expect(() => flow.work(NaN)).toThrow('until: found NaN');
  const wild = meanFieldFlow({ ...problem, readout: [1e200, -1e200] });
  expect(() => wild.runTo(1)).toThrow(FlowStopped);
});

test('a network of more degrees than its target unlearns them, and the other way round the rest stays', () => {
  const few = meanFieldFlow({ target: [0, 1], student: [1, 1, 1], readout: data.readouts.A20, epsilon: 1e-3 });
  few.runTo(50);
  expect(few.risk()).toBeLessThan(1e-4);
  const more = meanFieldFlow({ target: [0, 1, 0, 0, 0.5], student: [1, 1, 1], readout: data.readouts.A20, epsilon: 1e-3 });
  more.runTo(50);
  expect(more.residuals()[4]).toBe(0.5);
  expect(more.risk() - few.risk()).toBeCloseTo(0.125, 12);
});
