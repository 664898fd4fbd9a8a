// The first two degrees, in closed form (theory/timescales.md section 4).

export interface Problem {
  /** φ and σ, coefficients of normalised Hermite polynomials, of one length. */
  readonly phi: Float64Array;
  readonly sigma: Float64Array;
  readonly readout: Float64Array;
  readonly epsilon: number;
  /** Infinity allowed. */
  readonly dimension: number;
  /** s_i(0) where they are given; null where they are what the dimension makes of them. */
  readonly overlaps: Float64Array | null;
}

/** When |res_k/φ_k| falls through ½, and how long it takes from 0.9 to 0.1. */
export interface Passage {
  readonly half: number;
  readonly width: number;
}

export interface Spread {
  /** <a(0)>. */
  readonly mean: number;
  /** v = <α²>, α_i = a_i(0) − <a(0)>, or a_i(0) itself where σ_0 = 0. */
  readonly variance: number;
  /** What overlaps at the start make of it, since they act as readouts: <(α_i ± s_i(0)/√ε)²>, and v + 1/(ε d) in a finite dimension. */
  readonly effective: number;
  /** <s_i(0)²>. */
  readonly reach: number;
  /** How many different a_i(0) there are, together with s_i(0) where those are given. */
  readonly values: number;
  /**
   * Degrees below this one can be fast: each that is held takes one of the values up, degree 0 only where σ_0 ≠ 0. Infinity in a
   * finite dimension, where no two neurons start alike.
   */
  readonly fast: number;
}

export function spreadOf({ phi, sigma, readout, epsilon, dimension, overlaps }: Problem): Spread {
  const m = readout.length;
  const mean = readout.reduce((sum, a) => sum + a, 0) / m;
  const shift = sigma[0] === 0 ? 0 : mean;
  const values = new Set(Array.from(readout, (a, i) => (overlaps ? `${a} ${overlaps[i]}` : `${a}`))).size;
  const fast = overlaps || dimension === Infinity ? values + Number(sigma[0] === 0) : Infinity;
  const variance = new Set(readout).size === 1 && shift !== 0 ? 0 : readout.reduce((sum, a) => sum + (a - shift) ** 2, 0) / m;
  if (!overlaps) return { mean, variance, effective: variance + 1 / (epsilon * dimension), reach: 1 / dimension, values, fast };
  const reach = overlaps.reduce((sum, s) => sum + s * s, 0) / m;
  // Of overlaps that are all alike nothing is left once degree 0 holds the mean of what they give.
  const ahead = sigma[0] === 0 ? 0 : overlaps.reduce((sum, s) => sum + s, 0) / m;
  const unit = Math.sign(sigma[1] * phi[1]) / Math.sqrt(epsilon);
  const effective = values === 1 && sigma[0] !== 0 ? 0 : readout.reduce((sum, a, i) => sum + (a - shift + unit * (overlaps[i] - ahead)) ** 2, 0) / m;
  return { mean, variance, effective, reach, values, fast };
}

/** res_0 = res_0(0) e^(−σ_0² t/ε): t_0 = (ε/σ_0²) ln(2|1 − σ_0 <a(0)>/φ_0|), and 0 where half of it is there from the start. */
export function degreeZero({ phi, sigma, epsilon }: Problem, { mean }: Spread): Passage {
  const time = epsilon / sigma[0] ** 2;
  return { half: Math.max(0, time * Math.log(2 * Math.abs(1 - (sigma[0] * mean) / phi[0]))), width: time * Math.log(9) };
}

/**
 * 1 − res_1/φ_1 is logistic, of rate 2κ/√ε with κ = |σ_1 φ_1|, from |σ_1| v √ε/(4|φ_1|) on:
 * t_1 = √ε/(4κ) ln(1/ε) + √ε/(2κ) ln(4|φ_1|/(|σ_1| v)).
 * Null without spread: one readout for all then moves all overlaps together, in a time of order one.
 */
export function degreeOne({ phi, sigma, epsilon }: Problem, { effective }: Spread): Passage | null {
  if (effective === 0) return null;
  const time = Math.sqrt(epsilon) / (2 * Math.abs(sigma[1] * phi[1]));
  const from = Math.log((4 * Math.abs(phi[1])) / (Math.abs(sigma[1]) * effective * Math.sqrt(epsilon)));
  return { half: Math.max(0, time * from), width: time * Math.log(81) };
}
