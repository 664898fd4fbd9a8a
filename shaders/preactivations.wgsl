// preactivations: the fields Λ* = Z W*ᵀ and Λ = Z Wᵀ, with Z generated where it is used and never stored.
//   run, slice          uniforms
//   state               [step, …]
//   rows                W* and W, in blocks
//   fields              CHUNKS × n × FIELD_BLOCKS: sums over chunks of the coordinates, added up in `residuals`
// Dispatch: x over samples (from slice.first), y over the chunks, z over tiles of four blocks. No barrier, no shared memory.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> fields: array<vec4<f32>, CHUNKS * FIELDS_LENGTH>;

fn block(b: u32, c: u32) -> mat4x4<f32> {
  let i = (b * QUADS + c) * 4u;
  return mat4x4<f32>(rows[i], rows[i + 1u], rows[i + 2u], rows[i + 3u]);
}

@compute @workgroup_size(WORKGROUP)
fn preactivations(@builtin(global_invocation_id) id: vec3<u32>) {
  let sample = slice.first * WORKGROUP + id.x;
  if (sample >= BATCH) { return; }
  let batch = batch_index(state[0], run.reuse);
  let seed = run.seed;
  let begin = id.y * CHUNK_QUADS;
  let end = min(begin + CHUNK_QUADS, QUADS);
  let b = select(id.z * 4u, 0u, FIELD_BLOCKS <= 4u);
  var f0 = vec4<f32>(0.0);
  var f1 = vec4<f32>(0.0);
  var f2 = vec4<f32>(0.0);
  var f3 = vec4<f32>(0.0);
  for (var c = begin; c < end; c++) {
    let z = normals(vec4<u32>(c, sample, batch, STREAM_DATA), seed);
    f0 += z * block(b, c);
    if (FIELD_BLOCKS > 1u) { f1 += z * block(b + 1u, c); }
    if (FIELD_BLOCKS > 2u) { f2 += z * block(b + 2u, c); }
    if (FIELD_BLOCKS > 3u) { f3 += z * block(b + 3u, c); }
  }
  let i = (id.y * BATCH + sample) * FIELD_BLOCKS + b;
  fields[i] = f0;
  if (b + 1u < FIELD_BLOCKS) { fields[i + 1u] = f1; }
  if (b + 2u < FIELD_BLOCKS) { fields[i + 2u] = f2; }
  if (b + 3u < FIELD_BLOCKS) { fields[i + 3u] = f3; }
}
