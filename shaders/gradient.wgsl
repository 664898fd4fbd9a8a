// gradient: G = rᵀ Z (P × d), minus n times the gradient of the mean loss, with Z generated again from its counters.
//   run, slice          uniforms
//   state               [step, …]
//   residual_blocks     ⌈n/4⌉ × NEURON_BLOCKS × 4 neurons × vec4 over the four samples
//   partial_gradient    partials × W's blocks: sums over chunks of the samples, added up in `reduce`
// Dispatch: x over quads (from slice.first), y over chunks of samples, z over tiles of four blocks. No barrier.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> residual_blocks: array<vec4<f32>, RESIDUALS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> partial_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;

fn residual_block(i: u32) -> mat4x4<f32> {
  return mat4x4<f32>(residual_blocks[i], residual_blocks[i + 1u], residual_blocks[i + 2u], residual_blocks[i + 3u]);
}

fn write_gradient(i: u32, sums: mat4x4<f32>) {
  partial_gradient[i] = sums[0];
  partial_gradient[i + 1u] = sums[1];
  partial_gradient[i + 2u] = sums[2];
  partial_gradient[i + 3u] = sums[3];
}

@compute @workgroup_size(WORKGROUP)
fn gradient(@builtin(global_invocation_id) id: vec3<u32>) {
  let c = slice.first * WORKGROUP + id.x;
  if (c >= QUADS) { return; }
  let batch = batch_index(state[0], run.reuse);
  let begin = id.y * PARTIAL_SAMPLES;
  let end = min(begin + PARTIAL_SAMPLES, BATCH);
  let b = id.z * 4u;
  var g0 = mat4x4<f32>();
  var g1 = mat4x4<f32>();
  var g2 = mat4x4<f32>();
  var g3 = mat4x4<f32>();
  for (var first = begin; first < end; first += 4u) {
    let z = four_samples(c, first, batch, run.seed);
    let i = (first * NEURON_BLOCKS + b * 4u);
    g0 += z * residual_block(i);
    if (NEURON_BLOCKS > 1u) { g1 += z * residual_block(i + 4u); }
    if (NEURON_BLOCKS > 2u) { g2 += z * residual_block(i + 8u); }
    if (NEURON_BLOCKS > 3u) { g3 += z * residual_block(i + 12u); }
  }
  let stride = QUADS * 4u;
  let i = (id.y * NEURON_BLOCKS + b) * stride + c * 4u;
  write_gradient(i, g0);
  if (b + 1u < NEURON_BLOCKS) { write_gradient(i + stride, g1); }
  if (b + 2u < NEURON_BLOCKS) { write_gradient(i + 2u * stride, g2); }
  if (b + 3u < NEURON_BLOCKS) { write_gradient(i + 3u * stride, g3); }
}
