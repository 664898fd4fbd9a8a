// When each degree is learned, measured on a trajectory: t_k(L) is the last time at which |res_k/φ_k| falls through L, and the
// half-time is that of L = ½ (theory/timescales.md section 7).

export interface Transition {
  readonly degree: number;
  /** Where |res_k/φ_k| falls for the last time through 0.9, 0.5 and 0.1; null where it does not. */
  readonly start: number | null;
  readonly half: number | null;
  readonly end: number | null;
}

/**
 * One for each degree with φ_k ≠ 0. `residuals[i]` are res_0 … res_K at `times[i]`, which increase and are above 0; between them
 * |res_k| is taken as linear in ln t, so a crossing is good to the square of their spacing: 400 a decade give 1e-4.
 */
export function measureTransitions(target: ArrayLike<number>, times: ArrayLike<number>, residuals: readonly ArrayLike<number>[]): Transition[] {
  return Array.from(target, (phi, degree) => {
    const left = (i: number): number => Math.abs(residuals[i][degree] / phi);
    const crossing = (level: number): number | null => {
      for (let i = times.length - 1; i > 0; i--) {
        const [before, after] = [left(i - 1), left(i)];
        if (before > level && after <= level) return times[i - 1] * (times[i] / times[i - 1]) ** ((before - level) / (before - after));
      }
      return null;
    };
    return { degree, phi, start: crossing(0.9), half: crossing(0.5), end: crossing(0.1) };
  })
    .filter(({ phi }) => phi !== 0)
    .map(({ degree, start, half, end }) => ({ degree, start, half, end }));
}

/** From `from` to `until`, both included, evenly in ln t. */
export function logTimes(from: number, until: number, perDecade: number): Float64Array {
  const count = Math.max(1, Math.ceil(Math.log10(until / from) * perDecade));
  return Float64Array.from({ length: count + 1 }, (_, i) => (i === count ? until : from * (until / from) ** (i / count)));
}
