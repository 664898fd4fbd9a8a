// update: w_j ← α_j w_j + β_j g_j, one step of SGD under its constraint (2406.02157, section 2; g is minus the gradient, and
// v = (1 − γλ) w + γg with the weight decay λ):
//   none        v: α = 1 − γλ, β = γ
//   projected   v/|v|
//   spherical   g − λw loses its part along w first, and λ with it: w + γ (g − w (g·w)/(w·w)), then divided by its norm
//   run                 uniform
//   state               [steps made (this one counted), first step at which a row ceased to be finite]
//   row_sums            P × row_chunks × (g·w, g·g, w·w, –)
//   mean_gradient       G, in W's blocks
//   rows                W* and W, in blocks
// Dispatch: x over chunks of a row, y over neurons.

override WORKGROUP: u32 = 64;

const PROJECTED = 1u;
const SPHERICAL = 2u;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> state: array<atomic<u32>, 4>;
@group(0) @binding(2) var<storage, read> row_sums: array<vec4<f32>, P * ROW_CHUNKS>;
@group(0) @binding(3) var<storage, read> mean_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;
@group(0) @binding(4) var<storage, read_write> rows: array<vec4<f32>, ROWS_LENGTH>;

// Written on the bits: a compiler may take it that no value is infinite or NaN.
fn finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

@compute @workgroup_size(WORKGROUP)
fn update(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let j = group.y;
  var sums = vec4<f32>(0.0);
  for (var i = 0u; i < ROW_CHUNKS; i++) { sums += row_sums[j * ROW_CHUNKS + i]; }
  let gw = sums.x;
  let gg = sums.y;
  let ww = sums.z;
  let gamma = run.learning_rate;

  var alpha = run.kept;
  if (run.constraint == SPHERICAL) { alpha = 1.0 - gamma * gw / ww; }
  let square = alpha * alpha * ww + 2.0 * alpha * gamma * gw + gamma * gamma * gg;
  var beta = gamma;
  if (run.constraint != 0u) {
    let norm = sqrt(max(square, 0.0));
    alpha /= norm;
    beta /= norm;
  }
  let begin = group.x * ROW_CHUNK_QUADS;
  let end = min(begin + ROW_CHUNK_QUADS, QUADS);
  for (var c = begin + lane; c < end; c += WORKGROUP) {
    let i = quad_index(K + j, c);
    rows[i] = alpha * rows[i] + beta * mean_gradient[quad_index(j, c)];
  }
  if (lane == 0u && group.x == 0u) {
    let step = atomicLoad(&state[0]);
    if (!finite(square) || !finite(alpha) || !finite(beta)) { atomicMin(&state[1], step); }
  }
}
