// What one step needs of its n samples, drawn in law: the preactivations are N(0, Ω), so normals X and a triangle L with
// L Lᵀ = Ω stand for the samples (theory/online.md section 5; exact for any n and d).

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale } from '../../experiment/quantities.ts';
import type { Draws } from '../../math/draws.ts';
import { BLOCK } from '../../model/block.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';
import { addProducts, addScaled, combine } from '../../math/products.ts';

export interface Batch {
  /** Lower triangle, (k + p)×(k + p), the directions first: the fields are L x with x ~ N(0, I). */
  readonly L: Float64Array;
  readonly readout: Float64Array;
  /** Whether e = y − f (square loss) or y (correlation loss). */
  readonly square: boolean;
  /** Whether the step's sums are wanted; else the loss is. */
  readonly learn: boolean;
  /** Placed at the batch's start. */
  readonly draws: Draws;
}

export interface BatchSums {
  /** G∥ = R X / n, p×(k + p): minus the gradient, in the coordinates of x. */
  readonly gradient: Float64Array;
  /** R Rᵀ / n², p×p. */
  readonly scatter: Float64Array;
  /** c Σ e σ(λ_j) / n (p): minus the gradient of the readout; null where it stays as it is. */
  readonly readoutGradient: Float64Array | null;
  /** The batch's mean loss ½ (y − f)². */
  readonly loss: number;
  readonly bytes: number;
  begin(batch: Batch): void;
  /** Visits a bounded number of samples; true once all n are visited and the results are there. */
  more(): boolean;
}

/** Normals drawn between two looks at the clock: about a millisecond, with what is made of them. */
const NORMALS_AT_A_TIME = 1 << 16;

export function batchSums(experiment: Experiment): BatchSums {
  const { target, student, training } = experiment;
  const [p, k, n] = [student.width, target.directions, training.batch];
  const r = k + p;
  const sigma = parseLink(student.activation, activationVariables());
  const derivative = sigma.derivative('x');
  const link = parseLink(target.link, targetVariables(k));
  const scale = outputScale(experiment);
  const deviation = Math.sqrt(target.noise);

  const block = () => new Float64Array(BLOCK);
  const X = Array.from({ length: r }, block);
  const fields = Array.from({ length: r }, block);
  const R = Array.from({ length: p }, block);
  const [teacher, neurons, both] = [fields.slice(0, k), fields.slice(k).map((field) => [field]), [...X, ...R]];
  const [y, f, scratch] = [block(), block(), block()];
  /** R [X; R]ᵀ, p×(r + p): what lies right of the diagonal of R Rᵀ may be missing. */
  const products = new Float64Array(p * (r + p));
  const gradient = new Float64Array(p * r);
  const scatter = new Float64Array(p * p);
  /** σ(λ_j), kept to the end of a block where the readout learns from it. */
  const outputs = training.secondLayer === 'fixed' ? null : Array.from({ length: p }, block);
  const readoutGradient = outputs && new Float64Array(p);
  let batch: Batch | null = null;
  let visited = 0;
  let loss = 0;

  /** The next `count` samples. */
  function visit({ L, readout, square, learn, draws }: Batch, count: number): void {
    for (let i = 0; i < r; i++) draws.normals(X[i], count);
    for (let i = 0; i < r; i++) combine(fields[i], L, i * r, X, i + 1, count);
    link.evaluateBlock(teacher, y, count);
    if (deviation > 0) {
      draws.normals(scratch, count);
      addScaled(y, deviation, scratch, count);
    }
    // From here on y is the residual e.
    if (square || !learn) subtractOutput(readout, count);
    else if (outputs) evaluateOutputs(outputs, count);
    if (!learn) {
      for (let i = 0; i < count; i++) loss += 0.5 * y[i] * y[i];
      return;
    }
    for (let j = 0; j < p; j++) {
      derivative.evaluateBlock(neurons[j], R[j], count);
      multiply(R[j], y, scale * readout[j], count);
    }
    addProducts(products, R, both, count, r);
    if (readoutGradient) addProducts(readoutGradient, outputs, [y], count);
  }

  function subtractOutput(readout: Float64Array, count: number): void {
    for (let j = 0; j < p; j++) {
      const output = outputs ? outputs[j] : f;
      sigma.evaluateBlock(neurons[j], output, count);
      addScaled(y, -scale * readout[j], output, count);
    }
  }

  function evaluateOutputs(outputs: readonly Float64Array[], count: number): void {
    for (let j = 0; j < p; j++) sigma.evaluateBlock(neurons[j], outputs[j], count);
  }

  function finish(): void {
    loss /= n;
    for (let j = 0; j < p; j++) {
      if (readoutGradient) readoutGradient[j] *= scale / n;
      for (let l = 0; l < r; l++) gradient[j * r + l] = products[j * (r + p) + l] / n;
      for (let i = 0; i <= j; i++) scatter[i * p + j] = scatter[j * p + i] = products[j * (r + p) + r + i] / n / n;
    }
  }

  return {
    gradient,
    scatter,
    readoutGradient,
    get loss() {
      return loss;
    },
    bytes: 8 * (BLOCK * (2 * r + p + 3 + (outputs ? p : 0)) + p * (2 * r + 2 * p)),
    begin(next) {
      batch = next;
      visited = loss = 0;
      products.fill(0);
      readoutGradient?.fill(0);
    },
    more() {
      const until = Math.min(n, visited + Math.max(BLOCK, Math.floor(NORMALS_AT_A_TIME / (r * BLOCK)) * BLOCK));
      while (visited < until) {
        const count = Math.min(BLOCK, n - visited);
        visit(batch!, count);
        visited += count;
      }
      if (visited < n) return false;
      finish();
      return true;
    },
  };
}

/** out = a · out · x, entry by entry. */
function multiply(out: Float64Array, x: Float64Array, a: number, count: number): void {
  for (let i = 0; i < count; i++) out[i] *= a * x[i];
}
