// Mean and covariance over seeds of every neuron's overlaps, so that mean and spread along any direction of span(W*) follow
// whenever someone asks for that direction.

export interface OverlapMoments {
  /** Seeds. */
  readonly count: number;
  /** k. */
  readonly directions: number;
  /** Means of M: steps × p × k. */
  readonly mean: Float64Array;
  /** Of each step and neuron Σ (M_r − mean_r)(M_s − mean_s) over the seeds, s ≤ r, row by row: steps × p × k(k+1)/2. */
  readonly scatter: Float64Array;
}

interface MomentKeeper {
  /** M of one more seed: steps × p × k. */
  add(M: Float64Array): void;
  /** Of what has come so far; the arrays are fresh. */
  moments(): OverlapMoments;
}

/** Welford's recurrence, a vector of k entries at a time: no cancellation where the spread is small. */
export function momentsOf(k: number): MomentKeeper {
  const triangle = (k * (k + 1)) / 2;
  let [mean, scatter] = [new Float64Array(0), new Float64Array(0)];
  let count = 0;
  const before = new Float64Array(k);
  return {
    add(M) {
      if (count++ === 0) [mean, scatter] = [new Float64Array(M.length), new Float64Array((M.length / k) * triangle)];
      for (let at = 0, to = 0; at < M.length; at += k) {
        for (let r = 0; r < k; r++) {
          before[r] = M[at + r] - mean[at + r];
          mean[at + r] += before[r] / count;
          for (let s = 0; s <= r; s++) scatter[to++] += before[r] * (M[at + s] - mean[at + s]);
        }
      }
    },
    moments: () => ({ count, directions: k, mean: mean.slice(), scatter: scatter.slice() }),
  };
}
