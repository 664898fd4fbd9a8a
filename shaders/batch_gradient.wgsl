// batch_gradient: `preactivations`, `residuals` and `gradient` in one: a workgroup owns whole samples, a lane one quad of
// them and of every row, so each normal is drawn once and stays in registers between λ = W z and G += r zᵀ, and W is
// read once. Used where a row has at most as many quads as a workgroup has threads (layout.ts).
//   run, slice          uniforms
//   state               [step, …]
//   readout             a, P
//   rows                W* and W, in blocks
//   partial_gradient    PARTIALS × W's blocks: sums over a workgroup's samples, added up in `reduce`
//   losses              n
// Dispatch: x over chunks of PARTIAL_SAMPLES samples (from slice.first). At most four blocks of fields.

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> readout: array<f32, P>;
@group(0) @binding(4) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(5) var<storage, read_write> partial_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;
@group(0) @binding(6) var<storage, read_write> losses: array<f32, BATCH>;

// Sums over groups of lanes, column s for sample s of the four at hand, and what their residuals came to.
const GROUPS = LANES / GROUP;
var<workgroup> group_fields: array<mat4x4<f32>, GROUPS * FIELD_BLOCKS>;
var<workgroup> sample_residuals: array<vec4<f32>, 4u * NEURON_BLOCKS>;

fn block(b: u32, c: u32) -> mat4x4<f32> {
  let i = (b * QUADS + c) * 4u;
  return mat4x4<f32>(rows[i], rows[i + 1u], rows[i + 2u], rows[i + 3u]);
}

// What quad c adds to the fields of block b: column s for sample s. |z|² comes after the last of them.
fn fields_part(b: u32, c: u32, w: mat4x4<f32>, z: mat4x4<f32>, counted: f32) -> mat4x4<f32> {
  var part = w * z;
  if (LENGTHS > 0u && b == FIELDS >> 2u) {
    let lengths = counted * squared_lengths(c, z, run.dimension);
    for (var s = 0u; s < 4u; s++) { part[s][FIELDS & 3u] = lengths[s]; }
  }
  return part;
}

// r zᵀ summed over the four samples, for the neurons of one block.
fn products(b: u32, z: mat4x4<f32>) -> mat4x4<f32> {
  let r = transpose(mat4x4<f32>(
    sample_residuals[b], sample_residuals[NEURON_BLOCKS + b], sample_residuals[2u * NEURON_BLOCKS + b], sample_residuals[3u * NEURON_BLOCKS + b],
  ));
  return z * r;
}

fn write_block(i: u32, sums: mat4x4<f32>) {
  partial_gradient[i] = sums[0];
  partial_gradient[i + 1u] = sums[1];
  partial_gradient[i + 2u] = sums[2];
  partial_gradient[i + 3u] = sums[3];
}

@compute @workgroup_size(LANES)
fn batch_gradient(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let chunk = slice.first + group.x;
  let visit = visited(state[0], run.reuse);
  let seed = run.seed;
  let begin = chunk * PARTIAL_SAMPLES;
  let end = min(begin + PARTIAL_SAMPLES, BATCH);
  // Lanes beyond the row read its last quad, add nothing to the fields and write nothing.
  let c = min(lane, QUADS - 1u);
  let counted = select(0.0, 1.0, lane < QUADS);
  let w0 = transpose(counted * block(0u, c));
  let w1 = transpose(counted * block(min(1u, FIELD_BLOCKS - 1u), c));
  let w2 = transpose(counted * block(min(2u, FIELD_BLOCKS - 1u), c));
  let w3 = transpose(counted * block(min(3u, FIELD_BLOCKS - 1u), c));
  var g0 = mat4x4<f32>();
  var g1 = mat4x4<f32>();
  var g2 = mat4x4<f32>();
  var g3 = mat4x4<f32>();

  for (var first = begin; first < end; first += 4u) {
    let z = mat4x4<f32>(
      normals(vec4<u32>(c, visit.first + first, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, visit.first + first + 1u, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, visit.first + first + 2u, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, visit.first + first + 3u, visit.batch, STREAM_DATA), seed),
    );
    add_over_group(0u, fields_part(0u, c, w0, z, counted), lane);
    if (FIELD_BLOCKS > 1u) { add_over_group(1u, fields_part(1u, c, w1, z, counted), lane); }
    if (FIELD_BLOCKS > 2u) { add_over_group(2u, fields_part(2u, c, w2, z, counted), lane); }
    if (FIELD_BLOCKS > 3u) { add_over_group(3u, fields_part(3u, c, w3, z, counted), lane); }
    workgroupBarrier();
    if (lane < 4u) {
      let sample = first + lane;
      var blocks: array<vec4<f32>, FIELD_BLOCKS>;
      for (var b = 0u; b < FIELD_BLOCKS; b++) {
        var sum = vec4<f32>(0.0);
        for (var g = 0u; g < GROUPS; g++) { sum += group_fields[g * FIELD_BLOCKS + b][lane]; }
        blocks[b] = sum;
      }
      var noise = 0.0;
      if (run.noise > 0.0) { noise = run.noise * label_noise(visit.first + sample, visit.batch, seed); }
      var a: array<f32, P>;
      for (var j = 0u; j < P; j++) { a[j] = readout[j]; }
      var result = response(blocks, a, run, noise);
      // Samples beyond the end of the batch were drawn, and count for nothing.
      for (var b = 0u; b < NEURON_BLOCKS; b++) { sample_residuals[lane * NEURON_BLOCKS + b] = select(vec4<f32>(0.0), weighed(result.r[b], sample, visit), sample < end); }
      if (sample < end) { losses[sample] = weighed(vec4<f32>(result.loss), sample, visit).x; }
    }
    workgroupBarrier();
    g0 += products(0u, z);
    if (NEURON_BLOCKS > 1u) { g1 += products(1u, z); }
    if (NEURON_BLOCKS > 2u) { g2 += products(2u, z); }
    if (NEURON_BLOCKS > 3u) { g3 += products(3u, z); }
  }
  if (lane >= QUADS) { return; }
  let stride = QUADS * 4u;
  let i = chunk * NEURON_BLOCKS * stride + c * 4u;
  write_block(i, g0);
  if (NEURON_BLOCKS > 1u) { write_block(i + stride, g1); }
  if (NEURON_BLOCKS > 2u) { write_block(i + 2u * stride, g2); }
  if (NEURON_BLOCKS > 3u) { write_block(i + 3u * stride, g3); }
}
