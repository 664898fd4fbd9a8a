// One degree at a time, as ε → 0 (theory/timescales.md section 4). While degree l ≥ 2 is learned, readouts and overlaps have
// the scales a = ε^(−(l−1)/(2l)) A, s = ε^(1/(2l)) S, t = ε^(1/(2l)) τ, and the degrees below l are learned for good: multipliers
// λ_k hold their moments <A S^k> where they are,
//   A' = σ_l r S^l + Σ_{k<l} λ_k S^k,  S' = A (l σ_l r S^(l−1) + Σ_{1≤k<l} k λ_k S^(k−1)),  r = φ_l − σ_l δ <A S^l>.
// At δ = 0 (ε → 0) A and S become infinite at a time c_l, and t_l ≈ c_l ε^(1/(2l)); at δ = ε^(1/(2l)), what is left of degree l
// falls to 0 within a window that is narrow beside c_l. State y: A, then S.

import { dormandPrince, StepVanished } from '../../math/dormand-prince.ts';
import { complexSolver } from '../../math/complex-lu.ts';

export interface Stage {
  readonly degree: number;
  readonly phi: number;
  readonly sigma: number;
  /** Whether σ_0 ≠ 0: without it there is no degree 0 to be held, and no λ_0. */
  readonly constant: boolean;
  /** A and S at its beginning. */
  readonly readout: Float64Array;
  readonly overlaps: Float64Array;
}

const TOLERANCE = { relative: 1e-8, absolute: 1e-11 };
/** Longest time looked at, and most steps. */
const [LONGEST, MOST_STEPS] = [1e4, 20_000];

/** The second stage's beginning: A_i = S_i sgn(φ_1/σ_1) = α_i √(|φ_1/σ_1|/v), α_i = a_i(0) − <a(0)> and v = <α²>; null when v = 0. */
export function secondStage(target: ArrayLike<number>, student: ArrayLike<number>, readout: ArrayLike<number>): Stage | null {
  const values = Float64Array.from(readout);
  // Without a constant term in σ the readouts keep their mean.
  const mean = student[0] === 0 ? 0 : values.reduce((sum, a) => sum + a, 0) / values.length;
  const spread = values.reduce((sum, a) => sum + (a - mean) ** 2, 0) / values.length;
  const ratio = target[1] / student[1];
  if (!(spread > 1e-24) || !Number.isFinite(ratio) || ratio === 0) return null;
  const A = values.map((a) => (a - mean) * Math.sqrt(Math.abs(ratio) / spread));
  return { degree: 2, phi: target[2] ?? 0, sigma: student[2] ?? 0, constant: student[0] !== 0, readout: A, overlaps: A.map((x) => x * Math.sign(ratio)) };
}

/** c_l: when A and S become infinite; Infinity when they do not. */
export function blowUpTime(stage: Stage): number {
  const solution = dormandPrince(stageDerivative(stage, 0), start(stage), TOLERANCE);
  try {
    for (let steps = 0; steps < MOST_STEPS && solution.end < LONGEST; steps++) {
      const before = solution.end;
      solution.step();
      // Steps shrink with the time that is left, and are a good part of it.
      if (solution.end - before < 1e-9 * solution.end) return solution.end;
    }
  } catch (cause) {
    if (cause instanceof StepVanished) return cause.time;
    throw cause;
  }
  return Infinity;
}

export interface StageCourse {
  /** τ at which |r/φ_l| falls to 0.9, 0.5 and 0.1; NaN where it does not. */
  readonly start: number;
  readonly half: number;
  readonly end: number;
  /** τ at which next to nothing (SETTLED) of degree l is left, and A and S there; null where it does not come to that. */
  readonly after: { readonly time: number; readonly readout: Float64Array; readonly overlaps: Float64Array } | null;
}

