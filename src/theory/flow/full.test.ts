// Against an independent program's solutions (explicit, tolerance 2.5e-14; timescales.json), and the flow's own limits.

import { expect, test } from 'vitest';
import { degreeRisksOf, fullDerivative, fullFlow } from './full.ts';
import { meanFieldFlow } from './mean-field.ts';
import data from './timescales.json';

const cases = data.cases as Record<string, { phi: number[]; sigma: number[] }>;
const cubic = { phi: Float64Array.from(cases.cubic0123.phi), sigma: Float64Array.from(cases.cubic0123.sigma) };

function symmetric(m: number, upper: readonly number[] = []): Float64Array {
  const r = new Float64Array(m * m);
  let at = 0;
  for (let i = 0; i < m; i++) {
    r[i * m + i] = 1;
    for (let j = i + 1; j < m; j++) r[i * m + j] = r[j * m + i] = upper[at++] ?? 0;
  }
  return r;
}

function off(found: ArrayLike<number>, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
}

test('readouts and overlaps move as section 2 has it, and the risk falls by what they dissipate', () => {
  const { a, s, r_upper_rowmajor, eps, da, ds, dr_upper, risk, degree_risk, dRdt } = data.unit.full_rhs;
  const y = Float64Array.of(...a, ...s, ...r_upper_rowmajor);
  const out = new Float64Array(9);
  fullDerivative(cubic, 3, eps)(y, out);
  expect(off(out, [...da, ...ds, ...dr_upper])).toBeLessThan(1e-10);
  const risks = (y: Float64Array): Float64Array => degreeRisksOf(cubic, y.subarray(0, 3), y.subarray(3, 6), symmetric(3, [...y.subarray(6)]));
  expect(off(risks(y), degree_risk)).toBeLessThan(1e-12);
  const total = (h: number): number => risks(y.map((value, i) => value + h * out[i])).reduce((sum, part) => sum + part, 0);
  expect(total(0)).toBeCloseTo(risk, 12);
  expect((total(1e-6) - total(-1e-6)) / 2e-6).toBeCloseTo(dRdt, 6);
});

test.each(data.tiny)('three neurons in infinite dimension, $case at ε = $eps, to ten digits', ({ phi, sigma, a0, eps, t, full }) => {
  const flow = fullFlow({ target: phi, student: sigma, readout: a0, epsilon: eps, tolerance: 1e-12 });
  t.forEach((time, i) => {
    flow.runTo(time);
    const { readout, overlaps, gram } = flow.state();
    expect(off(readout, full.a[i])).toBeLessThan(1e-10);
    expect(off(overlaps, full.s[i])).toBeLessThan(1e-10);
    expect(off(gram!, [...symmetric(3, full.r_upper[i])])).toBeLessThan(1e-10);
    expect(flow.risk()).toBeCloseTo(full.risk[i], 10);
  });
});

test.each(data.full)('$m neurons in dimension $d at ε = $eps', ({ m, eps, a0, s0, r0_upper, t, risk, degree_risk, snap }) => {
  const flow = fullFlow({ target: cubic.phi, student: cubic.sigma, readout: a0, overlaps: s0, gram: r0_upper && symmetric(m, r0_upper), epsilon: eps });
  t.forEach((time, i) => {
    flow.runTo(time);
    expect(Math.abs(flow.risk() - risk[i])).toBeLessThan(1e-7);
    expect(off(flow.degreeRisks(), degree_risk[i])).toBeLessThan(1e-7);
  });
  flow.runTo(snap.t);
  expect(off(flow.state().readout, snap.a)).toBeLessThan(1e-6);
  expect(off(flow.state().overlaps, snap.s)).toBeLessThan(1e-6);
});

// Eight neurons at ε = 1e-4 are followed by implicit steps. Five copies of each make the same network, and are too many for them.
test('implicit and explicit steps follow one flow', () => {
  const problem = { target: cubic.phi, student: cubic.sigma, epsilon: 1e-4 };
  const implicit = fullFlow({ ...problem, readout: data.readouts.A8 });
  const wide = fullFlow({ ...problem, readout: Array.from({ length: 5 }, () => data.readouts.A8).flat(), gram: repeated(8, 5) });
  for (const time of [1e-5, 1e-3, 0.02]) {
    implicit.runTo(time);
    wide.runTo(time);
    expect(wide.risk()).toBeCloseTo(implicit.risk(), 6);
  }
});

// Explicit steps are no longer than 3.3 ε here: to 10⁶ there would be more than a flow may make.
test('a long time at a moderate ε takes few steps', () => {
  const flow = fullFlow({ target: cubic.phi, student: cubic.sigma, readout: [0.7, -1.2, 2], epsilon: 1e-2, horizon: 1e6 });
  flow.runTo(1e5);
  const risk = flow.risk();
  flow.runTo(1e6);
  expect(flow.time).toBe(1e6);
  expect(risk - flow.risk()).toBeGreaterThanOrEqual(-1e-9);
  expect(risk).toBeLessThan(0.5);
});

/** Neurons i, i + m, i + 2m, … are one and the same. */
function repeated(m: number, times: number): Float64Array {
  const n = m * times;
  return Float64Array.from({ length: n * n }, (_, at) => Number(at % n % m === Math.floor(at / n) % m));
}

test('a wide network follows the mean field, up to terms of order 1/m', () => {
  const gap = (m: number): number => {
    const readout = Array.from({ length: m }, (_, i) => 2 * Math.cos(i * 2.399963));
    const problem = { target: [1, 1, 1], student: [1, 1, 1], readout, epsilon: 0.1 };
    const [full, limit] = [fullFlow({ ...problem, tolerance: 1e-6 }), meanFieldFlow(problem)];
    full.runTo(0.1);
    limit.runTo(0.1);
    return full.risk() - limit.risk();
  };
  const [few, many] = [gap(10), gap(40)];
  expect(few / many).toBeGreaterThan(3);
  expect(few / many).toBeLessThan(5);
});

test.each([1e-2, 1e-5])('at ε = %d a flow that is taken up again goes on to the same bits', (epsilon) => {
  const problem = { target: cubic.phi, student: cubic.sigma, readout: data.readouts.A8, epsilon };
  const whole = fullFlow(problem);
  whole.runTo(0.01);
  const saved = whole.save();
  whole.runTo(0.05);
  const again = fullFlow({ ...problem, resume: structuredClone(saved) });
  expect(again.time).toBe(0.01);
  again.runTo(0.05);
  expect(again.state()).toEqual(whole.state());
});

test('a Gram matrix must be one', () => {
  const problem = { target: [1], student: [1], readout: [1, 2], epsilon: 1 };
  expect(() => fullFlow({ ...problem, gram: [1, 0, 0] })).toThrow('gram: found 3 numbers; allowed: 4');
  expect(() => fullFlow({ ...problem, gram: [1, 0.1, 0.2, 1] })).toThrow('gram[1]: found 0.1, and 0.2 across the diagonal');
  expect(() => fullFlow({ ...problem, gram: [1, 0, 0, 2] })).toThrow('gram[3]: found 2 on the diagonal; allowed: 1');
});
