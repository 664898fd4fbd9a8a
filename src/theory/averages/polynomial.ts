// Field averages where σ and the target are polynomials: exact, for any degrees, variances and overlaps. All of it rests
// on one table. With e^u_n = E g_u^{(n)}(x_u), Gaussian integration by parts gives
//   S_uv^{mn} = E[g_u^{(m)}(x_u) g_v^{(n)}(x_v)] = Σ_i e^u_{m+i} e^v_{n+i} C_uv^i / i!,
// the general formula of theory/online.md section 6 for any polynomial at once.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale } from '../../experiment/quantities.ts';
import { factorial, smoothedTaylor } from '../../math/hermite.ts';
import type { FieldAverages } from '../averages.ts';
import { covariancesOf, type Part } from './units.ts';

/** `sigma`: powers of σ, constant first; every part has powers. */
export function polynomialAverages(experiment: Experiment, sigma: readonly number[], parts: readonly Part[]): FieldAverages {
  const { student: { width: p }, target: { directions: k, noise } } = experiment;
  const c = outputScale(experiment);
  const N = p + parts.length;
  const powers = Array.from({ length: N }, (_, u) => (u < p ? sigma : parts[u - p].powers!));
  const degrees = powers.map(({ length }) => length - 1);
  // One row more than the highest degree, so that a constant σ has its derivatives, which are 0.
  const width = Math.max(3, ...degrees.map((degree) => degree + 1));
  const covariances = covariancesOf(parts, gramMatrix(experiment), p, k);
  const moments = powers.map(() => new Float64Array(2 * width));
  const tables = Array.from({ length: N * N }, () => new Float64Array(width * width));
  const weights = new Float64Array(N).fill(1);
  const products = Array.from({ length: N }, () => new Float64Array(width * width));

  function fill(C: Float64Array): void {
    for (let u = 0; u < N; u++) {
      // smoothedTaylor has e_n / n!.
      const taylor = smoothedTaylor(powers[u], C[u * N + u]);
      for (let n = 0; n < taylor.length; n++) moments[u][n] = factorial(n) * taylor[n];
    }
    for (let u = 0; u < N; u++)
      for (let v = 0; v < N; v++) if (weights[u] !== 0 || weights[v] !== 0 || (u < p && v < p)) pairTable(tables[u * N + v], u, v, C[u * N + v]);
  }

  function pairTable(table: Float64Array, u: number, v: number, covariance: number): void {
    const [left, right] = [moments[u], moments[v]];
    for (let m = 0; m <= degrees[u]; m++)
      for (let n = 0; n <= degrees[v]; n++) {
        let [sum, factor] = [0, 1];
        for (let i = 0; m + i <= degrees[u] && n + i <= degrees[v]; i++, factor *= covariance / i) sum += left[m + i] * right[n + i] * factor;
        table[m * width + n] = sum;
      }
  }

  /**
   * E[σ'(λ_j) σ'(λ_l) e²]. The first two as Σ_ab S_jl^{1+a,1+b}/(a! b!) :λ_j^a λ_l^b: of Wick powers; by parts each turns into
   * derivatives of e² along the two fields, which fall on its two factors as a = a₁ + a₂, b = b₁ + b₂.
   */
  function fourth(j: number, l: number, C: Float64Array): number {
    const most = degrees[j] - 1;
    for (let u = 0; u < N; u++) {
      if (weights[u] === 0) continue;
      for (let a = 0, x = 1; a <= most; a++, x *= C[j * N + u] / a)
        for (let b = 0, y = 1; b <= most; b++, y *= C[l * N + u] / b) products[u][a * width + b] = x * y;
    }
    const pair = tables[j * N + l];
    let sum = 0;
    for (let u = 0; u < N; u++) {
      if (weights[u] === 0) continue;
      for (let v = 0; v <= u; v++) if (weights[v] !== 0) sum += (u === v ? 1 : 2) * weights[u] * weights[v] * contract(pair, u, v, most);
    }
    return sum;
  }

  function contract(pair: Float64Array, u: number, v: number, most: number): number {
    const [left, right, table] = [products[u], products[v], tables[u * N + v]];
    const [highest, other] = [degrees[u], degrees[v]];
    let sum = 0;
    for (let a1 = 0; a1 <= most && a1 <= highest; a1++)
      for (let b1 = 0; b1 <= most && a1 + b1 <= highest; b1++) {
        const x = left[a1 * width + b1];
        if (x === 0) continue;
        const row = (a1 + b1) * width;
        let inner = 0;
        for (let a2 = 0; a1 + a2 <= most && a2 <= other; a2++)
          for (let b2 = 0; b1 + b2 <= most && a2 + b2 <= other; b2++)
            inner += pair[(1 + a1 + a2) * width + 1 + b1 + b2] * right[a2 * width + b2] * table[row + a2 + b2];
        sum += x * inner;
      }
    return sum;
  }

  return {
    of(M, Q, readout, square, residuals) {
      for (let s = 0; s < p; s++) weights[s] = square ? -c * readout[s] : 0;
      const { C, fields } = covariances(M, Q);
      fill(C);
      const means = new Float64Array(p * (k + p));
      for (let j = 0; j < p; j++) {
        // E[σ'(λ_j) e φ_a] = cov(φ_a, λ_j) E[σ'' e] + Σ_u w_u cov(φ_a, x_u) E[σ' g_u'].
        let curvature = 0;
        for (let u = 0; u < N; u++) if (weights[u] !== 0) curvature += weights[u] * tables[j * N + u][2 * width];
        for (let a = 0; a < k + p; a++) {
          let sum = fields[a * N + j] * curvature;
          for (let u = 0; u < N; u++) if (weights[u] !== 0) sum += weights[u] * fields[a * N + u] * tables[j * N + u][width + 1];
          means[j * (k + p) + a] = c * readout[j] * sum;
        }
      }
      let second: Float64Array | null = null;
      if (residuals) {
        second = new Float64Array(p * p);
        for (let j = 0; j < p; j++)
          for (let l = 0; l <= j; l++) {
            const value = c * c * readout[j] * readout[l] * (fourth(j, l, C) + noise * tables[j * N + l][width + 1]);
            second[j * p + l] = second[l * p + j] = value;
          }
      }
      return { fields: means, residuals: second, error: 0 };
    },
  };
}
