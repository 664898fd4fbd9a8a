import { expect, test } from 'vitest';
import { complexSolver } from './complex-lu.ts';

/** A matrix that needs its rows exchanged: the diagonal is small. */
const entry = (i: number, j: number): number => (i === j ? 1e-12 : Math.sin(3 * i + 7 * j + 1));

test.each([[1, true], [6, true], [6, false], [40, false]])('%d unknowns, real %s: A x gives b back', (n, real) => {
  const solver = complexSolver(n);
  for (let at = 0; at < n * n; at++) {
    const [i, j] = [Math.floor(at / n), at % n];
    solver.re[at] = n === 1 ? 3 : entry(i, j);
    solver.im[at] = real ? NaN : entry(j + 2, i + 5);
  }
  const [re, im] = [solver.re.slice(), solver.im.slice()];
  const [x, y] = [Float64Array.from({ length: n }, (_, i) => i - 2.5), Float64Array.from({ length: n }, (_, i) => 1 / (i + 1))];
  const [b, c] = [x.slice(), y.slice()];
  expect(solver.factor(real)).toBe(true);
  solver.solve(x, y);
  for (let i = 0; i < n; i++) {
    let [u, v] = [0, 0];
    for (let j = 0; j < n; j++) {
      u += re[i * n + j] * x[j] - (real ? 0 : im[i * n + j] * y[j]);
      if (!real) v += re[i * n + j] * y[j] + im[i * n + j] * x[j];
    }
    expect(u).toBeCloseTo(b[i], 9);
    if (!real) expect(v).toBeCloseTo(c[i], 9);
  }
  if (real) expect([...y]).toEqual([...c]);
});

test('a singular matrix is said to be, and one that is not finite', () => {
  const solver = complexSolver(2);
  solver.re.set([1, 2, 2, 4]);
  expect(solver.factor(true)).toBe(false);
  solver.re.set([1, 2, NaN, NaN]);
  expect(solver.factor(false)).toBe(false);
});
