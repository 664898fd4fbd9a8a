// Does an overlap vanish as D grows? Two answers with their errors: the slope of its logarithm, which is what one sees,
// and the part of its square that D does not take away, which tells a small overlap from none.

/** A mean over seeds with its standard error. */
export interface Mean {
  readonly mean: number;
  readonly sem: number;
}

/** An overlap at one dimension: of itself, and of its square. */
export interface Overlap extends Mean {
  readonly square: Mean;
}

export interface Fitted {
  readonly value: number;
  /** Standard error. */
  readonly error: number;
}

export interface Trend {
  /** d log(overlap)/d log D, weighted by the means' errors; null with fewer than two dimensions, or without spread. */
  readonly slope: Fitted | null;
  /** c² of overlap² = c² + b p/D, weighted; null as above. */
  readonly limit: Fitted | null;
}

function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  return { mean, sem: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / ((n - 1) * n)) };
}

/** From the squared overlaps of all seeds. */
export function overlapOf(squares: readonly number[]): Overlap {
  return { ...meanOf(squares.map(Math.sqrt)), square: meanOf(squares) };
}

export function trendOf(dimensions: readonly number[], overlaps: readonly Overlap[]): Trend {
  const logs = overlaps.map(({ mean, sem }, i) => ({ x: Math.log(dimensions[i]), y: Math.log(mean), error: sem / mean }));
  const squares = overlaps.map(({ square: { mean, sem } }, i) => ({ x: 1 / dimensions[i], y: mean, error: sem }));
  return { slope: lineThrough(logs)?.slope ?? null, limit: lineThrough(squares)?.intercept ?? null };
}

/** The straight line of least squares through points with known errors; errors of slope and intercept follow from those alone. */
function lineThrough(points: readonly { x: number; y: number; error: number }[]): { slope: Fitted; intercept: Fitted } | null {
  if (points.length < 2 || !points.every(({ y, error }) => Number.isFinite(y) && error > 0)) return null;
  let [weights, middle, level] = [0, 0, 0];
  for (const { x, y, error } of points) {
    const weight = 1 / error ** 2;
    weights += weight;
    middle += weight * x;
    level += weight * y;
  }
  middle /= weights;
  level /= weights;
  let [spread, along] = [0, 0];
  for (const { x, y, error } of points) {
    spread += ((x - middle) / error) ** 2;
    along += ((x - middle) * (y - level)) / error ** 2;
  }
  const slope = along / spread;
  return {
    slope: { value: slope, error: Math.sqrt(1 / spread) },
    intercept: { value: level - slope * middle, error: Math.sqrt(1 / weights + middle ** 2 / spread) },
  };
}
