// The closure against the exact law at large batches, with 2000 seeds: what `closure` is for, heavy tails included.

import { expect, test } from 'vitest';
import { experimentOf, largestDeviation, type Case } from './compare.ts';

// 4 × (2 … 6) comparisons of |z| ≤ 4.5 a case: a false alarm in 1 of 1000 changes of seed for all of them together.
test.each<Case>([
  { activation: 'He3(x)', p: 2, n: 30000, gamma: 0.5, noise: 1e-6 },
  { activation: 'He3(x)', p: 2, n: 30000, gamma: 0.5, loss: 'correlation' },
  { activation: 'He4(x)', p: 1, n: 30000, gamma: 0.005 },
  { activation: 'He3(x)', p: 1, n: 100000, gamma: 0.2 },
  { activation: 'He4(x)', p: 1, n: 100000, gamma: 0.01, loss: 'correlation' },
  { activation: 'erf(x/sqrt(2))', p: 2, n: 30000, gamma: 2, noise: 0.01 },
])('in law: $activation, p = $p, n = $n, γ = $gamma', (it) => {
  const { z, at } = largestDeviation(experimentOf(it), 2000);
  expect(z, at).toBeLessThan(4.5);
});
