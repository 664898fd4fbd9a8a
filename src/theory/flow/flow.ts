// What the two gradient flows of theory/timescales.md (arXiv 2303.00055) have in common: the problem, what can be read off a
// state, and the run through time in slices. Coefficients are of normalised Hermite polynomials h_k = He_k/√k!, from k = 0.

import { StepVanished } from '../../math/dormand-prince.ts';

export interface FlowProblem {
  /** φ_k of the target φ(<u*, x>). */
  readonly target: ArrayLike<number>;
  /** σ_k of the activation. The shorter of the two is continued by zeros. */
  readonly student: ArrayLike<number>;
  /** a_i(0), one for each of the m neurons: f(x) = (1/m) Σ a_i σ(<u_i, x>). */
  readonly readout: ArrayLike<number>;
  /** ε: the first layer's rate over the second's. */
  readonly epsilon: number;
  /** s_i(0) = <u_i, u*>; 0 when left out, as in infinite dimension. */
  readonly overlaps?: ArrayLike<number>;
  /** Relative error of a step; 1e-7 when left out. */
  readonly tolerance?: number;
  /** What `save` gave for the same problem: the flow goes on from there to the same bits. */
  readonly resume?: Float64Array;
}

export interface FlowState {
  /** a, m. */
  readonly readout: Float64Array;
  /** s, m. */
  readonly overlaps: Float64Array;
  /** r = <u_i, u_j>, m×m row-major with unit diagonal; only the full flow has it. */
  readonly gram?: Float64Array;
}

export interface GradientFlow {
  /** Of all that is read below; 0 at first. */
  readonly time: number;
  /**
   * A slice of arithmetic, about a millisecond, towards `until`; true when `time` has come to it. Ask for times in increasing
   * order. Throws `FlowStopped`.
   */
  work(until: number): boolean;
  runTo(until: number): void;
  /** Copies. */
  state(): FlowState;
  /** R = ½ E(f − φ)², without label noise. */
  risk(): number;
  /** res_k = φ_k − σ_k <a s^k>: what the network lacks of degree k along u*. */
  residuals(): Float64Array;
  /** R_k ≥ 0, degree by degree; their sum is the risk. */
  degreeRisks(): Float64Array;
  save(): Float64Array;
}

/** The flow cannot be followed beyond `time`. */
export class FlowStopped extends Error {
  override readonly name = 'FlowStopped';
  constructor(
    readonly time: number,
    reason: string,
  ) {
    super(`gradient flow: ${reason} at t = ${time}`);
  }
}

/** Both integrators offer this much. */
interface Integrator {
  readonly start: number;
  readonly end: number;
  step(): void;
  at(time: number): Float64Array;
  save(): Float64Array;
}

interface Readings {
  state(y: Float64Array): FlowState;
  risk(y: Float64Array): number;
  residuals(y: Float64Array): Float64Array;
  degreeRisks(y: Float64Array): Float64Array;
}

const MOST_STEPS = 1_000_000;

/** `cost`: arithmetic operations of one step of the integrator, roughly. */
export function follow(integrator: Integrator, readings: Readings, cost: number, resumed: Float64Array | undefined): GradientFlow {
  const slice = Math.max(1, Math.round(1e6 / cost));
  let time = resumed ? resumed[0] : 0;
  let steps = 0;
  // A saved flow stands inside the step that comes next.
  if (resumed && integrator.end < time) advance();
  let y = integrator.at(time);

  function advance(): void {
    if (++steps > MOST_STEPS) throw new FlowStopped(integrator.end, `${MOST_STEPS} steps were made, the most that are allowed, and it stands`);
    try {
      integrator.step();
    } catch (cause) {
      if (cause instanceof StepVanished) throw new FlowStopped(cause.time, 'its readouts and overlaps cease to be finite, or to be told apart from rounding,');
      throw cause;
    }
  }

  function work(until: number): boolean {
    if (!(until >= integrator.start && until < Infinity))
      throw new RangeError(`until: found ${until}; the flow has gone on and gives finite times from ${integrator.start} on`);
    for (let i = 0; i < slice && integrator.end < until; i++) advance();
    time = Math.min(until, integrator.end);
    y = integrator.at(time);
    return time === until;
  }

  return {
    get time() {
      return time;
    },
    work,
    runTo(until) {
      while (!work(until));
    },
    state: () => readings.state(y),
    risk: () => readings.risk(y),
    residuals: () => readings.residuals(y),
    degreeRisks: () => readings.degreeRisks(y),
    save: () => Float64Array.of(time, ...integrator.save()),
  };
}

export interface Coefficients {
  /** φ and σ, K + 1 of each. */
  readonly phi: Float64Array;
  readonly sigma: Float64Array;
}

/** Checks a problem, and pads its coefficients to one length. Throws RangeError. */
export function coefficientsOf({ target, student, readout, epsilon, overlaps, tolerance }: FlowProblem): Coefficients {
  const m = readout.length;
  if (m === 0) throw new RangeError('readout: found no numbers; one for each neuron is needed');
  finite('target', target);
  finite('student', student);
  finite('readout', readout);
  if (!(epsilon > 0 && epsilon < Infinity)) throw new RangeError(`epsilon: found ${epsilon}; allowed: a finite number above 0`);
  if (tolerance !== undefined && !(tolerance >= 1e-12 && tolerance <= 1e-2)) throw new RangeError(`tolerance: found ${tolerance}; allowed: 1e-12 to 1e-2`);
  if (overlaps) {
    if (overlaps.length !== m) throw new RangeError(`overlaps: found ${overlaps.length} numbers; allowed: ${m}, one for each readout`);
    for (let i = 0; i < m; i++) if (!(Math.abs(overlaps[i]) <= 1)) throw new RangeError(`overlaps[${i}]: found ${overlaps[i]}; allowed: −1 to 1`);
  }
  const count = Math.max(target.length, student.length, 1);
  const padded = (from: ArrayLike<number>): Float64Array => Float64Array.from({ length: count }, (_, k) => from[k] ?? 0);
  return { phi: padded(target), sigma: padded(student) };
}

function finite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) throw new RangeError(`${name}[${i}]: found ${values[i]}; allowed: a finite number`);
}

/** <a s^k> for k = 0 … K, <·> the mean over neurons. */
export function moments(a: ArrayLike<number>, s: ArrayLike<number>, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < a.length; i++) {
    let power = a[i] / a.length;
    for (let k = 0; k < out.length; k++) {
      out[k] += power;
      power *= s[i];
    }
  }
}
