// What is compared: anything that can make steps of the same experiment.

/** One dense step: n fresh d-dimensional samples for p neurons and k directions of the target. */
export interface Size {
  readonly id: string;
  readonly d: number;
  readonly n: number;
  readonly p: number;
  readonly k: number;
  /** The pair σ, h*: x³ − 3x for both, or erf(x/√2) for both; h* is the mean over the target's directions. */
  readonly link: 'He3' | 'erf';
  /** γ in W ← W + γG. */
  readonly gamma: number;
  /** Overlaps at the start: M (p×k) has this on neuron j, direction j mod k, and zero elsewhere. */
  readonly overlap: number;
  readonly seed: number;
}

export interface Contender {
  readonly name: string;
  /** Everything that is paid once: device, weights, pipelines, one step to compile them. */
  prepare(size: Size): Promise<void>;
  /** Resolves when the work is done and the overlaps M = W W*ᵀ (p×k) have been read. */
  steps(count: number): Promise<ArrayLike<number>>;
  /** Who computes, in words: an adapter's name, or what the library says. */
  describe(): string;
  dispose(): void;
}
