// What is predicted of an experiment: a plain object that JSON can hold.

/**
 * What dominates the motion of the overlaps (theory/online.md section 4), by κ = γ|α| d/n with α the neuron's weight in
 * the output: "population flow" below 1/10 (δ > 1 − μ), "Saad–Solla" to 10 (δ = 1 − μ, which at finite d is a band of
 * ± log 10 / log d around it), "noise-dominated" beyond; "discrete" for δ ≤ 0, whose limit is a map and no equation.
 */
export type Regime = 'population flow' | 'Saad–Solla' | 'noise-dominated' | 'discrete';

export type Region = 'learnable' | 'one giant step' | 'outside the learnable region';

/** Of the first steps, at M = 0 and Q = I, for the neuron that feels the target most. */
export interface PredictionConstants {
  /** c: the overlap m grows by γ c m^(ℓ−1) a step. */
  readonly drift: number;
  /** s: a row is multiplied by 1 − sγ a step before it is projected. */
  readonly selfAlignment: number | null;
  /** I4(0) = E[e² σ′²]. */
  readonly I4: number | null;
  /** γ² times this is what noise adds to the square of a row's norm at a step: (d/n) α² I4(0). */
  readonly noise: number | null;
  /** α = (scale of f) · a_j. */
  readonly weight: number;
  /** Overlaps with w*_1 … w*_k of the direction that is found first; one of several where they are equal. */
  readonly direction: readonly number[];
}

export interface Prediction {
  /** ℓ of the target; null when it is not known, or the target is constant. */
  readonly informationExponent: number | null;
  /** The least order ≥ ℓ that the activation feels: all that follows is about it. Null when there is none. */
  readonly feltExponent: number | null;
  readonly leapIndex: number | null;
  /** log n / log d. */
  readonly mu: number;
  /** −log γ / log d; null for γ = 0. */
  readonly delta: number | null;
  /** Null for γ = 0, for reused samples, and where no order is felt. */
  readonly regime: Regime | null;
  readonly region: Region | null;
  /** Whether the overlaps follow a differential equation as d → ∞: δ > 0 and δ > (1 − μ)/2. */
  readonly continuousLimit: boolean;
  /** Whether the overlap grows at this learning rate: by the constants where they are known, else by the exponents. */
  readonly learnable: boolean | null;
  /** The learning rate at which growth stops; null when there is none, or it is not known. */
  readonly maximalLearningRate: number | null;
  /** The least δ that learns, from a random start as d → ∞; null when every one does, or it is not known. */
  readonly leastDelta: number | null;
  /** T ~ d^θ at this μ and δ, and at the best δ for this μ. */
  readonly theta: number | null;
  readonly bestTheta: number | null;
  /** The smallest batch at which θ is as small as it gets (d^μ, rounded), and that θ. */
  readonly bestBatch: number | null;
  readonly thetaAtBestBatch: number | null;
  /** n T ~ d^this at the best δ for this μ; more for larger batches than the best. */
  readonly sampleExponent: number | null;
  /** Largest overlap at step 0 along the direction that is found first: given, or typical of the draw. */
  readonly startingOverlap: number | null;
  /** Steps until max |M| = 0.3 by the prefactors of section 7, in which noise costs nothing. */
  readonly recoveryTime: number | null;
  /** The same for one neuron that loses what noise costs on average; several neurons at once are luckier. */
  readonly recoveryTimeWithNoise: number | null;
  /** The overlap that one step leads to on average. */
  readonly overlapAfterOneStep: number | null;
  readonly constants: PredictionConstants | null;
  /** What will go wrong: each names a key and its number. */
  readonly warnings: readonly string[];
  /** What the numbers do not cover. */
  readonly caveats: readonly string[];
  /** For members that are null, why. */
  readonly unknown: Readonly<Record<string, string>>;
}

/** Weak recovery: max |M| ≥ η. */
export const ETA = 0.3;

/** A number for a sentence: three significant digits. */
export function figure(x: number): string {
  const rounded = Number(x.toPrecision(3));
  return Math.abs(rounded) >= 1e6 ? rounded.toExponential() : String(rounded);
}
