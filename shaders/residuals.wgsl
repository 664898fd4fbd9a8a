// residuals: r_j and the loss of each sample from its fields; see residual.wgsl for the formula.
//   run                 uniform
//   state               [step, …]
//   readout             a, P
//   fields              as `preactivations` wrote them; summed over the chunks here
//   residual_blocks     ⌈n/4⌉ × NEURON_BLOCKS × 4 neurons × vec4 over the four samples; zero beyond n and P
//   losses              n
// Dispatch: x (and y, when there are many) over groups of four samples.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read> state: array<u32, 4>;
@group(0) @binding(2) var<storage, read> readout: array<f32, P>;
@group(0) @binding(3) var<storage, read> fields: array<vec4<f32>, CHUNKS * FIELDS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> residual_blocks: array<vec4<f32>, RESIDUALS_LENGTH>;
@group(0) @binding(5) var<storage, read_write> losses: array<f32, BATCH>;

@compute @workgroup_size(WORKGROUP)
fn residuals(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let four = id.y * groups.x * WORKGROUP + id.x;
  let first = four * 4u;
  if (first >= BATCH) { return; }
    var noise = vec4<f32>(0.0);
  if (run.noise > 0.0) { noise = run.noise * four_label_noises(first, batch_index(state[0], run.reuse), run.seed); }
  var a: array<f32, P>;
  for (var j = 0u; j < P; j++) { a[j] = readout[j]; }
  var r: array<vec4<f32>, NEURON_BLOCKS * 4u>;
  for (var s = 0u; s < 4u && first + s < BATCH; s++) {
    // Said in full: SwiftShader does not zero a variable anew at each turn of a loop unless told to.
    var sum = array<f32, FIELDS>();
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      for (var i = 0u; i < FIELDS; i++) { sum[i] += fields[((chunk * FOURS + four) * FIELD_BLOCKS + (i >> 2u)) * 4u + s][i & 3u]; }
    }
    let result = residual(sum, a, run.scale, run.square, noise[s]);
    for (var j = 0u; j < P; j++) { r[j][s] = result.r[j]; }
    losses[first + s] = result.loss;
  }
  for (var j = 0u; j < NEURON_BLOCKS * 4u; j++) { residual_blocks[four * NEURON_BLOCKS * 4u + j] = r[j]; }
}
