// residuals: r_j and the loss of each sample from its fields; see residual.wgsl for the formula.
//   run, slice          uniforms
//   state               [step, …]
//   readout             a, P
//   fields              as `preactivations` wrote them; summed over the chunks here
//   residual_blocks     n × NEURON_BLOCKS; zero beyond P and beyond the end of a short batch
//   losses              n
// Dispatch: x over samples (from slice.first).

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> readout: array<f32, P>;
@group(0) @binding(4) var<storage, read> fields: array<vec4<f32>, CHUNKS * FIELDS_LENGTH>;
@group(0) @binding(5) var<storage, read_write> residual_blocks: array<vec4<f32>, RESIDUALS_LENGTH>;
@group(0) @binding(6) var<storage, read_write> losses: array<f32, BATCH>;

@compute @workgroup_size(WORKGROUP)
fn residuals(@builtin(global_invocation_id) id: vec3<u32>) {
  let sample = slice.first * WORKGROUP + id.x;
  if (sample >= BATCH) { return; }
  var blocks: array<vec4<f32>, FIELD_BLOCKS>;
  for (var b = 0u; b < FIELD_BLOCKS; b++) {
    var sum = vec4<f32>(0.0);
    for (var chunk = 0u; chunk < CHUNKS; chunk++) { sum += fields[(chunk * BATCH + sample) * FIELD_BLOCKS + b]; }
    blocks[b] = sum;
  }
  let visit = visited(state[0], run.reuse);
  var noise = 0.0;
  if (run.noise > 0.0) { noise = run.noise * label_noise(visit.first + sample, visit.batch, run.seed); }
  var a: array<f32, P>;
  for (var j = 0u; j < P; j++) { a[j] = readout[j]; }
  let result = response(blocks, a, run, noise);
  for (var b = 0u; b < NEURON_BLOCKS; b++) { residual_blocks[sample * NEURON_BLOCKS + b] = weighed(result.r[b], sample, visit); }
  losses[sample] = weighed(vec4<f32>(result.loss), sample, visit).x;
}
