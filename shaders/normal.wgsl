// normals: four N(0, 1) draws from one Threefry counter by Box–Muller, the float32 twin of src/math/normal.ts.
// Logarithm, sine and cosine are polynomials of our own: WGSL allows its built-in sine an error of 2⁻¹¹ and its
// logarithm near 1 one of 2⁻²¹, and drivers differ within that. Each polynomial interpolates at Chebyshev nodes;
// relative errors 3.1e-8 (log1p, degree 8), 3.4e-9 (sine, degree 7), 3.9e-8 (cosine, degree 6).
// Library: needs threefry.wgsl; no entry point.

const STREAM_DATA = 2u;
const STREAM_NOISE = 3u;

// ln u for 2⁻²⁴ ≤ u < 1: u = 2^e (1 + f) with 1 + f in [3/4, 3/2), so that nothing cancels as u → 1.
fn log_unit(u: vec2<f32>) -> vec2<f32> {
  let bits = bitcast<vec2<u32>>(u);
  // The biased exponent is read as a number where it stands: eight bits, so the conversion is exact.
  let exponent = vec2<f32>(vec2<i32>(bits & vec2<u32>(0x7f800000u))) * 1.1920929e-7 - 127.0;
  let mantissa = unit_interval(bits);
  let large = mantissa >= vec2<f32>(1.5);
  let e = select(exponent, exponent + 1.0, large);
  let f = select(mantissa, 0.5 * mantissa, large) - 1.0;
  var g = 0.052951064 * f - 0.11956825;
  g = g * f + 0.14972897;
  g = g * f - 0.16835696;
  g = g * f + 0.19979033;
  g = g * f - 0.24992917;
  g = g * f + 0.33333503;
  g = g * f - 0.50000069;
  g = g * f + 1.0;
  return e * 0.69314718 + f * g;
}

// 1 + (the low 23 bits) · 2⁻²³, without a conversion.
fn unit_interval(bits: vec2<u32>) -> vec2<f32> {
  return bitcast<vec2<f32>>((bits & vec2<u32>(0x7fffffu)) | vec2<u32>(0x3f800000u));
}

// Normals of coordinates 4i … 4i + 3 under counter (i, sample, batch, stream).
fn normals(counter: vec4<u32>, seed: u32) -> vec4<f32> {
  let words = threefry(counter, seed);
  let first = words.xz;
  let second = words.yw;
  // (23 bits + ½) · 2⁻²³, exactly: 0.99999994 is 1 − 2⁻²⁴.
  let u = unit_interval(first) - 0.99999994;
  let size = sqrt(-2.0 * log_unit(u));
  // Bit 31 of the second word is the sign.
  let radius = bitcast<vec2<f32>>(bitcast<vec2<u32>>(size) | (second & vec2<u32>(0x80000000u)));
  // Bits 1 to 22 of it, below a bit that is always set: symmetric about 0, and one exact subtraction. To add a half after
  // it would not do: compilers fold the two constants into one that float32 does not have.
  let angle = (unit_interval(second | vec2<u32>(1u)) - 1.5) * 1.57079633;
  let t = angle * angle;
  let sine = radius * angle * (((-0.00019503904 * t + 0.0083320358) * t - 0.16666651) * t + 1.0);
  let cosine = radius * (((-0.0013585779 * t + 0.041655015) * t - 0.49999856) * t + 1.0);
  let exchanged = (second & vec2<u32>(0x40000000u)) != vec2<u32>(0u);
  let even = select(cosine, sine, exchanged);
  let odd = select(sine, cosine, exchanged);
  return vec4<f32>(even.x, odd.x, even.y, odd.y);
}

// Label noise ξ of a sample: counter (⌊ν/4⌋, 0, batch, noise), one component for each of four samples.
fn label_noise(sample: u32, batch: u32, seed: u32) -> f32 {
  return normals(vec4<u32>(sample >> 2u, 0u, batch, STREAM_NOISE), seed)[sample & 3u];
}
