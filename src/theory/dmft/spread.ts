// Mean and standard error over replicas, entry by entry.

export interface Spread {
  readonly mean: Float64Array;
  /** std/√(number of replicas), std with ddof 1; NaN for one alone. */
  readonly sem: Float64Array;
}

export function spreadOf(replicas: readonly ArrayLike<number>[]): Spread {
  const [length, R] = [replicas[0].length, replicas.length];
  const [mean, sem] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i++) {
    // From the first one, so that equal numbers have no spread.
    const first = replicas[0][i];
    let sum = 0;
    for (const values of replicas) sum += values[i] - first;
    mean[i] = first + sum / R;
    let squares = 0;
    for (const values of replicas) squares += (values[i] - mean[i]) ** 2;
    sem[i] = Math.sqrt(squares / (R - 1) / R);
  }
  return { mean, sem };
}
