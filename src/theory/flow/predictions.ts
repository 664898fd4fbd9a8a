// When each degree is learned, before any flow is followed: half-times with their constants, plateaus, and what is to be said
// where the canonical order of arXiv 2303.00055 does not hold (theory/timescales.md sections 4 and 5).

import { coefficientsOf } from './flow.ts';
import { remarksOn, type Remark } from './conditions.ts';
import { degreeOne, degreeZero, spreadOf, type Passage, type Problem, type Spread } from './early.ts';
import { blowUpTime, nextStage, secondStage, stageCourse, type Stage } from './stage.ts';

export interface TimescaleProblem {
  readonly target: ArrayLike<number>;
  readonly student: ArrayLike<number>;
  readonly readout: ArrayLike<number>;
  readonly epsilon: number;
  /** d; Infinity when left out. */
  readonly dimension?: number;
  /** s_i(0), where the experiment gives them; when left out they are 0, or in a finite dimension of order d^(−1/2). */
  readonly overlaps?: ArrayLike<number>;
}

export interface DegreePrediction {
  readonly degree: number;
  /** t at which |res_k/φ_k| falls through ½. Infinity: never. Null: only the order is known. */
  readonly halfTime: number | null;
  /** From 0.9 to 0.1; null where it is not known. */
  readonly width: number | null;
  /** t_k ~ ε^exponent, for k = 1 with a factor ln(1/ε); null where it is not known, or the degree is never learned. */
  readonly exponent: number | null;
  /** c_k in t_k ≈ c_k ε^exponent as ε → 0, for k = 1 c_1 in c_1 √ε ln(1/ε); from the third degree on it drifts slowly with ε. */
  readonly constant: number | null;
  readonly text: string;
}

export interface Plateau {
  /** The degrees up to this one are learned. */
  readonly after: number;
  /** ½ Σ φ_k² over the degrees that are not. */
  readonly height: number;
  /** Half-times on both sides; Infinity where it is left no more, null where that is not known. */
  readonly from: number | null;
  readonly to: number | null;
  /**
   * Whether it can be told from its neighbours at this ε, by the predictions; null where that is not known. Then the risk half-way between its ends, in ln t, is within a quarter of the height in all of theory/timescales.md's cases.
   */
  readonly separated: boolean | null;
}

export interface Timescales {
  /** One for each degree with φ_k ≠ 0. */
  readonly degrees: readonly DegreePrediction[];
  readonly plateaus: readonly Plateau[];
  /** Risk that is never left. */
  readonly floor: number;
  /** Some plateau is known not to be separated from the next: what is drawn is not a staircase. */
  readonly overlapping: boolean;
  /** m* = (U(1) − σ_0²)/(2κ√ε): much narrower networks learn degree 1 later than the mean field says; Infinity without degree 1. */
  readonly crossoverWidth: number;
  /** How much slower the full flow's degree 1 grows at this m than the mean field's. */
  readonly slowdown: number;
  readonly remarks: readonly Remark[];
}

/** Throws RangeError, a sentence. */
export function timescales({ target, student, readout, epsilon, dimension = Infinity, overlaps: given }: TimescaleProblem): Timescales {
  const { phi, sigma } = coefficientsOf({ target, student, readout, epsilon, overlaps: given });
  if (!(dimension >= 1)) throw new RangeError(`dimension: found ${dimension}; allowed: 1 or more, Infinity`);
  const problem: Problem = { phi, sigma, readout: Float64Array.from(readout), epsilon, dimension, overlaps: given ? Float64Array.from(given) : null };
  const spread = spreadOf(problem);
  const degrees: DegreePrediction[] = [];
  const course = laterStages(problem, spread);
  let time: number | null = 0;
  for (let k = 0; k < phi.length; k++) {
    if (phi[k] === 0) continue;
    const found: DegreePrediction = sigma[k] === 0 ? never(k, `σ_${k} = 0, so no neuron feels it`) : k === 0 ? zeroth(problem, spread) : k === 1 ? first(problem, spread) : later(problem, spread, k, course(k), time);
    degrees.push(found);
    if (k > 0) time = found.halfTime;
  }
  const floor = degrees.reduce((sum, { degree, halfTime }) => sum + (halfTime === Infinity ? phi[degree] ** 2 / 2 : 0), 0);
  const plateaus = plateausOf(problem, degrees);
  const kappa = Math.abs(phi[1] * sigma[1]) || 0;
  const self = sigma.subarray(1).reduce((sum, value) => sum + value * value, 0);
  const crossoverWidth = kappa > 0 ? self / (2 * kappa * Math.sqrt(epsilon)) : Infinity;
  // Growth rates [−g + √(g² + 4εκ²)]/(2ε) with g = (U(1) − σ_0²)/m, against κ/√ε: with x = m*/m, √(1 + x²) + x.
  const x = crossoverWidth / readout.length;
  const overlapping = plateaus.some(({ separated }) => separated === false);
  const slowdown = kappa > 0 ? Math.sqrt(1 + x * x) + x : 1;
  return { degrees, plateaus, floor, overlapping, crossoverWidth, slowdown, remarks: remarksOn(problem, spread, { degrees, plateaus, floor, crossoverWidth, slowdown }) };
}

