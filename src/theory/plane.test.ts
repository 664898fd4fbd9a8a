import { expect, test } from 'vitest';
import { erf } from '../math/erf.ts';
import { projectHermite } from '../math/hermite-basis.ts';
import { closedForm, closedSpectrum } from './closed.ts';
import { type Marginal, marginalOf, marginalRule, profileOf } from './marginal.ts';
import { planeMoments } from './plane.ts';

const relu = (x: number): number => Math.max(x, 0);

/** A neuron whose series is never good enough, so that the plane is turned to it. */
const distrustful = (s: Marginal): Marginal => ({
  ...s,
  spectrum: (degree) => {
    const { coefficients, tails } = s.spectrum(degree);
    return { coefficients, tails: tails.map(() => 1) };
  },
});

test('tensor and turned plane agree wherever the neuron points', () => {
  const plane = planeMoments((x, y) => Math.tanh(x + y ** 3 - 3 * y))!;
  const neuron = marginalOf(profileOf(Math.tanh), 1)!;
  // The first is the direction in which a fixed lattice along the lines was wrong by 3e-8.
  for (const [x, y] of [[-0.9478885047652746, 0.11632876915815758], [0.5, 0.5], [0.1, -0.9], [-0.65, -0.6]]) {
    const series = plane.average(x, y, neuron);
    const turned = plane.average(x, y, distrustful(neuron));
    expect(series.error).toBeLessThan(1e-10);
    expect(Math.abs(series.value - turned.value)).toBeLessThan(series.error + 1e-11);
  }
});

// Second moments and means by polar coordinates and by hand.
test.each<[string, (x: number, y: number) => number, number, number]>([
  ['sign(z1 z2)', (x, y) => Math.sign(x * y), 1, 0],
  ['|z1 z2|', (x, y) => Math.abs(x * y), 1, 2 / Math.PI],
  ['max(z1, z2)', (x, y) => Math.max(x, y), 1, 1 / Math.sqrt(Math.PI)],
  ['the indicator of the unit disc', (x, y) => Number(x * x + y * y < 1), 1 - Math.exp(-0.5), 1 - Math.exp(-0.5)],
])('%s, with kinks along lines or curves, is integrated to its stated error', (_, h, second, mean) => {
  const plane = planeMoments(h)!;
  expect(plane.error).toBeLessThan(1e-8);
  expect(Math.abs(plane.second - second)).toBeLessThan(plane.error + 1e-9);
  expect(Math.abs(plane.mean - mean)).toBeLessThan(1e-9);
});

test('a neuron inside the plane of a kinked target', () => {
  const neuron = marginalOf(profileOf(relu), 1)!;
  // max(x, y) = (x + y)/2 + (relu(u) + relu(−u))/√2 with u = (x − y)/√2, at 45° and 135° from x: arc-cosine kernels.
  const plane = planeMoments(Math.max)!;
  const kernel = (theta: number): number => (Math.sin(theta) + (Math.PI - theta) * Math.cos(theta)) / (2 * Math.PI);
  const exact = 0.25 + (Math.SQRT2 / 2) * (kernel(Math.PI / 4) + kernel((3 * Math.PI) / 4));
  expect(Math.abs(plane.average(1, 0, neuron).value - exact)).toBeLessThan(1e-9);
});

test('too rough a target is given up within its budget', () => {
  expect(planeMoments((x, y) => Math.sin(50 * x * y))).toBeNull();
  expect(planeMoments((x, y) => Math.log(x * y))).toBeNull();
});

test('coefficients of a smooth link do not alias at high degree', () => {
  const profile = profileOf(Math.tanh);
  const rule = marginalRule(profile, 1)!;
  const weighted = rule.nodes.map((x, i) => rule.weights[i] * Math.tanh(x));
  const { coefficients, tails } = marginalOf(profile, 1)!.spectrum(200);
  projectHermite(rule.nodes, weighted, 200).forEach((c, n) => expect(Math.abs(c - coefficients[n]), `${n}`).toBeLessThan(1e-13));
  // The pole at iπ/2 makes them fall like exp(−(π/2)√n).
  expect(Math.abs(coefficients[199])).toBeLessThan(1e-9);
  expect(tails[150]).toBeGreaterThan(coefficients.subarray(151).reduce((sum, c) => sum + c * c, 0));
});

test('what a closed spectrum says it leaves, it leaves', () => {
  const f = (x: number): number => 0.2 + x + 2 * erf(1.3 * x);
  const form = closedForm(f)!;
  const long = closedSpectrum(form, 2, 400).coefficients;
  for (const degree of [4, 11, 40]) {
    const { tail } = closedSpectrum(form, 2, degree);
    const left = long.subarray(degree + 1).reduce((sum, c) => sum + c * c, 0);
    expect(tail).toBeGreaterThanOrEqual(left * (1 - 1e-12));
    expect(tail).toBeLessThan(20 * left);
  }
});