/** The stage at δ > 0, until almost nothing is left of degree l. */
export function stageCourse(stage: Stage, delta: number): StageCourse {
  const solution = dormandPrince(stageDerivative(stage, delta), start(stage), TOLERANCE);
  const m = stage.readout.length;
  const left = (y: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += y[i] * y[m + i] ** stage.degree;
    return Math.abs(1 - (stage.sigma * delta * sum) / m / stage.phi);
  };
  const times: number[] = [];
  try {
    for (let steps = 0; times.length < LEVELS.length && steps < MOST_STEPS && solution.end < LONGEST; steps++) {
      const before = solution.end;
      solution.step();
      while (times.length < LEVELS.length && left(solution.at(solution.end)) < LEVELS[times.length]) {
        const level = LEVELS[times.length];
        times.push(bisect((t) => left(solution.at(t)) - level, before, solution.end));
      }
    }
  } catch (cause) {
    if (!(cause instanceof StepVanished)) throw cause;
  }
  const [start90 = NaN, half = NaN, end = NaN, time] = times;
  const y = time === undefined ? null : solution.at(time);
  return { start: start90, half, end, after: y && { time, readout: y.slice(0, m), overlaps: y.slice(m) } };
}
const SETTLED = 1e-5;
const LEVELS = [0.9, 0.5, 0.1, SETTLED];

/** The stage after one that has come to its end, in its own scales: a and s are what they were. */
export function nextStage({ degree: l, constant }: Stage, after: NonNullable<StageCourse['after']>, epsilon: number, phi: number, sigma: number): Stage {
  const scale = epsilon ** (1 / (2 * l * (l + 1)));
  return { degree: l + 1, phi, sigma, constant, readout: after.readout.map((x) => x * scale), overlaps: after.overlaps.map((x) => x * scale) };
}

function bisect(f: (t: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 60 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function start({ readout, overlaps }: Stage): Float64Array {
  return Float64Array.of(...readout, ...overlaps);
}

/** The multipliers solve Σ_j λ_j g_kj = −σ_l r g_kl for k < l, g_kj = <S^(j+k)> + k j <A² S^(j+k−2)>, so that d<A S^k>/dτ = 0. */
function stageDerivative({ degree, phi, sigma, constant, readout }: Stage, delta: number): (y: Float64Array, out: Float64Array) => void {
  const m = readout.length;
  const solver = complexSolver(degree);
  const [plain, weighted] = [new Float64Array(2 * degree + 1), new Float64Array(2 * degree + 1)];
  const drive = new Float64Array(degree + 1);
  const unused = new Float64Array(degree);
  return (y, out) => {
    plain.fill(0);
    weighted.fill(0);
    let top = 0;
    for (let i = 0; i < m; i++) {
      const A = y[i];
      const S = y[m + i];
      let power = 1 / m;
      for (let j = 0; j < 2 * degree; j++) {
        plain[j] += power;
        weighted[j + 2] += A * A * power;
        if (j === degree) top += A * power;
        power *= S;
      }
    }
    const gram = (j: number, k: number): number => plain[j + k] + (j > 0 && k > 0 ? j * k * weighted[j + k] : 0);
    drive[degree] = sigma * (phi - sigma * delta * top);
    for (let k = 0; k < degree; k++) {
      for (let j = 0; j < degree; j++) solver.re[k * degree + j] = gram(j, k);
      drive[k] = -drive[degree] * gram(degree, k);
    }
    if (!constant) {
      for (let j = 0; j < degree; j++) solver.re[j] = solver.re[j * degree] = Number(j === 0);
      drive[0] = 0;
    }
    // A Gram matrix that cannot be solved leaves NaN, which the integrator takes for too long a step.
    if (!solver.factor(true)) {
      out.fill(NaN);
      return;
    }
    solver.solve(drive, unused);
    for (let i = 0; i < m; i++) {
      const S = y[m + i];
      let [value, slope] = [0, 0];
      for (let k = degree; k > 0; k--) {
        value = value * S + drive[k];
        slope = slope * S + k * drive[k];
      }
      out[i] = value * S + drive[0];
      out[m + i] = y[i] * slope;
    }
  };
}