function never(degree: number, why: string): DegreePrediction {
  return { degree, halfTime: Infinity, width: null, exponent: null, constant: null, text: `Degree ${degree} is never learned: ${why}.` };
}

function unknown(degree: number, exponent: number | null, text: string): DegreePrediction {
  return { degree, halfTime: null, width: null, exponent, constant: null, text };
}

function zeroth(problem: Problem, spread: Spread): DegreePrediction {
  const { half, width } = degreeZero(problem, spread);
  return { degree: 0, halfTime: half, width, exponent: 1, constant: half / problem.epsilon, text: 'Degree 0 is learned by the readouts alone, at a time proportional to ε.' };
}

function first(problem: Problem, spread: Spread): DegreePrediction {
  const passage = degreeOne(problem, spread);
  if (!passage) return ofOneValue(problem, spread);
  const constant = 1 / (4 * Math.abs(problem.phi[1] * problem.sigma[1]));
  return { degree: 1, halfTime: passage.half, width: passage.width, exponent: 1 / 2, constant, text: 'Degree 1 is learned at a time proportional to √ε ln(1/ε), as overlaps grow exponentially from the readouts’ spread.' };
}

/** All neurons are one: s' = a σ_1 φ_1, with σ_0² a = φ_0 σ_0 + σ_1 φ_1 s once ε a' is small. */
function ofOneValue({ phi, sigma, epsilon }: Problem, { mean, reach }: Spread): DegreePrediction {
  if (sigma[0] !== 0 && phi[0] !== 0) return unknown(1, 0, 'Degree 1 takes a time of order one, whatever ε: all readouts start from one value.');
  if (reach > 0) return unknown(1, null, 'Degree 1 grows from the overlaps at the start, which are all alike.');
  if (mean === 0) return never(1, 'the readouts are all 0');
  const time = (sigma[0] / (sigma[1] * phi[1])) ** 2 * Math.log(1 / epsilon);
  return unknown(1, null, `Degree 1 takes a time near (σ_0/(σ_1 φ_1))² ln(1/ε) = ${time.toPrecision(3)}, and is learned as far as one neuron can: all readouts start from one value, of which degree 0 leaves nothing but what they began to learn.`);
}

