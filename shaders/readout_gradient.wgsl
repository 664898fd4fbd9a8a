// readout_gradient: Σ e σ(λ_j) over chunks of the batch, with e = y − f or y (residual.wgsl): minus n/c times the gradient of the mean
// loss in a_j. It reads the fields of the batch once more, n · (K + P) numbers, and draws nothing but the label noise.
//   run                 uniform
//   state               [step, …]
//   readout             a, P: those with which the batch's residuals were made
//   fields              as `preactivations` wrote them; summed over the chunks here
//   partial_readout     READOUT_PARTIALS × NEURON_BLOCKS; zero beyond P
// Dispatch: x over the chunks of the batch.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read> state: array<u32, 4>;
@group(0) @binding(2) var<storage, read> readout: array<f32, P>;
@group(0) @binding(3) var<storage, read> fields: array<vec4<f32>, CHUNKS * FIELDS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> partial_readout: array<vec4<f32>, READOUT_PARTIALS * NEURON_BLOCKS>;

var<workgroup> lane_sums: array<vec4<f32>, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn readout_gradient(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let begin = group.x * READOUT_SAMPLES;
  let end = min(begin + READOUT_SAMPLES, BATCH);
  let visit = visited(state[0], run.reuse);
  var a: array<f32, P>;
  for (var j = 0u; j < P; j++) { a[j] = readout[j]; }
  var sums: array<vec4<f32>, NEURON_BLOCKS>;
  for (var sample = begin + lane; sample < end; sample += WORKGROUP) {
    var blocks: array<vec4<f32>, FIELD_BLOCKS>;
    for (var b = 0u; b < FIELD_BLOCKS; b++) {
      var sum = vec4<f32>(0.0);
      for (var chunk = 0u; chunk < CHUNKS; chunk++) { sum += fields[(chunk * BATCH + sample) * FIELD_BLOCKS + b]; }
      blocks[b] = sum;
    }
    var noise = 0.0;
    if (run.noise > 0.0) { noise = run.noise * label_noise(visit.first + sample, visit.batch, run.seed); }
    let e = residual(blocks, a, run.scale, run.square, noise).e;
    for (var j = 0u; j < P; j++) {
      let i = K + j;
      sums[j >> 2u][j & 3u] += weighed(vec4<f32>(e * activation(blocks[i >> 2u][i & 3u])), sample, visit).x;
    }
  }
  for (var b = 0u; b < NEURON_BLOCKS; b++) {
    lane_sums[lane] = sums[b];
    for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (lane < half) { lane_sums[lane] += lane_sums[lane + half]; }
    }
    if (lane == 0u) { partial_readout[group.x * NEURON_BLOCKS + b] = lane_sums[0]; }
    workgroupBarrier();
  }
}
