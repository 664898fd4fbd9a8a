// A stiff system of up to a few hundred unknowns given by its right-hand side alone: J by forward differences, factored whole.

import { complexSolver } from './complex-lu.ts';
import type { ShiftedSolver, StiffSystem } from './radau.ts';

/** `scale`: of each component, below which its differences are not taken finer. */
export function denseStiff(size: number, derivative: StiffSystem['derivative'], scale: number): StiffSystem {
  const n = size;
  /** Row-major. */
  const J = new Float64Array(n * n);
  const [base, moved, point] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];

  return {
    size,
    derivative,
    linearise(y) {
      derivative(y, base);
      point.set(y);
      for (let j = 0; j < n; j++) {
        point[j] = y[j] + Math.sqrt(Number.EPSILON) * Math.max(Math.abs(y[j]), scale);
        const h = point[j] - y[j];
        derivative(point, moved);
        for (let i = 0; i < n; i++) J[i * n + j] = (moved[i] - base[i]) / h;
        point[j] = y[j];
      }
    },
    solver(): ShiftedSolver {
      const shifted = complexSolver(n);
      return {
        factor(re, im) {
          for (let i = 0; i < n * n; i++) shifted.re[i] = -J[i];
          shifted.im.fill(0);
          for (let i = 0; i < n; i++) {
            shifted.re[i * n + i] += re;
            shifted.im[i * n + i] = im;
          }
          return shifted.factor(im === 0);
        },
        solve: shifted.solve,
      };
    },
  };
}
