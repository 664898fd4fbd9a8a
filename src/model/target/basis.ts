// Orthonormal rows in R^k, k ≤ 4: subspaces found so far, what is left, and coordinates in which a target is simple.

export type Rows = number[][];

export function axes(k: number): Rows {
  return Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** What of v is orthogonal to `basis`; twice, since once leaves rounding of |v|. */
function residual(v: readonly number[], basis: Rows): number[] {
  const out = [...v];
  for (let sweep = 0; sweep < 2; sweep++)
    for (const row of basis) {
      const along = dot(out, row);
      if (along !== 0) for (let i = 0; i < out.length; i++) out[i] -= along * row[i];
    }
  return out;
}

/**
 * Orthonormal rows that span `vectors` beyond `basis`, the vector that sticks out most first; what sticks out by
 * `tolerance` or less does not count.
 */
export function span(vectors: readonly (readonly number[])[], basis: Rows, tolerance: number): Rows {
  const found: Rows = [];
  for (;;) {
    let [best, size]: [number[] | null, number] = [null, tolerance];
    for (const v of vectors) {
      const rest = residual(v, [...basis, ...found]);
      const length = Math.hypot(...rest);
      // The margin makes ties go to the first, so that axes stay axes.
      if (length > size * (1 + 1e-9)) [best, size] = [rest, length];
    }
    if (best === null) return found;
    found.push(best.map((x) => x / size));
  }
}

/** Orthonormal rows of what is orthogonal to `basis` in R^k; axes where they can be. */
export function complement(basis: Rows, k: number): Rows {
  return span(axes(k), basis, 0.5 / k).slice(0, k - basis.length);
}

/** Σ_i coordinates_i rows_i. */
export function combine(coordinates: readonly number[], rows: Rows): number[] {
  return rows[0].map((_, j) => rows.reduce((sum, row, i) => sum + coordinates[i] * row[j], 0));
}

/** Σ vᵀ v over the rows: k×k. */
export function projector(rows: Rows, k: number): Rows {
  return Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)));
}
