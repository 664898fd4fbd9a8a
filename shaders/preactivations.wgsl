// preactivations: the fields Λ* = Z W*ᵀ and Λ = Z Wᵀ, with Z generated where it is used and never stored.
//   run, slice          uniforms
//   state               [step, …]
//   rows                W* and W, in blocks
//   fields              chunks × ⌈n/4⌉ × FIELD_BLOCKS × 4 samples × vec4 of a block's fields: sums over chunks of the
//                       coordinates, added up in `residuals`
// Dispatch: x over groups of four samples (from slice.first), y over the chunks, z over tiles of four blocks.
// No barrier, no shared memory.

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

fn write_fields(i: u32, sums: mat4x4<f32>) {
  fields[i] = sums[0];
  fields[i + 1u] = sums[1];
  fields[i + 2u] = sums[2];
  fields[i + 3u] = sums[3];
}

@compute @workgroup_size(WORKGROUP)
fn preactivations(@builtin(global_invocation_id) id: vec3<u32>) {
  let four = slice.first * WORKGROUP + id.x;
  let first = four * 4u;
  if (first >= BATCH) { return; }
  let batch = batch_index(state[0], run.reuse);
  let begin = id.y * CHUNK_QUADS;
  let end = min(begin + CHUNK_QUADS, QUADS);
  let b = id.z * 4u;
  var f0 = mat4x4<f32>();
  var f1 = mat4x4<f32>();
  var f2 = mat4x4<f32>();
  var f3 = mat4x4<f32>();
  for (var c = begin; c < end; c++) {
    let z = four_samples(c, first, batch, run.seed);
    f0 += transpose(block(b, c)) * z;
    if (FIELD_BLOCKS > 1u) { f1 += transpose(block(b + 1u, c)) * z; }
    if (FIELD_BLOCKS > 2u) { f2 += transpose(block(b + 2u, c)) * z; }
    if (FIELD_BLOCKS > 3u) { f3 += transpose(block(b + 3u, c)) * z; }
  }
    let i = ((id.y * FOURS + four) * FIELD_BLOCKS + b) * 4u;
  write_fields(i, f0);
  if (b + 1u < FIELD_BLOCKS) { write_fields(i + 4u, f1); }
  if (b + 2u < FIELD_BLOCKS) { write_fields(i + 8u, f2); }
  if (b + 3u < FIELD_BLOCKS) { write_fields(i + 12u, f3); }
}
