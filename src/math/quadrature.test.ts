import { expect, test } from 'vitest';
import { resolve, sampleNormal } from './panels.ts';
import { gaussHermite, gaussLegendre, mergeBreaks, normalPanelRule, normalTrapezoid, type Rule } from './quadrature.ts';

const integral = ({ nodes, weights }: Rule, f: (x: number) => number): number =>
  nodes.reduce((sum, x, i) => sum + weights[i] * f(x), 0);

test('Gauss rules are exact for the polynomials they promise', () => {
  for (const n of [1, 2, 5, 16, 40]) {
    for (const m of [0, 2 * n - 2]) expect(integral(gaussLegendre(n), (x) => x ** m)).toBeCloseTo(2 / (m + 1), 13);
    let moment = 1; // E g^{2n−2} = (2n − 3)!!
    for (let i = 2 * n - 3; i > 1; i -= 2) moment *= i;
    expect(integral(gaussHermite(n), (x) => x ** (2 * n - 2)) / moment).toBeCloseTo(1, 11);
  }
});

test('on a hard target Gauss–Hermite is bad and the trapezoid good, as theory/reuse.md section 1 says', () => {
  // E tanh(z1 + He3(z2))² from references/reuse/unit_exact_constants.json.
  const exact = 0.6423379469907163;
  const square = (x: number, y: number): number => Math.tanh(x + y ** 3 - 3 * y) ** 2;
  const plane = (rule: Rule): number => integral(rule, (x) => integral(rule, (y) => square(x, y)));
  expect(Math.abs(plane(normalTrapezoid(0.085, 8.5)) - exact)).toBeLessThan(1e-13);
  expect(Math.abs(plane(gaussHermite(160)) - exact)).toBeGreaterThan(1e-6);
});

const DYADIC = [-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16];

test.each<[string, (x: number) => number, number[], number]>([
  ['a corner at a break', (x) => Math.max(x, 0), [0], 0.5],
  ['a jump', (x) => Number(x > 0.3), [0.3], 0.3820885778110474], // 1 − Φ(0.3), table of the normal law
  ['a jump between an end and the first node', (x) => Number(x > 0.001), [0.001], 0.5 - 0.000398942213911], // ½ − φ(0) (x − x³/6)
  ['two corners', (x) => Math.max(-1, Math.min(1, x - 0.3)), [-0.7, 1.3], NaN],
  ['a corner reached by cancellation', (x) => Math.max(x - 0.3, 0), [0.3], NaN],
  ['nothing at all', (x) => Math.tanh(x ** 3 - 3 * x), [], NaN],
  ['a root', (x) => Math.sqrt(Math.abs(x)), [0], Math.sqrt(2 / Math.PI)],
])('%s is found where it is', (_, f, kinks, second) => {
  const panels = resolve(f, DYADIC)!;
  expect(panels.kinks).toHaveLength(kinks.length);
  kinks.forEach((x, i) => expect(Math.abs(panels.kinks[i] - x)).toBeLessThan(1e-12));
  const square = integral(normalPanelRule(mergeBreaks(-12, 12, 1, panels.breaks)), (x) => f(x) ** 2);
  if (!Number.isNaN(second)) expect(Math.abs(square - second)).toBeLessThan(1e-12);
});

test('what is not finite, or too rough, is refused', () => {
  expect(resolve(Math.log, DYADIC)).toBeNull();
  expect(resolve((x) => Math.sin(1e5 * x), DYADIC)).toBeNull();
});

test('a rule made for one function integrates its jumps and corners', () => {
  const f = (x: number): number => (x > 0.123 ? Math.exp(x) : 0) + Math.abs(x + 0.77);
  const reference = normalPanelRule(mergeBreaks(-12, 12, 0.5, [0.123, -0.77]));
  const { weights, values } = sampleNormal(f, 1e-13, mergeBreaks(-12, 12, 1, [0]));
  expect(Math.abs(values.reduce((sum, value, i) => sum + weights[i] * value, 0) - integral(reference, f))).toBeLessThan(1e-11);
});

test('breaks are merged in order, without slivers', () => {
  expect(mergeBreaks(-1, 1, 0.75, [0.5, 3, 0.5 + 1e-16, NaN])).toEqual([-1, -0.25, 0.5, 1]);
});
