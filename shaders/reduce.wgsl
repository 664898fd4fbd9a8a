// reduce: G ← (1/n) Σ of the partial gradients, in their order, and what the constraint needs of a row:
// Σ g·w, Σ g·g and Σ w·w over the chunk of the row that this workgroup has.
//   run                 uniform
//   state               [steps made, …]: counted here, since no kernel before `update` needs the old count any more
//   rows                W* and W, in blocks
//   partial_gradient    partials × W's blocks; the mean replaces the first of them
//   row_sums            P × row_chunks × (g·w, g·g, w·w, –)
// Dispatch: x over chunks of a row, y over neurons.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> state: array<u32, 4>;
@group(0) @binding(2) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(3) var<storage, read_write> partial_gradient: array<vec4<f32>, PARTIALS * GRADIENT_LENGTH>;
@group(0) @binding(4) var<storage, read_write> row_sums: array<vec4<f32>, P * ROW_CHUNKS>;

var<workgroup> lane_sums: array<vec4<f32>, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn reduce(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let j = group.y;
  let begin = group.x * ROW_CHUNK_QUADS;
  let end = min(begin + ROW_CHUNK_QUADS, QUADS);
  var sums = vec4<f32>(0.0);
  for (var c = begin + lane; c < end; c += WORKGROUP) {
    let at = quad_index(j, c);
    var g = vec4<f32>(0.0);
    for (var i = 0u; i < PARTIALS; i++) { g += partial_gradient[i * NEURON_BLOCKS * QUADS * 4u + at]; }
    // The last quad's coordinates beyond d were drawn too; they must not move the weights.
    let inside = vec4<u32>(4u * c) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(run.dimension);
    g = select(vec4<f32>(0.0), g / f32(BATCH), inside);
    partial_gradient[at] = g;
    let w = rows[quad_index(K + j, c)];
    sums += vec4<f32>(dot(g, w), dot(g, g), dot(w, w), 0.0);
  }
  lane_sums[lane] = sums;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { lane_sums[lane] += lane_sums[lane + half]; }
  }
  if (lane == 0u) {
    row_sums[j * ROW_CHUNKS + group.x] = lane_sums[0];
    if (j == 0u && group.x == 0u) { state[0] += 1u; }
  }
}
