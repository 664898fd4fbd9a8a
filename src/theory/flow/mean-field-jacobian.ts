// The Jacobian of the mean-field flow, and the systems (μ − J) x = b of an implicit step. Neurons feel each other through the
// K + 1 residuals alone, so J = B − (1/m) M N Nᵀ: B has a 2×2 block for each neuron, M = diag(1/ε, 1 − s²) is the flow's metric
// and N (2m × (K+1)) holds −m ∂res_k/∂y. By Woodbury's identity a solve costs O(mK) and a factorisation O(mK² + K³):
//   x = v − Z w,  v = (μ − B)⁻¹ b,  Z = (μ − B)⁻¹ M N / m,  (1 + Nᵀ Z) w = Nᵀ v.

import { complexSolver } from '../../math/complex-lu.ts';
import type { ShiftedSolver, StiffSystem } from '../../math/radau.ts';
import { moments, type Coefficients } from './flow.ts';

export function meanFieldSolver({ phi, sigma }: Coefficients, m: number, epsilon: number): Pick<StiffSystem, 'linearise' | 'solver'> {
  const rank = phi.length;
  const drive = new Float64Array(rank);
  /** Of each block [[0, ∂a'/∂s], [∂s'/∂a, ∂s'/∂s]]. */
  const [right, left, own, metric] = [new Float64Array(m), new Float64Array(m), new Float64Array(m), new Float64Array(m)];
  /** σ_k s_i^k and k σ_k a_i s_i^(k−1), at i·rank + k. */
  const [G, H] = [new Float64Array(m * rank), new Float64Array(m * rank)];

  function linearise(y: Float64Array): void {
    moments(y.subarray(0, m), y.subarray(m), drive);
    for (let k = 0; k < rank; k++) drive[k] = sigma[k] * (phi[k] - sigma[k] * drive[k]);
    for (let i = 0; i < m; i++) {
      const [a, s] = [y[i], y[m + i]];
      let [slope, bend, power] = [0, 0, 1];
      for (let k = rank - 1; k > 0; k--) {
        if (k > 1) bend = bend * s + k * (k - 1) * drive[k];
        slope = slope * s + k * drive[k];
      }
      for (let k = 0; k < rank; k++) {
        G[i * rank + k] = sigma[k] * power;
        if (k + 1 < rank) H[i * rank + k + 1] = (k + 1) * sigma[k + 1] * a * power;
        power *= s;
      }
      metric[i] = (1 - s) * (1 + s);
      right[i] = slope / epsilon;
      left[i] = metric[i] * slope;
      own[i] = a * (metric[i] * bend - 2 * s * slope);
    }
  }

  function solver(): ShiftedSolver {
    const core = complexSolver(rank);
    const [Zre, Zim] = [new Float64Array(2 * m * rank), new Float64Array(2 * m * rank)];
    const [wre, wim] = [new Float64Array(rank), new Float64Array(rank)];
    let [p, q] = [0, 0];
    /** 1/det of each block of μ − B. */
    const [dre, dim] = [new Float64Array(m), new Float64Array(m)];

    return {
      factor(re, im) {
        [p, q] = [re, im];
        core.re.fill(0);
        core.im.fill(0);
        for (let k = 0; k < rank; k++) core.re[k * rank + k] = 1;
        for (let i = 0; i < m; i++) {
          // det = μ(μ − own) − right·left
          const u = p * (p - own[i]) - q * q - right[i] * left[i];
          const v = q * (2 * p - own[i]);
          const size = u * u + v * v;
          if (!(size > 0)) return false;
          dre[i] = u / size;
          dim[i] = -v / size;
          for (let k = 0; k < rank; k++) {
            const f = G[i * rank + k] / (epsilon * m);
            const g = (metric[i] * H[i * rank + k]) / m;
            // Adjugate: [[μ − own, right], [left, μ]].
            const [x, y] = [(p - own[i]) * f + right[i] * g, left[i] * f + p * g];
            const at = i * rank + k;
            Zre[at] = dre[i] * x - dim[i] * q * f;
            Zim[at] = dim[i] * x + dre[i] * q * f;
            Zre[m * rank + at] = dre[i] * y - dim[i] * q * g;
            Zim[m * rank + at] = dim[i] * y + dre[i] * q * g;
          }
          for (let j = 0; j < rank; j++) {
            const [f, g] = [G[i * rank + j], H[i * rank + j]];
            for (let k = 0; k < rank; k++) {
              const at = i * rank + k;
              core.re[j * rank + k] += f * Zre[at] + g * Zre[m * rank + at];
              if (q !== 0) core.im[j * rank + k] += f * Zim[at] + g * Zim[m * rank + at];
            }
          }
        }
        return core.factor(q === 0);
      },
      solve(x, y) {
        const complex = q !== 0;
        wre.fill(0);
        wim.fill(0);
        for (let i = 0; i < m; i++) {
          const [a, b] = [x[i], x[m + i]];
          const [c, d] = complex ? [y[i], y[m + i]] : [0, 0];
          const e = (p - own[i]) * a - q * c + right[i] * b;
          const f = q * a + (p - own[i]) * c + right[i] * d;
          const g = left[i] * a + p * b - q * d;
          const h = left[i] * c + q * b + p * d;
          x[i] = dre[i] * e - dim[i] * f;
          x[m + i] = dre[i] * g - dim[i] * h;
          if (complex) {
            y[i] = dre[i] * f + dim[i] * e;
            y[m + i] = dre[i] * h + dim[i] * g;
          }
          for (let k = 0; k < rank; k++) {
            wre[k] += G[i * rank + k] * x[i] + H[i * rank + k] * x[m + i];
            if (complex) wim[k] += G[i * rank + k] * y[i] + H[i * rank + k] * y[m + i];
          }
        }
        core.solve(wre, wim);
        for (let i = 0; i < 2 * m; i++) {
          let [u, v] = [0, 0];
          for (let k = 0; k < rank; k++) {
            const at = i * rank + k;
            u += Zre[at] * wre[k] - Zim[at] * wim[k];
            v += Zre[at] * wim[k] + Zim[at] * wre[k];
          }
          x[i] -= u;
          if (complex) y[i] -= v;
        }
      },
    };
  }

  return { linearise, solver };
}
