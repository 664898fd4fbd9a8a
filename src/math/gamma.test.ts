import { expect, test } from 'vitest';
import { openDraws } from './draws.ts';
import { normalCdf } from './erf.ts';
import { chi, chiSquare } from './gamma.ts';
import { Stream } from './streams.ts';
import { jury, kolmogorov, twoSided } from './testing/likely.ts';

// Fresh seeds would fail this file once in a thousand.
const N = 200_000;
const CHECKS = 24;
const judged = jury(1e-3, CHECKS);

/** P(χ²_ν ≤ x) by the series of the incomplete gamma function; `gamma` is Γ(ν/2 + 1). */
function series(freedom: number, gamma: number): (x: number) => number {
  const a = freedom / 2;
  return (x) => {
    let [term, sum] = [1, 1];
    for (let n = 1; term > 1e-17 * sum; n++) sum += term *= x / 2 / (a + n);
    return ((x / 2) ** a * Math.exp(-x / 2) * sum) / gamma;
  };
}

/** Wilson and Hilferty's cube root, right to O(1/ν). */
const cubeRoot = (freedom: number) => (x: number) => normalCdf((Math.cbrt(x / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom)));

const laws: [number, (x: number) => number][] = [
  [0.5, series(0.5, 0.9064024770554771)],
  [1, (x) => 1 - 2 * normalCdf(-Math.sqrt(x))],
  [2, (x) => -Math.expm1(-x / 2)],
  [10, series(10, 120)],
  [1e6, cubeRoot(1e6)],
  [1e12, cubeRoot(1e12)],
];

test.each(laws)('χ² with %d degrees of freedom', (freedom, cdf) => {
  const draws = openDraws();
  draws.start(5, Stream.steps, 1);
  const sample = Float64Array.from({ length: N }, () => chiSquare(draws, freedom));
  // Of (x − ν)/√(2ν): E z³ = √(8/ν), and E z⁴ − 1 = 2 + 12/ν.
  const z = sample.map((x) => (x - freedom) / Math.sqrt(2 * freedom));
  const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / N;
  judged.expectLikely('mean', twoSided(mean(z) * Math.sqrt(N)));
  judged.expectLikely('variance', twoSided((mean(z.map((x) => x * x)) - 1) / Math.sqrt((2 + 12 / freedom) / N)));
  // Var z³ = E z⁶ − (E z³)², with the central moments 15 + 130·4/ν·… of a gamma law of shape a = ν/2: κ₃ = 2/√a, κ₄ = 6/a, κ₅ = 24/a^1.5, κ₆ = 120/a².
  const a = freedom / 2;
  const sixth = 120 / a ** 2 + (15 * 6) / a + (10 * 4) / a + 15;
  judged.expectLikely('third moment', twoSided((mean(z.map((x) => x ** 3)) - 2 / Math.sqrt(a)) / Math.sqrt((sixth - 4 / a) / N)));
  judged.expectLikely('distribution', kolmogorov(sample.sort(), cdf));
});

test('as many checks were made as the false-alarm rate was shared among', () => expect(judged.checked).toBe(CHECKS));

test('no degrees of freedom: nothing at all, and nothing is drawn', () => {
  const [used, fresh] = [openDraws(), openDraws()];
  for (const draws of [used, fresh]) draws.start(1, Stream.steps, 1);
  expect(chiSquare(used, 0)).toBe(0);
  expect(used.normal()).toBe(fresh.normal());
});

test('χ with many degrees of freedom keeps the digits of its spread', () => {
  // χ_ν ≈ √ν + g/√2: at ν = 10¹² the values stand 10⁻¹⁰ apart, and nearly all of them differ.
  const draws = openDraws();
  draws.start(2, Stream.steps, 1);
  const values = Array.from({ length: 1000 }, () => chi(draws, 1e12) - 1e6);
  expect(new Set(values).size).toBe(1000);
  expect(Math.max(...values.map(Math.abs))).toBeLessThan(4);
});