function later(problem: Problem, spread: Spread, k: number, stage: StagePassage | null, before: number | null): DegreePrediction {
  const { phi, sigma, epsilon, readout, overlaps } = problem;
  if (phi[1] * sigma[1] === 0) {
    if (spread.reach === 0) return never(k, `without degree 1 the overlaps s = 0 do not move${overlaps ? '' : ' in infinite dimension'}`);
    const waits = overlaps ? `Degree ${k} grows from the overlaps at the start alone.` : `Degree ${k} waits for overlaps that only a finite dimension gives.`;
    // Degree 2 feels s² with the sign of φ_2 σ_2: the readout with most of that sign escapes first.
    const settled = sigma[0] === 0 ? 0 : phi[0] / sigma[0] - spread.mean;
    const most = readout.reduce((best, a) => Math.max(best, (a + settled) * Math.sign(phi[2] * sigma[2])), 0);
    const rate = 4 * Math.abs(phi[2] * sigma[2]) * most;
    if (k !== 2 || !(rate > 0) || epsilon <= spread.reach) return unknown(k, null, waits);
    return unknown(2, null, `Without degree 1, degree 2 escapes at about ln(${overlaps ? 'ε/<s²>' : 'εd'})/(4 σ_2 φ_2 max a) = ${(Math.log(epsilon / spread.reach) / rate).toPrecision(3)}, up to a number of order one.`);
  }
  if (k >= spread.fast) {
    const values = spread.values === 1 ? 'one value' : `${spread.values} values`;
    if (k === spread.fast) return unknown(k, 0, `Degree ${k} takes a time of order one, whatever ε: the readouts start from ${values} only.`);
    return unknown(k, null, `Degree ${k} comes after degree ${spread.fast}, which takes a time of order one: the readouts start from ${values} only.`);
  }
  let l = 1;
  while (phi[l + 1] * sigma[l + 1]) l++;
  if (k > l) {
    const between = Array.from({ length: k - l - 1 }, (_, i) => l + 1 + i);
    const next = between.every((j) => phi[j] * sigma[j] === 0);
    const exponent = next ? (l + 2 - k) / (2 * (l + 1)) : null;
    if (exponent === null) return unknown(k, null, `Degree ${k} comes after a missing degree; its order in ε is not known.`);
    const order = exponent === 0 ? 'is of order one, whatever ε' : `goes like ε^(${l + 2 - k}/${2 * (l + 1)})${exponent < 0 ? ', the longer the smaller ε' : ''}`;
    return unknown(k, exponent, `Degree ${k} follows degree ${l} with nothing between: its time ${order}.`);
  }
  if (!stage || before === null) return unknown(k, 1 / (2 * k), `Degree ${k} is learned at a time of order ε^(1/${2 * k}); the stage before it does not come to an end here.`);
  const unit = epsilon ** (1 / (2 * k));
  return {
    degree: k,
    halfTime: before + stage.half * unit,
    width: stage.width * unit,
    exponent: 1 / (2 * k),
    constant: stage.constant,
    text: `Degree ${k} is learned at a time proportional to ε^(1/${2 * k}), when the overlaps of its stage blow up.`,
  };
}

/** In the stage's own time τ, `half` counted from the half-time of the degree before. */
interface StagePassage extends Passage {
  readonly constant: number;
}

/** Stage by stage as far as they are asked for, in order; null from the first on that does not end. */
function laterStages({ phi, sigma, readout, epsilon }: Problem, { variance }: Spread): (k: number) => StagePassage | null {
  let stage: Stage | null = variance > 0 ? secondStage(phi, sigma, readout) : null;
  /** From the half-time before to the stage's beginning, in t. */
  let late = 0;
  return (k) => {
    if (!stage || stage.degree !== k || stage.phi * stage.sigma === 0) return null;
    const unit = epsilon ** (1 / (2 * k));
    const { start, half, end, after } = stageCourse(stage, unit);
    const found = Number.isFinite(half) ? { half: half + late / unit, width: end - start, constant: blowUpTime(stage) } : null;
    late = after ? (after.time - half) * unit : 0;
    stage = after && k + 1 < phi.length ? nextStage(stage, after, epsilon, phi[k + 1], sigma[k + 1]) : null;
    return found;
  };
}

function plateausOf({ phi }: Problem, degrees: readonly DegreePrediction[]): Plateau[] {
  const floor = new Set(degrees.filter(({ halfTime }) => halfTime === Infinity).map(({ degree }) => degree));
  const learned = degrees.filter(({ degree }) => !floor.has(degree));
  return learned.map((d, i) => {
    const height = phi.reduce((sum, value, k) => sum + (k > d.degree || floor.has(k) ? value * value : 0), 0) / 2;
    const next = learned[i + 1];
    const [from, to] = [d.halfTime, next ? next.halfTime : Infinity];
    if (!next || from === null || to === null) return { after: d.degree, height, from, to, separated: null };
    return { after: d.degree, height, from, to, separated: isSeparated(phi, d, next, height) };
  });
}

/**
 * Both degrees as logistic falls of their own widths leave the risk within a tenth of the height half-way, in ln t; and after degree
 * 1, where what is learned is still held there by residuals that vanish slowly with ε, the half-times are APART times apart.
 */
function isSeparated(phi: Float64Array, d: DegreePrediction, next: DegreePrediction, height: number): boolean {
  const [from, to] = [d.halfTime!, next.halfTime!];
  if (!(to > from) || (d.degree > 0 && to < APART * from)) return false;
  const left = (d: DegreePrediction): number => 1 / (1 + Math.exp((Math.log(81) * (Math.sqrt(from * to) - d.halfTime!)) / d.width!));
  return Math.abs((phi[d.degree] * left(d)) ** 2 - phi[next.degree] ** 2 * (1 - left(next) ** 2)) / 2 <= 0.1 * height;
}
const APART = 9;
