// y' = f(y) by the explicit Runge–Kutta pair of Dormand and Prince (1980), orders 5 and 4, with a step size that follows the
// error (Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, II.4–6): the last stage of a step is the
// first of the next, and a polynomial of order 4 gives y anywhere inside.

/** The step size fell below what time can resolve: y, or its derivative, ceases to be finite just after `time`. */
export class StepVanished extends Error {
  override readonly name = 'StepVanished';
  constructor(readonly time: number) {
    super(`the solution ceases to be finite just after t = ${time}`);
  }
}

/** All that the rest of the solution depends on: where the last accepted step began, its size, and the controller's memory. */
export interface Beginning {
  readonly time: number;
  readonly y: Float64Array;
  /** Size to try first. */
  readonly size: number;
  /** Error of the accepted step before, in units of the tolerance. */
  readonly error: number;
}

export interface DormandPrince {
  /** Where the last accepted step ends. */
  readonly end: number;
  /** Makes one step. Throws `StepVanished`. */
  step(): void;
  /** y at a time inside the last accepted step. */
  at(time: number): Float64Array;
  /** What the last accepted step began with: from it the solution goes on to the same bits. */
  save(): Beginning;
}

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

const A = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
/** Order 5 less order 4. */
const ERROR = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
/** Of the last term of the interpolant, Hairer's dopri5. */
const DENSE = [
  -12715105075 / 11282082432, 0, 87487479700 / 32700410799, -10690763975 / 1880347072,
  701980252875 / 199316789632, -1453857185 / 822651844, 69997945 / 29380423,
];

/** The PI controller's exponents and bounds: h ← h · 0.9 err^(−0.17) err_before^0.04, by a factor from 1/5 to 10. */
const [BETA, SAFETY, LEAST, MOST] = [0.04, 0.9, 0.2, 10];
const EXPONENT = 0.2 - 0.75 * BETA;

/** `f(y, out)` writes y' to `out`; NaN there means that the step was too long. */
export function dormandPrince(f: (y: Float64Array, out: Float64Array) => void, from: Float64Array | Beginning, { relative, absolute }: Tolerance): DormandPrince {
  const start = from instanceof Float64Array ? from : from.y;
  const n = start.length;
  const K = Array.from({ length: 7 }, () => new Float64Array(n));
  const trial = new Float64Array(n);
  let y = Float64Array.from(start);
  let next = Float64Array.from(start);
  f(y, K[0]);
  let [time, end] = from instanceof Float64Array ? [0, 0] : [from.time, from.time];
  let size = from instanceof Float64Array ? firstSize() : from.size;
  let before = from instanceof Float64Array ? 1e-4 : from.error;
  let beginning: Beginning = { time, y: Float64Array.from(y), size, error: before };

  /** Such that y moves by a hundredth of itself, or of 1e-3. */
  function firstSize(): number {
    let [large, fast] = [1e-3, 0];
    for (let i = 0; i < n; i++) [large, fast] = [Math.max(large, Math.abs(y[i])), Math.max(fast, Math.abs(K[0][i]))];
    return fast > 0 ? (0.01 * large) / fast : 1;
  }

  /** Root mean square of the error estimate in units of the tolerance. */
  function attempt(h: number): number {
    for (let stage = 1; stage < 7; stage++) {
      const row = A[stage];
      const into = stage === 6 ? next : trial;
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let s = 0; s < stage; s++) sum += row[s] * K[s][i];
        into[i] = y[i] + h * sum;
      }
      f(into, K[stage]);
    }
    let squares = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let s = 0; s < 7; s++) sum += ERROR[s] * K[s][i];
      squares += ((h * sum) / (absolute + relative * Math.max(Math.abs(y[i]), Math.abs(next[i])))) ** 2;
    }
    return Math.sqrt(squares / n);
  }

  return {
    get end() {
      return end;
    },
    step() {
      if (end > time) {
        time = end;
        [y, next] = [next, y];
        [K[0], K[6]] = [K[6], K[0]];
      }
      const wanted = { time, y: Float64Array.from(y), size, error: before };
      for (;;) {
        if (!(size > 4 * Number.EPSILON * Math.max(time, 1e-300))) throw new StepVanished(time);
        const h = size;
        const error = attempt(h);
        const growth = error > 0 ? (SAFETY * before ** BETA) / error ** EXPONENT : MOST;
        if (error <= 1) {
          size = h * Math.min(MOST, Math.max(LEAST, growth));
          before = Math.max(error, 1e-4);
          end = time + h;
          beginning = { ...wanted, size: h };
          return;
        }
        size = h * (Number.isFinite(error) ? Math.max(LEAST, Math.min(1, SAFETY / error ** EXPONENT)) : LEAST);
      }
    },
    at(at) {
      const h = end - time;
      const theta = h > 0 ? (at - time) / h : 0;
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        if (!(h > 0)) {
          out[i] = y[i];
          continue;
        }
        let dense = 0;
        for (let s = 0; s < 7; s++) dense += DENSE[s] * K[s][i];
        const change = next[i] - y[i];
        const slope = h * K[0][i] - change;
        out[i] = y[i] + theta * (change + (1 - theta) * (slope + theta * (change - h * K[6][i] - slope + (1 - theta) * h * dense)));
      }
      return out;
    },
    save() {
      return beginning;
    },
  };
}
