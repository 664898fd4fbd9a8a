// functions: what the code generated from an expression calls, in float32, the twin of src/model/functions.ts.
// The built-ins sign, abs, exp, sqrt, max and min are used as they are. The others are polynomials of our own: WGSL
// allows sin and cos an error of 2⁻¹¹ and log near 1 one of 2⁻²¹, has no erf, and tanh(100) is NaN on some drivers.
// Errors are measured against float64 by src/model/wgsl.gpu.test.ts.
// Library: needs nothing; no entry point.

// Selections are written so that NaN comes out as NaN: a run must not hide that it diverged.
fn relu(x: f32) -> f32 {
  return select(x, 0.0, x <= 0.0);
}

fn heaviside(x: f32) -> f32 {
  return select(0.0, 1.0, x > 0.0);
}

fn square(x: f32) -> f32 {
  return x * x;
}

fn cube(x: f32) -> f32 {
  return x * x * x;
}

// x^n by squaring: right for negative x, where pow is undefined.
fn whole_power(x: f32, n: u32) -> f32 {
  var result = 1.0;
  var factor = x;
  for (var rest = n; rest > 0u; rest >>= 1u) {
    if ((rest & 1u) == 1u) {
      result *= factor;
    }
    factor *= factor;
  }
  return result;
}

// x^y for a y that is no whole constant. For x < 0 it is real at whole y only; elsewhere the result is log's NaN.
fn power_f32(x: f32, y: f32) -> f32 {
  if (x == 0.0) {
    return select(select(0.0, 1.0, y == 0.0), infinity(), y < 0.0);
  }
  let size = exp(y * log_f32(abs(x)));
  if (x > 0.0) {
    return size;
  }
  if (y != floor(y)) {
    return not_a_number();
  }
  return select(size, -size, fract(0.5 * y) != 0.0);
}

// ln x = e ln 2 + ln(1 + f) with x = 2^e (1 + f) and 1 + f in [1/√2, √2): near 1 nothing cancels. Polynomial of
// ln(1 + f)/f by interpolation at Chebyshev nodes, relative error 6e-8. Numbers below 1.2e-38 count as 0.
fn log_f32(x: f32) -> f32 {
  if (!(x >= 1.17549435e-38)) {
    return select(not_a_number(), -infinity(), x >= 0.0);
  }
  let bits = bitcast<i32>(x);
  if (bits >= 0x7f800000) {
    return x;
  }
  let e = (bits - 0x3f3504f3) >> 23u;
  let f = bitcast<f32>(bits - e * 8388608) - 1.0;
  var g = 0.0853331308 * f - 0.142692582;
  g = g * f + 0.149774013;
  g = g * f - 0.165779929;
  g = g * f + 0.199559334;
  g = g * f - 0.250013522;
  g = g * f + 0.333341933;
  g = g * f - 0.499999964;
  g = g * f + 0.999999974;
  // ln 2 in two parts: the first has 12 bits, so that its multiples by e are exact.
  return f32(e) * 0.693115234375 + (f * g + f32(e) * 3.19461849e-5);
}

// |x| < 1: x times a polynomial in x². Beyond: 1 − exp(−x²) q(t), t = 1/(1 + x/2); from 4 on it is 1 in float32.
fn erf_f32(x: f32) -> f32 {
  let size = abs(x);
  let s = x * x;
  if (size < 1.0) {
    var p = 7.87587506e-5 * s - 0.000801686429;
    p = p * s + 0.00518908742;
    p = p * s - 0.026854212;
    p = p * s + 0.112835947;
    p = p * s - 0.376126267;
    return x * (p * s + 1.12837917);
  }
  if (size >= 4.0) {
    return sign(x);
  }
  let t = 1.0 / (1.0 + 0.5 * size);
  var q = -0.218795737 * t + 0.604472074;
  q = q * t - 0.0301791871;
  q = q * t + 0.378711441;
  q = q * t + 0.264432357;
  q = q * t + 0.0013318623;
  return sign(x) * (1.0 - q * exp(-s));
}

// |x| < 0.7: x times a polynomial in x²; beyond, 1 − 2/(e^{2|x|} + 1), which is 1 in float32 from 9.1 on.
fn tanh_f32(x: f32) -> f32 {
  let size = abs(x);
  if (size < 0.7) {
    let s = x * x;
    var p = 0.00187833312 * s - 0.00785595628;
    p = p * s + 0.0215545046;
    p = p * s - 0.0539161658;
    p = p * s + 0.133329166;
    p = p * s - 0.333333207;
    return x * (p * s + 0.999999999);
  }
  return sign(x) * (1.0 - 2.0 / (exp(2.0 * select(size, 10.0, size > 10.0)) + 1.0));
}

