// gradient: G = rᵀ Z (P × d), minus n times the gradient of the mean loss, with Z generated again from its counters.
//   run, slice          uniforms
//   state               [step, …]
//   residual_blocks     n × NEURON_BLOCKS; zero beyond the batch and P
//   partial_gradient    PARTIALS × W's blocks: sums over chunks of the samples, added up in `reduce`
// Dispatch: x over chunks of samples and, within one, workgroups of a quad a thread (from slice.first); z over tiles of
// four blocks. No barrier.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> residual_blocks: array<vec4<f32>, RESIDUALS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> partial_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;

// Four neurons' r times the quad of a sample, for two samples.
fn products(r: vec4<f32>, z: vec4<f32>, s: vec4<f32>, y: vec4<f32>) -> mat4x4<f32> {
  return mat4x4<f32>(r.x * z + s.x * y, r.y * z + s.y * y, r.z * z + s.z * y, r.w * z + s.w * y);
}

fn write_block(i: u32, sums: mat4x4<f32>) {
  partial_gradient[i] = sums[0];
  partial_gradient[i + 1u] = sums[1];
  partial_gradient[i + 2u] = sums[2];
  partial_gradient[i + 3u] = sums[3];
}

@compute @workgroup_size(WORKGROUP)
fn gradient(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let across = (QUADS + WORKGROUP - 1u) / WORKGROUP;
  let place = slice.first + group.x;
  let chunk = place / across;
  let c = (place % across) * WORKGROUP + lane;
  if (c >= QUADS) { return; }
  let visit = visited(state[0], run.reuse);
  let seed = run.seed;
  let begin = chunk * PARTIAL_SAMPLES;
  let end = min(begin + PARTIAL_SAMPLES, BATCH);
  let b = select(group.z * 4u, 0u, NEURON_BLOCKS <= 4u);
  var g0 = mat4x4<f32>();
  var g1 = mat4x4<f32>();
  var g2 = mat4x4<f32>();
  var g3 = mat4x4<f32>();
  // Two samples a turn: what a turn of the loop carries over is paid half as often.
  for (var sample = begin; sample < end; sample += 2u) {
    let z = normals(vec4<u32>(c, visit.first + sample, visit.batch, STREAM_DATA), seed);
    let y = normals(vec4<u32>(c, visit.first + sample + 1u, visit.batch, STREAM_DATA), seed);
    let i = sample * NEURON_BLOCKS + b;
    let k = i + NEURON_BLOCKS;
    g0 += products(residual_blocks[i], z, residual_blocks[k], y);
    if (NEURON_BLOCKS > 1u) { g1 += products(residual_blocks[i + 1u], z, residual_blocks[k + 1u], y); }
    if (NEURON_BLOCKS > 2u) { g2 += products(residual_blocks[i + 2u], z, residual_blocks[k + 2u], y); }
    if (NEURON_BLOCKS > 3u) { g3 += products(residual_blocks[i + 3u], z, residual_blocks[k + 3u], y); }
  }
  let stride = QUADS * 4u;
  let i = (chunk * NEURON_BLOCKS + b) * stride + c * 4u;
  write_block(i, g0);
  if (b + 1u < NEURON_BLOCKS) { write_block(i + stride, g1); }
  if (b + 2u < NEURON_BLOCKS) { write_block(i + 2u * stride, g2); }
  if (b + 3u < NEURON_BLOCKS) { write_block(i + 3u * stride, g3); }
}
