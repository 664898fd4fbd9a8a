import { expect, test } from 'vitest';
import { orthonormalHermite } from '../math/hermite-basis.ts';
import { parseLink } from '../model/link.ts';
import { texOf } from '../model/write-tex.ts';
import { parseExperiment } from './experiment.ts';
import { flowClock } from './flow-clock.ts';
import { isFlow } from './flow.ts';
import { hermiteExpression, hermiteOf } from './hermite.ts';
import { readoutVector, recordedSteps } from './quantities.ts';
import { setAt } from './settings.ts';
import { asWritten } from './written.ts';

const flow = {
  target: { hermite: [0.8, 1, 0.8, 0.6] },
  student: { width: 20, hermite: [0.5, 1, 0.8, 0.6], readout: { law: 'gaussian' } },
  data: { dimension: 'infinity' },
  theory: { form: 'mean-field-flow', epsilon: 1e-4, horizon: 2 },
  engine: 'theory',
};
const run = {
  target: { hermite: [0, 1] },
  student: { width: 4, hermite: [0, 1] },
  data: { dimension: 50 },
  training: { batch: 16, learningRate: 0.004, secondLayer: { learningRate: 0.04 }, steps: 100, constraint: 'spherical' },
};

test('a flow needs little', () => {
  const experiment = parseExperiment(flow);
  expect(isFlow(experiment)).toBe(true);
  expect(experiment.data.dimension).toBe(Infinity);
  expect(experiment.student.readout).toEqual({ law: 'gaussian', mean: 0, std: 1 });
  expect(experiment.training).toMatchObject({ batch: 1, learningRate: 0, steps: 200, secondLayer: 'fixed' });
  expect(experiment.record).toEqual({ log: 200 });
  expect(parseExperiment(experiment)).toEqual(experiment);
});

test('JSON has the document as it was written, and parses to the same experiment', () => {
  const experiment = parseExperiment(flow);
  const text = JSON.stringify(asWritten(experiment));
  expect(JSON.parse(text)).toMatchObject(setAt(flow, 'student.readout', { law: 'gaussian', mean: 0, std: 1 }) as object);
  expect(text).not.toMatch(/"link"|"activation"|null,"distribution"/);
  expect(parseExperiment(JSON.parse(text))).toEqual(experiment);
  // A document without coefficients is as it was.
  const plain = parseExperiment({ ...run, target: { link: 'He1(z1)' } });
  expect(asWritten(plain).target).toEqual(plain.target);
});

test('coefficients are those of normalised polynomials, to the last bits', () => {
  const coefficients = [0.1, -2, 0, 1 / 3, 1e-7, 4, -0.5, 6, 7, 8, 9];
  const link = parseLink(hermiteExpression(coefficients, 'x'), ['x']);
  for (const x of [-2.3, 0, 0.7, 1.9]) {
    const h = orthonormalHermite(10, x);
    const terms = coefficients.map((c, k) => c * h[k]);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    expect(Math.abs(link.evaluate([x]) - terms.reduce((sum, term) => sum + term, 0))).toBeLessThan(1e-14 * size);
  }
  expect([hermiteExpression([0, 1], 'z1'), hermiteExpression([-1, 0, Math.SQRT2], 'x'), hermiteExpression([0, -1, -3], 'x')]).toEqual(['He1(z1)', '-1 + He2(x)', '-He1(x) - 2.1213203435596424*He2(x)']);
  expect(texOf(link)).toContain('\\mathrm{He}_3(x)');
});

test('an expression that is a polynomial has coefficients too', () => {
  const { target, student } = hermiteOf(parseExperiment({ ...run, target: { link: 'He2(z1) + 3*z1' }, student: { width: 4, activation: 'x^3' } }))!;
  // He2 = √2 h_2; x³ = He3 + 3 He1 = √6 h_3 + 3 h_1.
  target.forEach((c, k) => expect(c).toBeCloseTo([0, 3, Math.SQRT2][k], 14));
  student.forEach((c, k) => expect(c).toBeCloseTo([0, 3, 0, Math.sqrt(6)][k], 14));
  expect(hermiteOf(parseExperiment({ ...run, student: { width: 4, activation: 'tanh(x)' } }))).toBeNull();
  expect(hermiteOf(parseExperiment({ ...run, target: { link: 'z1*z2', directions: 2 } }))).toBeNull();
});

