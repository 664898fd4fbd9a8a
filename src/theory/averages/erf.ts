// Field averages where σ and the target are error functions of any slopes, σ(x) = A + D erf(βx): closed forms of Saad and
// Solla (1995), as in theory/online.md section 6, for erf(x/√2) after the fields are rescaled by √2 β.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale } from '../../experiment/quantities.ts';
import type { FieldAverages } from '../averages.ts';
import type { ClosedForm } from '../closed.ts';
import { covariancesOf, type Part } from './units.ts';

/** `sigma` and `forms`, one for each part, without linear part and modulus, 0 < β < ∞ where there is an erf. */
export function erfAverages(experiment: Experiment, sigma: ClosedForm, parts: readonly Part[], forms: readonly ClosedForm[]): FieldAverages {
  const { student: { width: p }, target: { directions: k, noise } } = experiment;
  const c = outputScale(experiment);
  const N = p + parts.length;
  const units = Array.from({ length: N }, (_, u) => (u < p ? sigma : forms[u - p]));
  const scale = units.map((unit) => (unit.erf === 0 ? 0 : Math.SQRT2 * unit.beta));
  const covariances = covariancesOf(parts, gramMatrix(experiment), p, k);
  const weights = new Float64Array(N);
  const scaled = new Float64Array(N * N);

  /** E[ψ(x_j) φ erf(x_u/√2)], ψ(x) = √(2/π) e^{−x²/2}, for a field φ of these covariances with x_j and x_u. */
  function third(j: number, u: number, withJ: number, withU: number): number {
    const [q, r, x] = [1 + scaled[j * N + j], 1 + scaled[u * N + u], scaled[j * N + u]];
    return ((2 / Math.PI) * (withU * q - withJ * x)) / (q * Math.sqrt(q * r - x * x));
  }

  function slopes(j: number, l: number): number {
    return (2 / Math.PI) / Math.sqrt((1 + scaled[j * N + j]) * (1 + scaled[l * N + l]) - scaled[j * N + l] ** 2);
  }

  /** E[ψ(x_j) ψ(x_l) erf(x_u/√2) erf(x_v/√2)]. */
  function fourth(j: number, l: number, u: number, v: number): number {
    const C = scaled;
    const [q, r, x] = [1 + C[j * N + j], 1 + C[l * N + l], C[j * N + l]];
    const [ju, lu, jv, lv] = [C[j * N + u], C[l * N + u], C[j * N + v], C[l * N + v]];
    const L4 = q * r - x * x;
    const L0 = L4 * C[u * N + v] - lu * lv * q - ju * jv * r + x * (ju * lv + jv * lu);
    const L1 = L4 * (1 + C[u * N + u]) - lu * lu * q - ju * ju * r + 2 * x * ju * lu;
    const L2 = L4 * (1 + C[v * N + v]) - lv * lv * q - jv * jv * r + 2 * x * jv * lv;
    return ((4 / Math.PI ** 2) * Math.asin(Math.max(-1, Math.min(1, L0 / Math.sqrt(L1 * L2))))) / Math.sqrt(L4);
  }

  return {
    of(M, Q, readout, square, residuals) {
      const { C, fields } = covariances(M, Q);
      for (let i = 0; i < N * N; i++) scaled[i] = scale[Math.floor(i / N)] * scale[i % N] * C[i];
      let constant = 0;
      for (let u = 0; u < N; u++) {
        const weight = u >= p ? 1 : square ? -c * readout[u] : 0;
        weights[u] = weight * units[u].erf;
        constant += weight * units[u].constant;
      }
      // σ'(λ_j) = D s ψ(x_j) with x_j = s λ_j.
      const slope = sigma.erf * scale[0];
      const means = new Float64Array(p * (k + p));
      for (let j = 0; j < p; j++)
        for (let a = 0; a < k + p; a++) {
          let sum = 0;
          for (let u = 0; u < N; u++)
            if (weights[u] !== 0) sum += weights[u] * third(j, u, scale[j] * fields[a * N + j], scale[u] * fields[a * N + u]);
          means[j * (k + p) + a] = c * readout[j] * slope * sum;
        }
      let second: Float64Array | null = null;
      if (residuals) {
        second = new Float64Array(p * p);
        for (let j = 0; j < p; j++)
          for (let l = 0; l <= j; l++) {
            // A constant in e meets odd functions alone: it counts like label noise.
            let sum = (noise + constant * constant) * slopes(j, l);
            for (let u = 0; u < N; u++)
              for (let v = 0; v <= u; v++) if (weights[u] * weights[v] !== 0) sum += (u === v ? 1 : 2) * weights[u] * weights[v] * fourth(j, l, u, v);
            second[j * p + l] = second[l * p + j] = (c * slope) ** 2 * readout[j] * readout[l] * sum;
          }
      }
      return { fields: means, residuals: second, error: 0 };
    },
  };
}
