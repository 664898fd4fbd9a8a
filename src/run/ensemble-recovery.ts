// Weak recovery over seeds: how many runs left the plateau, and when.

/** Weak recovery is max |M| ≥ η. */
export const eta = 0.3;

export interface Recovery {
  /** η. */
  readonly threshold: number;
  /** Share of the seeds with max |M| ≥ η at some recorded step. */
  readonly fraction: number;
  /** Median over all seeds of the first such step, one without counting as later than T; null when half of them or more have none. */
  readonly median: number | null;
}

/** `firsts`: of each seed the first recorded step with max |M| ≥ η, ∞ where there is none; in any order. */
export function recoveryOf(firsts: ArrayLike<number>): Recovery {
  const sorted = Float64Array.from(firsts).sort();
  const n = sorted.length;
  const recovered = sorted.filter(Number.isFinite).length;
  // With more than half of them finite, so are the one or two in the middle.
  const median = 2 * recovered > n ? (sorted[Math.floor((n - 1) / 2)] + sorted[Math.floor(n / 2)]) / 2 : null;
  return { threshold: eta, fraction: n > 0 ? recovered / n : 0, median };
}

/** Whether max |M| ≥ η, M in any order. */
export const hasRecovered = (M: Float64Array): boolean => M.some((overlap) => Math.abs(overlap) >= eta);
