// reduced_chi: √χ² with any whole number of degrees of freedom, 1 … 10¹², by Marsaglia and Tsang's gamma (ACM Trans. Math.
// Softw. 26, 2000): twice a gamma of half the shape.
// Library: needs normal.wgsl and functions.wgsl; no entry point.

const STREAM_CHI = 66u;

// The logarithm of the chance to keep a normal x, with w = c x, c² = 1/(9 s), s a third below the shape:
//   x²/2 + s (1 − v + ln v),  v = (1 + w)³.
// For the s = 10¹¹ of a high dimension the terms cancel to nothing in float32; what is left of them is the series
//   −(3 s w⁴/4) (1 − 4w/5 + 4w²/6 − 4w³/7 + …),
// here to an error of 1e-5 of itself.
fn log_chance(x: f32, w: f32, s: f32) -> f32 {
  if (abs(w) < 0.25) {
    var tail = 0.36363636 - 0.33333333 * w;
    tail = 0.4 - w * tail;
    tail = 0.44444444 - w * tail;
    tail = 0.5 - w * tail;
    tail = 0.57142857 - w * tail;
    tail = 0.66666667 - w * tail;
    tail = 0.8 - w * tail;
    let w2 = w * w;
    return -0.75 * s * w2 * w2 * (1.0 - w * tail);
  }
  let v = (1.0 + w) * (1.0 + w) * (1.0 + w);
  return 0.5 * x * x + s * (1.0 - v + log_f32(v));
}

// √χ² with `freedom` ≥ 1 degrees of freedom, for row `row` of B. A draw is refused once in 20 at two degrees, hardly ever at many.
fn chi(freedom: f32, row: u32, step: u32, seed: u32) -> f32 {
  if (freedom < 2.0) { return abs(normals(vec4<u32>(0u, row, step, STREAM_CHI), seed).x); }
  let s = 0.5 * freedom - 0.33333333;
  let c = 0.33333333 / sqrt(s);
  var w = 0.0;
  for (var attempt = 0u; attempt < 64u; attempt++) {
    let x = normals(vec4<u32>(2u * attempt, row, step, STREAM_CHI), seed).x;
    w = c * x;
    if (w <= -1.0) { continue; }
    let u = unit_interval(threefry(vec4<u32>(2u * attempt + 1u, row, step, STREAM_CHI), seed).xy) - 0.99999994;
    if (log_unit(u).x < log_chance(x, w, s)) { break; }
  }
  // √(2 s v)
  return sqrt(2.0 * s) * (1.0 + w) * sqrt(1.0 + w);
}
