// batch_gradient: `preactivations`, `residuals` and `gradient` in one: a workgroup owns whole samples, so each normal is
// drawn once and stays with its lane between λ = W z and G += r zᵀ. Used where P·d and 4·d fit there (layout.ts).
//   run, slice          uniforms
//   state               [step, …]
//   readout             a, P
//   rows                W* and W, in blocks
//   partial_gradient    partials × W's blocks: sums over a workgroup's samples, added up in `reduce`
//   losses              n
// Dispatch: x over chunks of sample_chunk samples (from slice.first). Lane l owns the quads l, l + LANES, ….
// At most four blocks of fields.

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> readout: array<f32, P>;
@group(0) @binding(4) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(5) var<storage, read_write> partial_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;
@group(0) @binding(6) var<storage, read_write> losses: array<f32, BATCH>;

fn block(b: u32, c: u32) -> mat4x4<f32> {
  let i = (b * QUADS + c) * 4u;
  return mat4x4<f32>(rows[i], rows[i + 1u], rows[i + 2u], rows[i + 3u]);
}

@compute @workgroup_size(LANES)
fn batch_gradient(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let chunk = slice.first + group.x;
  let batch = batch_index(state[0], run.reuse);
  let begin = chunk * PARTIAL_SAMPLES;
  let end = min(begin + PARTIAL_SAMPLES, BATCH);
  var a: array<f32, P>;
  for (var j = 0u; j < P; j++) { a[j] = readout[j]; }
  var samples: array<mat4x4<f32>, LANE_QUADS>;
  var sum0: array<mat4x4<f32>, LANE_QUADS>;
  var sum1: array<mat4x4<f32>, select(1u, LANE_QUADS, NEURON_BLOCKS > 1u)>;
  var sum2: array<mat4x4<f32>, select(1u, LANE_QUADS, NEURON_BLOCKS > 2u)>;
  var sum3: array<mat4x4<f32>, select(1u, LANE_QUADS, NEURON_BLOCKS > 3u)>;

  for (var first = begin; first < end; first += 4u) {
    var f0 = mat4x4<f32>();
    var f1 = mat4x4<f32>();
    var f2 = mat4x4<f32>();
    var f3 = mat4x4<f32>();
    for (var q = 0u; q < LANE_QUADS; q++) {
      let c = q * LANES + lane;
      if (c >= QUADS) { break; }
      let z = four_samples(c, first, batch, run.seed);
      samples[q] = z;
      f0 += transpose(block(0u, c)) * z;
      if (FIELD_BLOCKS > 1u) { f1 += transpose(block(1u, c)) * z; }
      if (FIELD_BLOCKS > 2u) { f2 += transpose(block(2u, c)) * z; }
      if (FIELD_BLOCKS > 3u) { f3 += transpose(block(3u, c)) * z; }
    }
    f0 = sum_over_lanes(f0, lane);
    if (FIELD_BLOCKS > 1u) { f1 = sum_over_lanes(f1, lane); }
    if (FIELD_BLOCKS > 2u) { f2 = sum_over_lanes(f2, lane); }
    if (FIELD_BLOCKS > 3u) { f3 = sum_over_lanes(f3, lane); }

    var noise = vec4<f32>(0.0);
    if (run.noise > 0.0) { noise = run.noise * four_label_noises(first, batch, run.seed); }
    var all = array<mat4x4<f32>, 4>(f0, f1, f2, f3);
    // Column j of block b: what neuron 4b + j makes of the four samples; zero beyond the end of the batch.
    var r: array<mat4x4<f32>, 4>;
    for (var s = 0u; s < 4u && first + s < end; s++) {
      var fields: array<f32, FIELDS>;
      for (var i = 0u; i < FIELDS; i++) { fields[i] = all[i >> 2u][s][i & 3u]; }
      let result = residual(fields, a, run.scale, run.square, noise[s]);
      for (var j = 0u; j < P; j++) { r[j >> 2u][j & 3u][s] = result.r[j]; }
      if (lane == 0u) { losses[first + s] = result.loss; }
    }
    let r0 = r[0];
    let r1 = r[1];
    let r2 = r[2];
    let r3 = r[3];
    for (var q = 0u; q < LANE_QUADS; q++) {
      let z = samples[q];
      sum0[q] += z * r0;
      if (NEURON_BLOCKS > 1u) { sum1[q] += z * r1; }
      if (NEURON_BLOCKS > 2u) { sum2[q] += z * r2; }
      if (NEURON_BLOCKS > 3u) { sum3[q] += z * r3; }
    }
  }
  let stride = QUADS * 4u;
  for (var q = 0u; q < LANE_QUADS; q++) {
    let c = q * LANES + lane;
    if (c >= QUADS) { break; }
    let i = chunk * NEURON_BLOCKS * stride + c * 4u;
    for (var j = 0u; j < 4u; j++) {
      partial_gradient[i + j] = sum0[q][j];
      if (NEURON_BLOCKS > 1u) { partial_gradient[i + stride + j] = sum1[q][j]; }
      if (NEURON_BLOCKS > 2u) { partial_gradient[i + 2u * stride + j] = sum2[q][j]; }
      if (NEURON_BLOCKS > 3u) { partial_gradient[i + 3u * stride + j] = sum3[q][j]; }
    }
  }
}
