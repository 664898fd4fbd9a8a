// residual: what one sample contributes, from its fields (λ*, λ), with e = y − f or y:
//   r_j = c a_j σ'(λ_j) e  (minus the loss's derivative in λ_j),  loss = ½ (y − f)², and e, whose c e σ(λ_j) moves the readout.
// 2406.02157, section 2; c a_j is kept under both losses.
// Library: needs run.wgsl, and target_value, activation and activation_derivative of the links.

struct Residual {
  r: array<vec4<f32>, NEURON_BLOCKS>,
  loss: f32,
  e: f32,
}

fn residual(blocks: array<vec4<f32>, FIELD_BLOCKS>, readout: array<f32, P>, scale: f32, square: f32, noise: f32) -> Residual {
  var fields = blocks;
  var a = readout;
  var z: array<f32, K>;
  for (var i = 0u; i < K; i++) { z[i] = fields[i >> 2u][i & 3u]; }
  let y = target_value(z) + noise;
  var f = 0.0;
  for (var i = K; i < FIELDS; i++) { f += a[i - K] * activation(fields[i >> 2u][i & 3u]); }
  let difference = y - scale * f;
  let e = select(y, difference, square != 0.0);
  var result: Residual;
  for (var j = 0u; j < P; j++) {
    let i = K + j;
    result.r[j >> 2u][j & 3u] = scale * a[j] * activation_derivative(fields[i >> 2u][i & 3u]) * e;
  }
  result.e = e;
  result.loss = 0.5 * difference * difference;
  return result;
}
