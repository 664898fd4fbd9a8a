// y' = f(y) where it is stiff: the implicit Runge–Kutta method Radau IIA of order 5 (Hairer and Wanner, Solving Ordinary
// Differential Equations II, IV.8). Three stages are found together by simplified Newton iterations, which a change of basis
// takes apart into one real and one complex system with the Jacobian J; the step size follows an estimate of order 3, as good as
// the polynomial through the stages that gives y inside a step.

import { StepVanished } from './dormand-prince.ts';

export interface StiffSystem {
  readonly size: number;
  /** Writes y' to `out`; NaN there means that the step was too long. */
  derivative(y: Float64Array, out: Float64Array): void;
  /** Takes J at y for the solvers' next `factor`. */
  linearise(y: Float64Array): void;
  solver(): ShiftedSolver;
}

/** (μ − J) x = b. */
export interface ShiftedSolver {
  /** False when μ is an eigenvalue of J to rounding. */
  factor(re: number, im: number): boolean;
  /** In place. `im` is not touched when μ is real. */
  solve(re: Float64Array, im: Float64Array): void;
}

export interface RadauTolerance {
  readonly relative: number;
  /** One for each component. */
  readonly absolute: Float64Array;
}

export interface Radau {
  /** Where the last accepted step begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Makes one step. Throws `StepVanished`. */
  step(): void;
  /** y at a time inside the last accepted step. */
  at(time: number): Float64Array;
  /** From it the solution goes on to the same bits: what the last accepted step began with. */
  save(): Float64Array;
}

const S6 = Math.sqrt(6);
const NODES = [(4 - S6) / 10, (4 + S6) / 10, 1];
/** Eigenvalues of the inverse of the method's matrix. */
const REAL = 3 + 3 ** (2 / 3) - 3 ** (1 / 3);
const [RE, IM] = [3 + (3 ** (1 / 3) - 3 ** (2 / 3)) / 2, -(3 ** (5 / 6) + 3 ** (7 / 6)) / 2];
/** Z = T W takes the stages apart, W = T⁻¹ Z. */
const T = [
  [0.09443876248897524, -0.14125529502095421, 0.03002919410514742],
  [0.25021312296533332, 0.20412935229379994, -0.38294211275726192],
];
const INVERSE = [
  [4.17871859155190428, 0.32768282076106237, 0.52337644549944951],
  [-4.17871859155190428, -0.32768282076106237, 0.47662355450055044],
  [0.50287263494578682, -2.57192694985560522, 0.59603920482822492],
];
const ERROR = [(-13 - 7 * S6) / 3, (-13 + 7 * S6) / 3, -1 / 3];
/** y(θ) − y = Σ_s Z_s Σ_j DENSE_sj θ^(j+1): the polynomial that is 0 at 0 and Z_s at the nodes. */
const DENSE = [
  [(13 + 7 * S6) / 3, (-23 - 22 * S6) / 3, (10 + 15 * S6) / 3],
  [(13 - 7 * S6) / 3, (-23 + 22 * S6) / 3, (10 - 15 * S6) / 3],
  [1 / 3, -8 / 3, 10 / 3],
];
const [SAFETY, LEAST, MOST, ITERATIONS] = [0.9, 0.1, 8, 7];
/** A rate of convergence at which J need not be renewed, and a growth of the step that is not worth new factors. */
const [FAST, LITTLE] = [1e-3, 1.2];

