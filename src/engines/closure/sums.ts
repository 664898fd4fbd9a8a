// The sums of a step's batch in their Gaussian limit, at a cost that depends neither on n nor on d. With X ~ N(0, I_r) the
// coordinates of a sample in a frame of span(W*, W) and R_j = c a_j σ'(λ_j) e, the exact chain (../reduced) needs two means
// over the batch, of R_j X_a and of R_j R_l. Here both are drawn from the normal law with the mean and the covariance
// that they have: the means from closed forms or quadrature, the covariance, one sample's over n, from nodes.

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale } from '../../experiment/quantities.ts';
import { BLOCK } from '../../model/block.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';
import { multiply, transpose } from '../../math/linalg.ts';
import type { FieldAverages } from '../../theory/averages.ts';
import { addScaled, combine } from '../../math/products.ts';
import type { Batch, BatchSums } from '../reduced/sums.ts';
import { radialNodes } from './nodes.ts';

export interface GaussianSums extends BatchSums {
  /** The largest kurtosis E R_j⁴ / (E R_j²)² over the neurons at the state of the last batch: what a batch's size is measured by. */
  kurtosis(): number;
}

export function gaussianSums(experiment: Experiment, averages: FieldAverages): GaussianSums {
  const { target: { directions: k, link, noise }, student: { width: p, activation }, training: { batch: n } } = experiment;
  const r = k + p;
  const teacher = parseLink(link, targetVariables(k));
  const sigma = parseLink(activation, activationVariables());
  const derivative = sigma.derivative('x');
  const scale = outputScale(experiment);
  const { count, weights, points, turn } = radialNodes(r);
  const X = Array.from({ length: r }, (_, a) => points.subarray(a * count, (a + 1) * count));
  const R = Array.from({ length: p }, () => new Float64Array(count));
  const fields = Array.from({ length: r }, () => new Float64Array(BLOCK));
  const [e, f, shares] = [new Float64Array(BLOCK), new Float64Array(BLOCK), new Float64Array(count)];
  const gradient = new Float64Array(p * r);
  const scatter = new Float64Array(p * p);

  function residuals({ L, readout, square, draws }: Batch): void {
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from);
      const here = X.map((row) => row.subarray(from, from + size));
      for (let i = 0; i < r; i++) combine(fields[i], L, i * r, here, i + 1, size);
      teacher.evaluateBlock(fields.slice(0, k), e, size);
      if (noise > 0) {
        draws.normals(f, size);
        addScaled(e, Math.sqrt(noise), f, size);
      }
      for (let j = 0; square && j < p; j++) {
        sigma.evaluateBlock([fields[k + j]], f, size);
        addScaled(e, -scale * readout[j], f, size);
      }
      for (let j = 0; j < p; j++) {
        derivative.evaluateBlock([fields[k + j]], f, size);
        const slope = scale * readout[j];
        for (let i = 0; i < size; i++) R[j][from + i] = slope * f[i] * e[i];
      }
    }
  }

  /**
   * shares[i] so that Σ_i shares[i] v_i is normal with mean 0 and covariance Σ_i w_i (v_i − v̄)(v_i − v̄)ᵀ / n for any v:
   * √(w_i/n) times a normal draw, less its part along the weights, which takes v̄ off.
   */
  function drawShares({ draws }: Batch): void {
    draws.normals(shares, count);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += shares[i] *= Math.sqrt(weights[i] / n);
    for (let i = 0; i < count; i++) shares[i] -= sum * weights[i];
  }

  function finish({ L, readout, square }: Batch): void {
    const { M, Q } = overlapsOf(L, p, k);
    const means = averages.of(M, Q, readout, square, true);
    inFrame(gradient, means.fields, L, p, r);
    for (let j = 0; j < p; j++) {
      for (let a = 0; a < r; a++) gradient[j * r + a] += weighted(shares, R[j], X[a]);
      for (let l = 0; l <= j; l++) scatter[j * p + l] = scatter[l * p + j] = (means.residuals![j * p + l] + weighted(shares, R[j], R[l])) / n;
    }
  }

  let batch: Batch | null = null;
  return {
    gradient,
    scatter,
    readoutGradient: null,
    // The population risk is had wherever the means are.
    loss: NaN,
    bytes: 8 * count * (r + p + 2),
    begin(next) {
      batch = next;
    },
    more() {
      turn(() => batch!.draws.normal());
      residuals(batch!);
      drawShares(batch!);
      finish(batch!);
      return true;
    },
    kurtosis() {
      return Math.max(...R.map((row) => {
        let [second, fourth] = [0, 0];
        for (let i = 0; i < count; i++) {
          const square = row[i] * row[i];
          second += weights[i] * square;
          fourth += weights[i] * square * square;
        }
        return second > 0 ? fourth / (second * second) : 0;
      }));
    },
  };
}

/** (M, Q) from the factor of Ω. */
function overlapsOf(L: Float64Array, p: number, k: number): { M: Float64Array; Q: Float64Array } {
  const r = k + p;
  const omega = multiply(L, transpose(L, r, r), r, r, r);
  const M = Float64Array.from({ length: p * k }, (_, i) => omega[(k + Math.floor(i / k)) * r + (i % k)]);
  const Q = Float64Array.from({ length: p * p }, (_, i) => omega[(k + Math.floor(i / p)) * r + k + (i % p)]);
  return { M, Q };
}

/** U (p×r) with U Lᵀ = `fields`: from correlations with the fields to those with X. Where L has no pivot, X has no say. */
function inFrame(U: Float64Array, fields: Float64Array, L: Float64Array, p: number, r: number): void {
  for (let j = 0; j < p; j++)
    for (let a = 0; a < r; a++) {
      let rest = fields[j * r + a];
      for (let b = 0; b < a; b++) rest -= L[a * r + b] * U[j * r + b];
      const pivot = L[a * r + a];
      U[j * r + a] = pivot > 0 ? rest / pivot : 0;
    }
}

function weighted(shares: Float64Array, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += shares[i] * x[i] * y[i];
  return sum;
}
