// Hermite coefficients of a function of z ∈ R^k, a_β = E[h He_β(z)]/√β! for |β| ≤ degree, as flat arrays: in what order,
// and what a rotation of z makes of them. Σ_{|β| = d} a_β² = |T_d|², T_d the symmetric tensor of order d.

export interface MultiIndices {
  readonly k: number;
  readonly degree: number;
  /** The multi-indices β, by degree. */
  readonly powers: readonly (readonly number[])[];
  /** |β|. */
  readonly degrees: readonly number[];
  /** Place of β; −1 beyond the degree. */
  indexOf(beta: readonly number[]): number;
}

export function multiIndices(k: number, degree: number): MultiIndices {
  const powers: number[][] = [];
  for (let d = 0; d <= degree; d++) append([], d);
  const places = new Map(powers.map((beta, i) => [keyOf(beta), i]));
  return {
    k,
    degree,
    powers,
    degrees: powers.map((beta) => beta.reduce((sum, n) => sum + n, 0)),
    indexOf: (beta) => places.get(keyOf(beta)) ?? -1,
  };

  /** All β that begin with `head` and have `left` more to give. */
  function append(head: number[], left: number): void {
    if (head.length === k - 1) powers.push([...head, left]);
    else for (let n = left; n >= 0; n--) append([...head, n], left - n);
  }

  function keyOf(beta: readonly number[]): number {
    return beta.reduce((key, n) => key * (degree + 2) + Math.min(n, degree + 1), 0);
  }
}

/**
 * The coefficients in coordinates x = R z, R (k×k) orthogonal, given by rows: a rotation in one plane after the other.
 * Each mixes only coefficients of equal degree in its plane.
 */
export function rotateCoefficients(indices: MultiIndices, coefficients: Float64Array, R: readonly (readonly number[])[]): Float64Array {
  const { k, powers } = indices;
  const rest = R.map((row) => [...row]);
  let out: Float64Array = Float64Array.from(coefficients);
  for (let i = 0; i < k; i++)
    for (let j = i + 1; j < k; j++) {
      const length = Math.hypot(rest[i][i], rest[i][j]);
      if (length === 0 || (rest[i][j] === 0 && rest[i][i] > 0)) continue;
      const [c, s] = [rest[i][i] / length, rest[i][j] / length];
      for (const row of rest) [row[i], row[j]] = [c * row[i] + s * row[j], c * row[j] - s * row[i]];
      out = rotatePlane(indices, out, i, j, c, s);
    }
  // What is left is the identity, but for a reflection.
  if (rest[k - 1][k - 1] < 0) for (let l = 0; l < out.length; l++) if (powers[l][k - 1] % 2 === 1) out[l] = -out[l];
  return out;
}

/** x_i = c z_i + s z_j, x_j = −s z_i + c z_j. */
function rotatePlane(indices: MultiIndices, from: Float64Array, i: number, j: number, c: number, s: number): Float64Array {
  const { degree, powers } = indices;
  const mixing = planeMatrices(degree, c, s);
  const out = new Float64Array(from.length);
  powers.forEach((beta, place) => {
    // One visit for each set of β that differ only in the plane.
    if (beta[j] !== 0) return;
    const n = beta[i];
    const places = Array.from({ length: n + 1 }, (_, p) => indices.indexOf(beta.with(i, p).with(j, n - p)));
    if (n === 0) out[place] = from[place];
    else
      for (let p = 0; p <= n; p++) {
        const row = mixing[n][p];
        let sum = 0;
        for (let q = 0; q <= n; q++) sum += row[q] * from[places[q]];
        out[places[p]] = sum;
      }
  });
  return out;
}

/**
 * [n][p][q]: coefficient of h_q(z_i) h_{n−q}(z_j) in h_p(x_i) h_{n−p}(x_j), h_n = He_n/√n!. Raising operators rotate as
 * vectors, which gives degree n from degree n − 1.
 */
function planeMatrices(degree: number, c: number, s: number): number[][][] {
  const matrices: number[][][] = [[[1]]];
  for (let n = 1; n <= degree; n++) {
    const below = matrices[n - 1];
    matrices.push(
      Array.from({ length: n + 1 }, (_, p) => {
        const [row, alongI, alongJ, norm] = p > 0 ? [below[p - 1], c, s, Math.sqrt(p)] : [below[0], -s, c, Math.sqrt(n)];
        return Array.from(
          { length: n + 1 },
          (_, q) => ((q > 0 ? alongI * Math.sqrt(q) * row[q - 1] : 0) + (q < n ? alongJ * Math.sqrt(n - q) * row[q] : 0)) / norm,
        );
      }),
    );
  }
  return matrices;
}