export function radau(system: StiffSystem, from: Float64Array, { relative, absolute }: RadauTolerance, resume?: Float64Array): Radau {
  const n = system.size;
  const vector = (): Float64Array => new Float64Array(n);
  const real = system.solver();
  const complex = system.solver();
  const converged = Math.max((10 * Number.EPSILON) / relative, Math.min(0.03, Math.sqrt(relative)));
  const Z = [vector(), vector(), vector()];
  const W = [vector(), vector(), vector()];
  const F = [vector(), vector(), vector()];
  /** Of the polynomial of the last accepted step: it also starts the iterations of the next. */
  let Q = [vector(), vector(), vector()];
  let next = [vector(), vector(), vector()];
  const [trial, slope, error, scale, unused] = [vector(), vector(), vector(), vector(), vector()];
  let rate = 0;
  let y = Float64Array.from(from);
  let after = Float64Array.from(from);
  /** Where J was taken, and the size of step that its two systems were factored for; 0: they are due. */
  const linearised = vector();
  let factored = 0;
  let [time, end, size, lastSize, lastError] = [0, 0, 0, 0, 0];
  const memory = (): Float64Array[] => [after, linearised, ...Q];
  if (resume) {
    [time, size, lastSize, lastError, factored] = resume;
    end = time;
    memory().forEach((part, j) => part.set(resume.subarray(5 + j * n, 5 + (j + 1) * n)));
    system.linearise(linearised);
    if (factored > 0) factor(factored);
  } else {
    size = firstSize();
    system.linearise(y);
    linearised.set(y);
  }
  let saved = pack();

  function pack(): Float64Array {
    const packed = new Float64Array(5 + 5 * n);
    packed.set([end, size, lastSize, lastError, factored]);
    memory().forEach((part, j) => packed.set(part, 5 + j * n));
    return packed;
  }

  function factor(h: number): boolean {
    factored = real.factor(REAL / h, 0) && complex.factor(RE / h, IM / h) ? h : 0;
    return factored > 0;
  }

  /** Such that y moves by a hundredth of itself, or of its absolute tolerance's share of the relative one. */
  function firstSize(): number {
    system.derivative(y, slope);
    let size = Infinity;
    for (let i = 0; i < n; i++) if (slope[i] !== 0) size = Math.min(size, (0.01 * Math.max(Math.abs(y[i]), absolute[i] / relative)) / Math.abs(slope[i]));
    return size < Infinity ? size : 1;
  }

  function renew(where = y): void {
    system.linearise(where);
    linearised.set(where);
    factored = 0;
  }

  function isHere(where: Float64Array): boolean {
    return where.every((value, i) => value === y[i]);
  }

  /** Newton's iterations for the stages of a step of length h: how many, or 0 when they do not converge; and how fast they do. */
  function stages(h: number): number {
    for (let i = 0; i < n; i++)
      for (let s = 0; s < 3; s++) {
        const x = lastSize > 0 ? 1 + (NODES[s] * h) / lastSize : 0;
        // The last polynomial, carried on beyond its end, and seen from there.
        Z[s][i] = lastSize > 0 ? x * (Q[0][i] + x * (Q[1][i] + x * Q[2][i])) - (Q[0][i] + Q[1][i] + Q[2][i]) : 0;
      }
    for (let i = 0; i < n; i++) for (let s = 0; s < 3; s++) W[s][i] = INVERSE[s][0] * Z[0][i] + INVERSE[s][1] * Z[1][i] + INVERSE[s][2] * Z[2][i];
    let before = 0;
    rate = 0;
    for (let iteration = 1; iteration <= ITERATIONS; iteration++) {
      for (let s = 0; s < 3; s++) {
        for (let i = 0; i < n; i++) trial[i] = y[i] + Z[s][i];
        system.derivative(trial, F[s]);
      }
      for (let i = 0; i < n; i++) {
        const [f, g, k] = [F[0][i], F[1][i], F[2][i]];
        const [u, v] = [W[1][i], W[2][i]];
        F[0][i] = INVERSE[0][0] * f + INVERSE[0][1] * g + INVERSE[0][2] * k - (REAL / h) * W[0][i];
        F[1][i] = INVERSE[1][0] * f + INVERSE[1][1] * g + INVERSE[1][2] * k - (RE * u - IM * v) / h;
        F[2][i] = INVERSE[2][0] * f + INVERSE[2][1] * g + INVERSE[2][2] * k - (RE * v + IM * u) / h;
      }
      real.solve(F[0], unused);
      complex.solve(F[1], F[2]);
      let squares = 0;
      for (let i = 0; i < n; i++) squares += (F[0][i] ** 2 + F[1][i] ** 2 + F[2][i] ** 2) / scale[i] ** 2;
      const change = Math.sqrt(squares / (3 * n));
      if (!Number.isFinite(change)) return 0;
      if (iteration > 1) {
        rate = change / before;
        if (rate >= 1 || (rate ** (ITERATIONS - iteration) / (1 - rate)) * change > converged) return 0;
      }
      for (let i = 0; i < n; i++) {
        const u = (W[0][i] += F[0][i]);
        const v = (W[1][i] += F[1][i]);
        const w = (W[2][i] += F[2][i]);
        Z[0][i] = T[0][0] * u + T[0][1] * v + T[0][2] * w;
        Z[1][i] = T[1][0] * u + T[1][1] * v + T[1][2] * w;
        Z[2][i] = u + v;
      }
      if (change === 0 || (iteration > 1 && (rate / (1 - rate)) * change < converged)) return iteration;
      before = change;
    }
    return 0;
  }

  /** Root mean square of the error estimate in units of the tolerance. */
  function estimate(h: number, again: boolean): number {
    if (again) {
      for (let i = 0; i < n; i++) trial[i] = y[i] + error[i];
      system.derivative(trial, error);
    } else error.set(slope);
    for (let i = 0; i < n; i++) error[i] += (ERROR[0] * Z[0][i] + ERROR[1] * Z[1][i] + ERROR[2] * Z[2][i]) / h;
    real.solve(error, unused);
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (error[i] / (absolute[i] + relative * Math.max(Math.abs(y[i]), Math.abs(y[i] + Z[2][i])))) ** 2;
    return Math.sqrt(squares / n);
  }

  return {
    get start() {
      return time;
    },
    get end() {
      return end;
    },
    step() {
      saved = pack();
      time = end;
      [y, after] = [after, y];
      system.derivative(y, slope);
      for (let i = 0; i < n; i++) scale[i] = absolute[i] + relative * Math.abs(y[i]);
      for (let rejected = false; ; ) {
        if (!(size > 4 * Number.EPSILON * Math.max(time, 1e-300))) throw new StepVanished(time);
        const h = size;
        const iterations = h === factored || factor(h) ? stages(h) : 0;
        if (iterations === 0) {
          // An old J may be to blame; a new one that fails needs a shorter step.
          if (isHere(linearised)) size = h / 2;
          else renew();
          continue;
        }
        let misses = estimate(h, false);
        if (rejected && misses > 1) misses = estimate(h, true);
        const safety = (SAFETY * (2 * ITERATIONS + 1)) / (2 * ITERATIONS + iterations);
        // Gustafsson's predictive controller: what the last step did to the error, it supposes, this one does again.
        const trend = lastSize > 0 && lastError > 0 && misses > 0 ? Math.min(1, (h / lastSize) * (lastError / misses) ** 0.25) : 1;
        const growth = misses > 0 ? Math.min(MOST, safety * trend * misses ** -0.25) : MOST;
        if (misses <= 1) {
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < 3; j++) next[j][i] = DENSE[0][j] * Z[0][i] + DENSE[1][j] * Z[1][i] + DENSE[2][j] * Z[2][i];
            after[i] = y[i] + Z[2][i];
          }
          [Q, next] = [next, Q];
          [lastSize, lastError] = [h, misses];
          end = time + h;
          // J serves on while the iterations converge fast, and its factors while the step would grow by little.
          if (iterations > 2 && rate > FAST) renew(after);
          if (rejected || growth < 1 || growth > LITTLE || factored === 0) size = h * Math.max(LEAST, rejected ? Math.min(1, growth) : growth);
          return;
        }
        rejected = true;
        size = h * (Number.isFinite(misses) ? Math.max(LEAST, Math.min(0.9, growth)) : LEAST);
      }
    },
    at(at) {
      if (!(end > time)) return Float64Array.from(after);
      const x = Math.min(1, Math.max(0, (at - time) / lastSize));
      return y.map((value, i) => value + x * (Q[0][i] + x * (Q[1][i] + x * Q[2][i])));
    },
    save: () => saved,
  };
}
