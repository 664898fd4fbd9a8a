// The orthonormal basis He_n/√n! of functions under N(0, 1): its values at a point, and coefficients of functions in it.

/** He_n(x) / √n! for n = 0 … degree. */
export function orthonormalHermite(degree: number, x: number): Float64Array {
  const psi = new Float64Array(degree + 1);
  psi[0] = 1;
  if (degree > 0) psi[1] = x;
  for (let n = 1; n < degree; n++) psi[n + 1] = (x * psi[n] - Math.sqrt(n) * psi[n - 1]) / Math.sqrt(n + 1);
  return psi;
}

/**
 * Σ_i weighted_i He_n(nodes_i)/√n! for n = 0 … degree: with the values of a function times Gaussian weights, its
 * orthonormal coefficients. It stops early when RUN of them in a row are rounding and what is left of `total`, its second
 * moment, is too: the result is then shorter.
 */
export function projectHermite(nodes: ArrayLike<number>, weighted: ArrayLike<number>, degree: number, total = Infinity): Float64Array {
  const count = nodes.length;
  const psi = new Float64Array(count).fill(1);
  const before = new Float64Array(count);
  const out = new Float64Array(degree + 1);
  let [rest, small] = [total, 0];
  for (let n = 0; n <= degree; n++) {
    let sum = 0;
    const [down, up] = [Math.sqrt(n), 1 / Math.sqrt(n + 1)];
    for (let i = 0; i < count; i++) {
      const value = psi[i];
      sum += weighted[i] * value;
      psi[i] = (nodes[i] * value - down * before[i]) * up;
      before[i] = value;
    }
    out[n] = sum;
    rest -= sum * sum;
    small = total < Infinity && Math.abs(sum) <= ROUNDING * Math.sqrt(total) ? small + 1 : 0;
    if (small === RUN && rest <= 1e-13 * total) return out.slice(0, n + 1);
  }
  return out;
}

/** What quadrature leaves of a coefficient that is 0, relative to the root of the second moment. */
export const ROUNDING = 3e-15;
const RUN = 8;