// ln(1 + e^x) = max(x, 0) + ln(1 + t) with t = e^{−|x|} in (0, 1], and a polynomial for ln(1 + t)/t: where the 1
// would swallow t, nothing is lost.
fn softplus_f32(x: f32) -> f32 {
  let t = exp(-abs(x));
  var g = 0.00512610214 * t - 0.0290740647;
  g = g * t + 0.0775160867;
  g = g * t - 0.136022476;
  g = g * t + 0.190768807;
  g = g * t - 0.24835399;
  g = g * t + 0.333181217;
  g = g * t - 0.49999445;
  g = g * t + 0.999999966;
  return relu(x) + t * g;
}

// x = n π/2 + r with |r| ≤ π/4; r, n mod 4. π/2 comes in three parts, the first two of 11 bits, whose multiples by n
// are exact for |x| < 12000: what is left is right to float32's rounding of x itself.
fn quadrant(x: f32) -> vec2<f32> {
  let n = round(x * 0.636619772);
  let r = ((x - n * 1.5703125) - n * 0.000483751297) - n * 7.54978995e-8;
  return vec2<f32>(r, n - 4.0 * floor(0.25 * n));
}

fn sine_near(r: f32) -> f32 {
  let s = r * r;
  return r * (((-0.000195005568 * s + 0.00833200984) * s - 0.166666502) * s + 0.999999997);
}

fn cosine_near(r: f32) -> f32 {
  let s = r * r;
  return (((2.4375646e-5 * s - 0.00138865726) * s + 0.0416666152) * s - 0.499999996) * s + 1.0;
}

fn sin_f32(x: f32) -> f32 {
  let q = quadrant(x);
  let value = select(sine_near(q.x), cosine_near(q.x), q.y == 1.0 || q.y == 3.0);
  return select(value, -value, q.y >= 2.0);
}

fn cos_f32(x: f32) -> f32 {
  let q = quadrant(x);
  let value = select(cosine_near(q.x), sine_near(q.x), q.y == 1.0 || q.y == 3.0);
  return select(value, -value, q.y == 1.0 || q.y == 2.0);
}

// Probabilists' Hermite polynomials, monic: He_{n+1} = x He_n − n He_{n−1}. Up to 6 multiplied out, in s = x²; from 7
// on as products over their roots in s, in which nothing cancels: at n = 10 that is seven times nearer under
// the weight exp(−x²/4).
fn he0(x: f32) -> f32 {
  return 1.0;
}

fn he1(x: f32) -> f32 {
  return x;
}

fn he2(x: f32) -> f32 {
  return x * x - 1.0;
}

fn he3(x: f32) -> f32 {
  return x * (x * x - 3.0);
}

fn he4(x: f32) -> f32 {
  let s = x * x;
  return (s - 6.0) * s + 3.0;
}

fn he5(x: f32) -> f32 {
  let s = x * x;
  return x * ((s - 10.0) * s + 15.0);
}

fn he6(x: f32) -> f32 {
  let s = x * x;
  return ((s - 15.0) * s + 45.0) * s - 15.0;
}

fn he7(x: f32) -> f32 {
  let s = x * x;
  return x * (s - 1.33265182) * (s - 5.60155011) * (s - 14.0657981);
}

fn he8(x: f32) -> f32 {
  let s = x * x;
  return (s - 0.290607043) * (s - 2.67819458) * (s - 7.853927) * (s - 17.1772714);
}

fn he9(x: f32) -> f32 {
  let s = x * x;
  return x * (s - 1.04705215) * (s - 4.31329753) * (s - 10.2747751) * (s - 20.3648752);
}

fn he10(x: f32) -> f32 {
  let s = x * x;
  return (s - 0.23516264) * (s - 2.14912402) * (s - 6.17187489) * (s - 12.8294595) * (s - 23.614379);
}

// Constant expressions may not be infinite or NaN in WGSL, so these pass through a variable.
fn infinity() -> f32 {
  var bits = 0x7f800000u;
  return bitcast<f32>(bits);
}

fn not_a_number() -> f32 {
  var bits = 0x7fc00000u;
  return bitcast<f32>(bits);
}
