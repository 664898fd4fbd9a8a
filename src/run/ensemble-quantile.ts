// Quantiles over seeds.

export const probabilities = { q05: 0.05, q25: 0.25, q50: 0.5, q75: 0.75, q95: 0.95 };

export type QuantileName = keyof typeof probabilities;

/** Linear interpolation between order statistics, as numpy's default; `sorted` ascending. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const [a, b, t] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)], position - below];
  // From the nearer end, so that the ends are met exactly.
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}
