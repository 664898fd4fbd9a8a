// The exponents of theory/online.md section 7, row by row: ℓ, loss, μ, then the least δ, the best θ, the batch d^μ at which
// θ is smallest, and θ there.

import { expect, test } from 'vitest';
import { exponentsAt, type Family } from './exponents.ts';

test.each<[number, Family, number, number | null, number, number, number]>([
  [1, 'selfAligned', 0.25, 0.75, 0.75, 1, 0],
  [1, 'selfAligned', 1.5, 0, 0, 1, 0],
  [1, 'free', 0.25, 0.75, 0.75, 1, 0],
  [1, 'free', 1, null, 0, 1, 0],
  [2, 'selfAligned', 0.5, 0.5, 0.5, 1, 0],
  [2, 'selfAligned', 1.5, 0, 0, 1, 0],
  [2, 'free', 0.5, 0.5, 0.5, 1, 0],
  [2, 'free', 1.5, null, 0, 1, 0],
  [3, 'selfAligned', 1, 0.5, 1, 1.5, 0.5],
  [3, 'selfAligned', 1.75, 0, 0.5, 1.5, 0.5],
  [3, 'free', 1, 0.5, 1, 2, 0],
  [3, 'free', 1.75, -0.25, 0.25, 2, 0],
  [3, 'free', 2.5, null, 0, 2, 0],
  [4, 'selfAligned', 1, 1, 2, 2, 1],
  [4, 'selfAligned', 3, 0, 1, 2, 1],
  [4, 'free', 2.5, -0.5, 0.5, 3, 0],
  [4, 'free', 3.5, null, 0, 3, 0],
])('ℓ = %d, %s, μ = %d', (order, family, mu, boundary, bestTheta, bestMu, thetaAtBestMu) => {
  const exponents = exponentsAt(order, family, mu, 0.1);
  expect(exponents).toMatchObject({ boundary, bestTheta, bestMu, thetaAtBestMu, samples: Math.max(order - 1, 1) });
  // On the boundary itself θ is the best there is.
  if (boundary !== null) {
    expect(exponentsAt(order, family, mu, boundary)).toMatchObject({ learns: true, theta: bestTheta });
    expect(exponentsAt(order, family, mu, boundary - 1e-9).learns).toBe(false);
  }
});

test('a learning rate of 0 does not learn, and away from the boundary T is 1/γ', () => {
  expect(exponentsAt(3, 'free', 2.5, Infinity).learns).toBe(false);
  expect(exponentsAt(3, 'selfAligned', 1, 1.2)).toMatchObject({ learns: true, theta: 1.7 });
  expect(exponentsAt(3, 'free', 2.5, -3)).toMatchObject({ learns: true, theta: 0 });
});

test('one giant step takes δ ≤ −(ℓ−1)/2, n ≥ d^ℓ and no self-alignment', () => {
  expect(exponentsAt(3, 'free', 3, -1).giantStep).toBe(true);
  expect(exponentsAt(3, 'free', 3, -0.9).giantStep).toBe(false);
  expect(exponentsAt(3, 'free', 2.9, -1).giantStep).toBe(false);
  expect(exponentsAt(3, 'selfAligned', 3, -1).giantStep).toBe(false);
  expect(exponentsAt(1, 'free', 1, 0).giantStep).toBe(true);
});
