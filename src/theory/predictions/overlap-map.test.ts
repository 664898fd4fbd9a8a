// The formulas against the map itself, iterated: p = k = 1, σ = h* = He_ℓ, constants of theory/online.md section 7.

import { expect, test } from 'vitest';
import { exponentsAt, type Family } from './exponents.ts';
import { type Growth, growthTime, largestRate, overlapAfter, stepsOfMap } from './overlap-map.ts';

const I4 = { selfAligned: [0, 0, 48, 3456], free: [0, 0, 8, 108, 2304] };

function growthOf(order: number, family: Family, d: number, n: number): Growth {
  const drift = [0, 1, 4, 18, 96][order];
  return { order, drift, self: family === 'free' ? 0 : drift, shared: 0, noise: (d / n) * I4[family][order] };
}

// Section 9: "off resonance T/√d = 1.19–1.27 for d = 2¹⁰…2²⁰ (formula 1.264)"; 1.264 is (1 − sγ)/(cγ) at sγ = 0.4417. Noise
// costs the map more at small d (a seventh at 2¹⁰ with n = d²) and nothing in the limit.
test('the plateau of square-loss He3: T/√d tends to the formula', () => {
  const gamma = 0.4417 / 18;
  const ratios = [10, 12, 14, 16, 18, 20].map((power) => {
    const d = 2 ** power;
    const [m0, growth] = [1 / Math.sqrt(d), growthOf(3, 'selfAligned', d, d ** 2)];
    const scale = Math.sqrt(d) * (1 - m0 / 0.3);
    expect(growthTime(m0, 0.3, gamma, growth, true) / scale).toBeCloseTo(1.264, 3);
    return stepsOfMap(m0, 0.3, gamma, growth, 1e5)! / scale;
  });
  // The excess is of the order of the noise's share of the drift, B/(A m0) ∝ d^(−1/2), and halves as d quadruples.
  const excess = ratios.map((ratio) => ratio / 1.264 - 1);
  for (let i = 1; i < excess.length - 1; i++) expect(excess[i] / excess[i - 1]).toBeLessThan(0.7);
  expect(excess[5]).toBeLessThan(0.01);
  expect(excess[5]).toBeGreaterThan(0);
});

// γ = γ0 d^(−δ), γ0 about a tenth of what the constants allow, so that noise costs little at all d.
test.each<[number, Family, number, number, number]>([
  [2, 'selfAligned', 0.5, 0.5, 1 / 60],
  [2, 'free', 0.5, 0.6, 0.1],
  [3, 'selfAligned', 1, 0.5, 1 / 960],
  [3, 'selfAligned', 1.75, 0.1, 1 / 180],
  [3, 'free', 1.5, 0.1, 1 / 30],
  [3, 'free', 2.5, 0.2, 1 / 30],
])('T of the map grows as d^θ: ℓ = %d, %s, μ = %d, δ = %d', (order, family, mu, delta, gamma0) => {
  const { learns, theta } = exponentsAt(order, family, mu, delta);
  expect(learns).toBe(true);
  // The factors 1 − m0/η and ln(η/m0) are divided out: they tend to their limits slowly.
  const [small, large] = [2 ** 12, 2 ** 16].map((d) => {
    const m0 = 1 / Math.sqrt(d);
    const T = stepsOfMap(m0, 0.3, gamma0 * d ** -delta, growthOf(order, family, d, d ** mu), 1e7)!;
    return T / (order === 2 ? Math.log(0.3 / m0) : 1 - m0 / 0.3);
  });
  expect(Math.abs(Math.log2(large / small) / 4 - theta)).toBeLessThan(0.03);
});

test('m grows just below the largest rate and not just above, whatever ℓ, loss, d and n', () => {
  for (const family of ['selfAligned', 'free'] as const)
    for (const order of family === 'free' ? [2, 3, 4] : [2, 3])
      for (const d of [2 ** 8, 2 ** 14, 2 ** 20])
        for (const mu of [0.5, 1, 1.5, 2.2]) {
          const m0 = 1 / Math.sqrt(d);
          const growth = growthOf(order, family, d, d ** mu);
          const largest = largestRate(m0, growth);
          const grows = (gamma: number): boolean => overlapAfter(m0, gamma, growth) > m0;
          if (largest === Infinity) {
            expect([family, mu >= order - 1, grows(1e-3), grows(1e3), grows(1e9)]).toEqual(['free', true, true, true, true]);
            continue;
          }
          expect([order, family, d, mu, grows(0.99 * largest), grows(1.01 * largest)]).toEqual([order, family, d, mu, true, false]);
          // Noise alone sets it while s γ and the signal's own size are small: section 7's γ_c, 1/96 and 1/3 of n d^(−3/2) at ℓ = 3.
          if (mu < 1 && order === 3 && d === 2 ** 20) expect(largest / (d ** (mu - 1.5) / (family === 'free' ? 3 : 96))).toBeCloseTo(1, 2);
        }
});

test('just inside the largest rate the overlap does get to 0.3, just outside it never does', () => {
  const [d, m0] = [2 ** 14, 2 ** -7];
  const growth = growthOf(3, 'selfAligned', d, d ** 1.2);
  const largest = largestRate(m0, growth);
  expect(stepsOfMap(m0, 0.3, 0.95 * largest, growth, 1e6)).toBeGreaterThan(0);
  expect(stepsOfMap(m0, 0.3, 1.05 * largest, growth, 1e6)).toBeNull();
  expect(growthTime(m0, 0.3, 1.2 * largest, growth)).toBe(Infinity);
});

test('times in continuous time are those of the map for small steps, with noise and what others learn', () => {
  for (const growth of [
    { order: 1, drift: 0.3, self: 0.1, shared: 0.2, noise: 40 },
    { order: 2, drift: 4, self: 4, shared: 0, noise: 400 },
    { order: 3, drift: 18, self: 18, shared: 0, noise: 60 },
    { order: 4, drift: 96, self: 0, shared: 0, noise: 10 },
  ]) {
    const m0 = growth.order === 1 ? 0 : 0.03;
    const eta = 0.2;
    const gamma = 0.2 * Math.min(1e-2, largestRate(growth.order === 1 ? eta : m0, growth));
    const steps = stepsOfMap(m0, eta, gamma, growth, 1e7)!;
    // What is left out: the tangent's 1 − m², 4 % at the end, and the map's own steps.
    expect(growthTime(m0, eta, gamma, growth) / steps).toBeGreaterThan(0.94);
    expect(growthTime(m0, eta, gamma, growth) / steps).toBeLessThan(1.01);
    expect(growthTime(m0, eta, gamma, growth, true)).toBeLessThan(growthTime(m0, eta, gamma, growth));
  }
});

// Section 7: with n ≥ d³ and γ → ∞ the first step of He3 leads to 1/√(1 + d³/(3n)).
test('one giant step', () => {
  const d = 1e4;
  for (const n of [d ** 3, 10 * d ** 3]) {
    const growth = growthOf(3, 'free', d, n);
    expect(overlapAfter(1 / Math.sqrt(d), 1e9, growth)).toBeCloseTo(1 / Math.sqrt(1 + d ** 3 / (3 * n)), 6);
  }
});