test('with a horizon the times are geometric from ε/100, or equal parts', () => {
  const geometric = parseExperiment({ ...flow, record: { log: 5 } });
  expect(recordedSteps(geometric)).toEqual([0, 1, 2, 3, 4, 5]);
  const { epsilon, timeOf } = flowClock(geometric);
  expect([epsilon, timeOf(0), timeOf(5)]).toEqual([1e-4, 0, 2]);
  expect(timeOf(1)).toBeCloseTo(1e-6, 18);
  for (const step of [2, 3, 4]) expect(timeOf(step + 1) / timeOf(step)).toBeCloseTo(2e6 ** (1 / 4), 9);
  expect(flowClock(parseExperiment({ ...flow, record: { log: 1 } })).timeOf(1)).toBe(2);
  const even = parseExperiment({ ...flow, training: { steps: 8 }, record: { every: 3 } });
  expect(recordedSteps(even)).toEqual([0, 3, 6, 8]);
  expect([0, 3, 6, 8].map(flowClock(even).timeOf)).toEqual([0, 0.75, 1.5, 2]);
});

test('without one the flow keeps the time of descent, and its ratio of rates', () => {
  const beside = parseExperiment({ ...run, engine: 'theory', theory: { form: 'flow' } });
  // η = γ/p.
  expect(flowClock(beside).timeOf(100)).toBeCloseTo(0.1, 15);
  expect(flowClock(beside).epsilon).toBeCloseTo(0.1, 15);
  expect(recordedSteps({ ...beside, record: { every: 50 } })).toEqual([0, 50, 100]);
  // What the theory says itself comes first.
  expect(flowClock(parseExperiment({ ...run, engine: 'theory', theory: { form: 'flow', epsilon: 0.5 } })).epsilon).toBe(0.5);
  // Beside a run the key waits, whatever the engine.
  expect(parseExperiment({ ...run, theory: { form: 'flow' } }).theory?.form).toBe('flow');
});

test('a readout by law is drawn from the seed, in a stream of its own', () => {
  const of = (readout: unknown, seed = 1, width = 64) => readoutVector(parseExperiment({ ...run, student: { width, hermite: [0, 1], readout }, data: { dimension: 200 }, seed }));
  const gaussian = of({ law: 'gaussian', mean: 3, std: 0.5 });
  expect(of({ law: 'gaussian', mean: 3, std: 0.5 })).toEqual(gaussian);
  expect(of({ law: 'gaussian', mean: 3, std: 0.5 }, 2)).not.toEqual(gaussian);
  expect([...of({ law: 'gaussian' }, 1, 5)]).toEqual([...of({ law: 'gaussian' })].slice(0, 5));
  gaussian.forEach((a, j) => expect(a).toBeCloseTo(3 + 0.5 * of({ law: 'gaussian' })[j], 14));
  expect(of({ law: 'gaussian', mean: 2, std: 0 })).toEqual(new Float64Array(64).fill(2));
  // Means and variances over 50 seeds, 3200 draws: bounds of 4.5 standard errors, one false alarm in some 20 000.
  const pooled = (readout: unknown) => Array.from({ length: 50 }, (_, seed) => [...of(readout, seed)]).flat();
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const normal = pooled({ law: 'gaussian' });
  expect(Math.abs(mean(normal))).toBeLessThan(4.5 / Math.sqrt(3200));
  expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(4.5 * Math.sqrt(2 / 3200));
  const uniform = pooled({ law: 'uniform', high: 3 });
  expect(uniform.every((x) => x > -1 && x < 3)).toBe(true);
  expect(Math.abs(mean(uniform) - 1)).toBeLessThan((4.5 * 4) / Math.sqrt(12 * 3200));
  const atoms = pooled({ law: 'atoms', values: [5, -1, 7], weights: [1, 3, 0] });
  expect(new Set(atoms)).toEqual(new Set([5, -1]));
  expect(Math.abs(atoms.filter((x) => x === 5).length / 3200 - 0.25)).toBeLessThan(4.5 * Math.sqrt(0.1875 / 3200));
});
