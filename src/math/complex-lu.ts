// Complex linear systems of tens to hundreds of unknowns, real and imaginary parts in arrays of their own: LU with partial
// pivoting, rows exchanged in place. An implicit integrator solves (μ − J) x = b with one real and one complex μ.

export interface ComplexSolver {
  /** Row-major n×n, to be filled before `factor`, which overwrites it. `im` is not looked at after factor(true). */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** `real`: the imaginary part is zero. False when the matrix is singular, or holds something that is not finite. */
  factor(real: boolean): boolean;
  /** A x = b in place; `im` is not touched after factor(true). */
  solve(re: Float64Array, im: Float64Array): void;
}

export function complexSolver(n: number): ComplexSolver {
  const re = new Float64Array(n * n);
  const im = new Float64Array(n * n);
  const pivots = new Int32Array(n);
  let real = false;

  function exchange(A: Float64Array, i: number, j: number): void {
    for (let c = 0; c < n; c++) {
      const x = A[i * n + c];
      A[i * n + c] = A[j * n + c];
      A[j * n + c] = x;
    }
  }

  // No pairs are built and taken apart in these loops: they are where an implicit step spends its time.
  function eliminateReal(k: number): void {
    const row = k * n;
    for (let i = k + 1; i < n; i++) {
      const at = i * n;
      const x = re[at + k] / re[row + k];
      re[at + k] = x;
      if (x !== 0) for (let c = k + 1; c < n; c++) re[at + c] -= x * re[row + c];
    }
  }

  function eliminate(k: number): void {
    const row = k * n;
    const p = re[row + k];
    const q = im[row + k];
    const size = p * p + q * q;
    for (let i = k + 1; i < n; i++) {
      const at = i * n;
      const u = re[at + k];
      const v = im[at + k];
      const x = (u * p + v * q) / size;
      const y = (v * p - u * q) / size;
      re[at + k] = x;
      im[at + k] = y;
      if (x === 0 && y === 0) continue;
      for (let c = k + 1; c < n; c++) {
        const a = re[row + c];
        const b = im[row + c];
        re[at + c] -= x * a - y * b;
        im[at + c] -= x * b + y * a;
      }
    }
  }

  return {
    re,
    im,
    factor(isReal) {
      real = isReal;
      for (let k = 0; k < n; k++) {
        let [best, largest] = [k, -1];
        for (let i = k; i < n; i++) {
          const size = Math.abs(re[i * n + k]) + (real ? 0 : Math.abs(im[i * n + k]));
          if (size > largest) [best, largest] = [i, size];
        }
        if (!(largest > 0 && largest < Infinity)) return false;
        pivots[k] = best;
        if (best !== k) {
          exchange(re, k, best);
          if (!real) exchange(im, k, best);
        }
        if (real) eliminateReal(k);
        else eliminate(k);
      }
      return true;
    },
    solve(x, y) {
      for (let k = 0; k < n; k++) {
        const p = pivots[k];
        if (p === k) continue;
        [x[k], x[p]] = [x[p], x[k]];
        if (!real) [y[k], y[p]] = [y[p], y[k]];
      }
      for (let i = 0; i < n; i++) subtract(x, y, i, 0, i);
      for (let i = n - 1; i >= 0; i--) {
        subtract(x, y, i, i + 1, n);
        const p = re[i * n + i];
        if (real) x[i] /= p;
        else {
          const q = im[i * n + i];
          const size = p * p + q * q;
          [x[i], y[i]] = [(x[i] * p + y[i] * q) / size, (y[i] * p - x[i] * q) / size];
        }
      }
    },
  };

  /** x_i less Σ A_ic x_c over the columns from `first` to before `end`. */
  function subtract(x: Float64Array, y: Float64Array, i: number, first: number, end: number): void {
    let u = x[i];
    if (real) for (let c = first; c < end; c++) u -= re[i * n + c] * x[c];
    else {
      let v = y[i];
      for (let c = first; c < end; c++) {
        const a = re[i * n + c];
        const b = im[i * n + c];
        u -= a * x[c] - b * y[c];
        v -= a * y[c] + b * x[c];
      }
      y[i] = v;
    }
    x[i] = u;
  }
}
