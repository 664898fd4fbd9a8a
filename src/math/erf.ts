// The error function to float64 accuracy, and the normal law that goes with it. Own approximations: a Taylor series
// near 0 and, beyond 1/2, a Chebyshev series for what is left of erfc once its Gaussian factor is taken out.

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** erf(x) = 2/√π Σ (−1)ⁿ x^(2n+1) / (n! (2n+1)): below |x| = 1/2 thirteen terms leave less than 1e-18. */
const TAYLOR = taylorCoefficients(13);

// (1 + 2x) exp(x²) erfc(x) for x ≥ 1/2 as Σ c_k T_k(u), where t = (x − 7/2)/(x + 7/2) runs over [−3/4, 1] and
// u = (8t − 1)/7 over [−1, 1]. The factor 1 + 2x makes it smooth, between 1 and 1.24, up to x = ∞. Computed by
// interpolation at 64 Chebyshev nodes in 40 digits; what is left out is below 1e-18.
const CHEBYSHEV = [
  1.210677940694214, -0.07386602138757274, -0.021925817186695756, 0.01979622598330062, -0.008304516603087899, 0.002476680268891719,
  -0.0005584195133978612, 9.23630140622529e-5, -9.437787304936758e-6, 1.533340859279098e-8, 1.7923625690837423e-7, -2.4529661547231826e-8,
  -1.0662181478402102e-9, 6.873607823933708e-10, -3.495728823140734e-11, -1.5284552922511393e-11, 1.9426459056452242e-12,
  3.3299272801267463e-13, -7.192324474751281e-14, -7.922170546298046e-15, 2.4793444826073247e-15, 2.2655534108799694e-16,
  -8.558157614424224e-17, -8.183972363228112e-18,
];

/** erf(x) = 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return nearZero(x);
  // Beyond 6, 1 − erf is below half an ulp of 1; before, erfc's last digits are lost in the difference.
  const value = size > 6 ? 1 : 1 - (scaled(size) * Math.exp(-x * x)) / (1 + 2 * size);
  return x < 0 ? -value : value;
}

/** 1 − erf(x), with full relative accuracy for large x until it underflows beyond x = 26.5. */
export function erfc(x: number): number {
  if (x < -0.5) return 2 - tail(-x);
  return x < 0.5 ? 1 - nearZero(x) : tail(x);
}

/** P(g ≤ x) for g ~ N(0, 1). */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** exp(−x²/2) / √(2π). */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
}

function nearZero(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = TAYLOR.length - 1; n >= 0; n--) sum = sum * square + TAYLOR[n];
  return x * sum;
}

/** erfc(x) for x ≥ 1/2. */
function tail(x: number): number {
  if (!(x <= 27)) return x > 27 ? 0 : x; // below the least float64; NaN stays NaN
  // x² rounded is off by up to x² ulp in the exponent, so it is split: `high` has 24 bits and its square is exact.
  const high = Math.fround(x);
  const gauss = Math.exp(-high * high) * Math.exp((high - x) * (high + x));
  return (gauss * scaled(x)) / (1 + 2 * x);
}

/** The Chebyshev series, by Clenshaw's recurrence. */
function scaled(x: number): number {
  const u = (8 * ((x - 3.5) / (x + 3.5)) - 1) / 7;
  const twice = 2 * u;
  let b1 = 0;
  let b2 = 0;
  for (let k = CHEBYSHEV.length - 1; k > 0; k--) {
    const b = twice * b1 - b2 + CHEBYSHEV[k];
    b2 = b1;
    b1 = b;
  }
  return u * b1 - b2 + CHEBYSHEV[0];
}

function taylorCoefficients(count: number): number[] {
  const coefficients: number[] = [];
  for (let n = 0, factor = TWO_OVER_ROOT_PI; n < count; n++, factor /= -n) coefficients.push(factor / (2 * n + 1));
  return coefficients;
}
