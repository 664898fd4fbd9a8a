// Hermite polynomials, probabilists' and monic: He_0 = 1, He_1 = x, He_{n+1} = x He_n − n He_{n−1}, with
// E[He_m He_n] = n! δ_mn under N(0, 1). "Orthonormal" means He_n / √n!, which neither overflows nor loses digits.

export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

export function hermite(n: number, x: number): number {
  let [previous, current] = [0, 1];
  for (let i = 0; i < n; i++) [previous, current] = [current, x * current - i * previous];
  return current;
}

/** Coefficients of He_n in powers of x, constant first. */
export function hermiteCoefficients(n: number): Float64Array {
  let previous = new Float64Array(n + 1);
  let current = new Float64Array(n + 1);
  current[0] = 1;
  for (let i = 0; i < n; i++) {
    const next = new Float64Array(n + 1);
    for (let m = 0; m < n; m++) next[m + 1] = current[m];
    for (let m = 0; m <= n; m++) next[m] -= i * previous[m];
    [previous, current] = [current, next];
  }
  return current;
}

/**
 * t_n(q) = E[s^{(n)}(√q g)] / n! for a polynomial s given by powers, g ~ N(0, 1): x^m contributes
 * m! / (n! r! 2^r) q^r with r = (m − n)/2. Then s(x) = Σ t_n q^{n/2} He_n(x/√q), also where q = 0.
 */
export function smoothedTaylor(powers: ArrayLike<number>, q: number): Float64Array {
  const t = new Float64Array(Math.max(powers.length, 1));
  for (let n = 0; n < powers.length; n++) {
    let factor = 1;
    for (let m = n; m < powers.length; m += 2) {
      if (m > n) factor *= (q * m * (m - 1)) / (m - n);
      // factor = m! q^r / (n! r! 2^r): r grows by one, and m(m−1)/(2r) with 2r = m − n.
      t[n] += powers[m] * factor;
    }
  }
  return t;
}

/** Coefficients in the orthonormal basis He_n(g)/√n! of s(√q g), s given by powers: √n! q^{n/2} t_n(q). */
export function polynomialSpectrum(powers: ArrayLike<number>, q: number): Float64Array {
  const c = smoothedTaylor(powers, q);
  let norm = 1;
  for (let n = 1; n < c.length; n++) {
    norm *= Math.sqrt(n * q);
    c[n] *= norm;
  }
  return c;
}
