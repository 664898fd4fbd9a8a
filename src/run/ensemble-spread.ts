// What many seeds say of the overlaps along given directions.

import type { OverlapMoments } from './ensemble-moments.ts';

/** Each steps × p × rows; std with ddof 1, NaN for one seed alone; sem = std/√count. */
export interface OverlapSpread {
  readonly mean: Float64Array;
  readonly std: Float64Array;
  readonly sem: Float64Array;
}

/** A variance below this share of that along all directions is what rounding leaves of none. */
const ROUNDING = 1e-14;

/** Of Σ_s M_js rows_rs, the overlap of neuron j with direction r of `rows` (of length k each). */
export function spreadAlong({ count, directions: k, mean, scatter }: OverlapMoments, rows: readonly (readonly number[])[]): OverlapSpread {
  const vectors = mean.length / k;
  const out = (): Float64Array => new Float64Array(vectors * rows.length);
  const [along, std, sem] = [out(), out(), out()];
  const triangle = (k * (k + 1)) / 2;
  for (let v = 0; v < vectors; v++) {
    rows.forEach((row, r) => {
      const at = v * rows.length + r;
      let [squares, all] = [0, 0];
      for (let i = 0, entry = v * triangle; i < k; i++) {
        along[at] += row[i] * mean[v * k + i];
        all += scatter[entry + i];
        for (let j = 0; j <= i; j++) squares += (i === j ? 1 : 2) * row[i] * row[j] * scatter[entry++];
      }
      std[at] = Math.sqrt((squares > ROUNDING * all ? squares : 0) / (count - 1));
      sem[at] = std[at] / Math.sqrt(count);
    });
  }
  return { mean: along, std, sem };
}
