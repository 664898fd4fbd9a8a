import { describe, expect, it } from 'vitest';
import { readoutVector } from '../../src/experiment/quantities.ts';
import { putAt } from '../../src/experiment/settings.ts';
import { planDescent } from '../../src/run/timescales-descent.ts';
import { pointsOf } from './descending.ts';
import { epsilonAt, flowFrom, laws, lawOf, padded, startOf, starts, withCoefficient, withDegrees, withForm } from './setup.ts';

const canonical = starts[0].document;
const flow = (document: unknown) => flowFrom(document).experiment!;

describe('settings', () => {
  it('begin from presets that are all flows, one with descent over it', () => {
    expect(starts.map(({ document }) => flowFrom(document).error)).toEqual(starts.map(() => null));
    expect(starts.filter(({ descent }) => descent.on).map(({ id }) => id)).toEqual(['timescales-sgd']);
    const sgd = flow(startOf('timescales-sgd')!.document);
    // η = 0.002, 1500 steps, the second layer ten times faster.
    expect([sgd.theory!.epsilon, sgd.theory!.horizon]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(3, 12)]);
  });

  it('turn a sign, zero a degree, add one and take it away', () => {
    const turned = flow(withCoefficient(canonical, flow(canonical), 'student', 3, -0.6));
    expect(padded(turned)).toEqual({ target: [0.8, 1, 0.8, 0.6], student: [0.5, 1, 0.8, -0.6] });
    expect(padded(flow(withDegrees(canonical, turned, 5))).student).toEqual([0.5, 1, 0.8, -0.6, 0]);
    expect(padded(flow(withDegrees(canonical, turned, 3))).target).toEqual([0.8, 1, 0.8]);
  });

  it('know each law again, also where its defaults are filled in', () => {
    for (const [i, { readout }] of laws.entries()) expect(lawOf(flow(putAt(canonical, 'student.readout', readout)))).toBe(i);
    expect(lawOf(flow(putAt(canonical, 'student.readout', { law: 'gaussian', mean: 2 })))).toBe(-1);
  });

  it('take a dimension with the exact flow alone', () => {
    const exact = withForm(canonical, 'flow', 400);
    expect(flow(exact).data.dimension).toBe(400);
    // At 10⁻¹² the exact flow would take minutes.
    expect([canonical, exact].map((document) => flow(document).theory?.epsilon)).toEqual([1e-12, 1e-3]);
    expect(flow(withForm(exact, 'mean-field-flow', 400)).data.dimension).toBe(Infinity);
  });

  it('say what is wrong, with the key', () => {
    expect(flowFrom(putAt(canonical, 'student.width', 0)).error).toMatch(/^student\.width: found 0/);
    expect(flowFrom({ ...canonical, engine: 'theory', theory: {}, data: { dimension: 100 }, training: { batch: 1, learningRate: 1, steps: 1 } }).error).toMatch(/no gradient flow/);
    expect(epsilonAt(-2.35)).toBe(0.00447);
  });
});

describe('descent over the flow', () => {
  const plan = (epsilon: number, dial: number) => planDescent(flow(putAt(putAt(canonical, 'theory.epsilon', epsilon), 'student.width', 8)), { dimension: 100, dial, seeds: 8 });

  it('has the noise that is asked for, the flow’s time, and steps small beside ε', () => {
    const { experiment, eta, batch, dial, departure, steps, kept } = plan(0.1, 0.003);
    const { training, student } = experiment;
    expect(dial).toBeLessThanOrEqual(0.003);
    expect(dial).toBeGreaterThan(0.0025);
    expect(departure).toBeCloseTo(20 * dial, 12);
    expect(eta * steps).toBeGreaterThanOrEqual(1);
    expect(eta * (steps - 1)).toBeLessThan(1);
    // U(1) = 0.25 + 1 + 0.64 + 0.36.
    expect((eta * 2.25) / 0.1).toBeLessThanOrEqual(0.05 + 1e-12);
    expect([training.learningRate / student.width, training.batch, training.steps]).toEqual([expect.closeTo(eta, 15), batch, steps]);
    expect(training.secondLayer).toEqual({ learningRate: expect.closeTo((eta * 8) / 0.1, 12) });
    expect([kept[0], kept.at(-1)]).toEqual([0, steps]);
    expect(kept.every((step, i) => i === 0 || step > kept[i - 1])).toBe(true);
  });

  it('starts where the flow does', () => {
    const { experiment } = plan(0.1, 0.003);
    expect(experiment.initial).toEqual({ M: Array.from({ length: 8 }, () => [0]), Q: Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0))) });
    expect(experiment.student.readout).toEqual([...readoutVector(flow(putAt(canonical, 'student.width', 8)))]);
  });

  it('is refused in words where it would take too long', () => {
    expect(() => plan(1e-6, 0.003)).toThrow(/At ε = 0\.000001 descent to t = 1 takes 45,000,000 steps of η = 2\.2e-8 on 1 sample, and a page makes 100,000 at most\. Take a larger ε/);
    expect(() => plan(0.1, 2e-6)).toThrow(/ on 4,096 samples, [\d.]+ times what a page should compute\. Take a larger ηd\/B/);
    expect(() => plan(0.1, 0)).toThrow('ηd/B: found 0; allowed: a number above 0');
  });

  it('is drawn as mean and standard error over its seeds, without the labels’ noise', () => {
    const made = plan(0.1, 0.003);
    const noisy = { ...made, kept: [0, 10], experiment: { ...made.experiment, target: { ...made.experiment.target, noise: 0.2 } } };
    const { mean, sem, times, seeds } = pointsOf(noisy, [[1.1, 0.5], [1.1, 0.7], [1.1, 0.9]]);
    expect(mean).toEqual([expect.closeTo(1, 12), expect.closeTo(0.6, 12)]);
    expect(sem).toEqual([expect.closeTo(0, 12), expect.closeTo(0.2 / Math.sqrt(3), 12)]);
    expect([times[1], seeds]).toEqual([10 * made.eta, 3]);
  });
});
