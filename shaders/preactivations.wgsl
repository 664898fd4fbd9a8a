// preactivations: the fields Λ* = Z W*ᵀ and Λ = Z Wᵀ, and |z|² after them where LENGTHS says so, with Z generated where it is used
// and never stored.
//   run, slice          uniforms
//   state               [step, …]
//   rows                W* and W, in blocks
//   fields              CHUNKS × n × FIELD_BLOCKS: sums over chunks of the coordinates, added up in `residuals`
// Dispatch: x over chunks and, within one, workgroups of four samples a thread (from slice.first); z over tiles of four blocks.
// Four samples share what is read of the rows: on SwiftShader a read costs as much as a normal. No barrier, no shared memory.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<uniform> slice: Slice;
@group(0) @binding(2) var<storage, read> state: array<u32, 4>;
@group(0) @binding(3) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(4) var<storage, read_write> fields: array<vec4<f32>, CHUNKS * FIELDS_LENGTH>;

// Quad c of field r; nothing is read for the rows that pad the last block.
fn row(r: u32, c: u32) -> vec4<f32> {
  if (r >= FIELDS) { return vec4<f32>(0.0); }
  return rows[quad_index(r, c)];
}

// What quad c adds to field r of four samples.
fn field(r: u32, c: u32, z: mat4x4<f32>) -> vec4<f32> {
  if (LENGTHS > 0u && r == FIELDS) { return squared_lengths(c, z, run.dimension); }
  return row(r, c) * z;
}

// Four fields of four samples: column s for sample s.
fn block_fields(b: u32, c: u32, z: mat4x4<f32>) -> mat4x4<f32> {
  return transpose(mat4x4<f32>(field(4u * b, c, z), field(4u * b + 1u, c, z), field(4u * b + 2u, c, z), field(4u * b + 3u, c, z)));
}

fn write_block(first: u32, chunk: u32, b: u32, sums: mat4x4<f32>) {
  if (b >= FIELD_BLOCKS) { return; }
  for (var s = 0u; s < 4u; s++) {
    if (first + s < BATCH) { fields[(chunk * BATCH + first + s) * FIELD_BLOCKS + b] = sums[s]; }
  }
}

@compute @workgroup_size(WORKGROUP)
fn preactivations(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  const samples = 4u;
  let across = (BATCH + samples * WORKGROUP - 1u) / (samples * WORKGROUP);
  let place = slice.first + group.x;
  let chunk = place / across;
  let first = ((place % across) * WORKGROUP + lane) * samples;
  if (first >= BATCH) { return; }
  let visit = visited(state[0], run.reuse);
  let sample = visit.first + first;
  let seed = run.seed;
  let begin = chunk * CHUNK_QUADS;
  let end = min(begin + CHUNK_QUADS, QUADS);
  let b = select(group.z * 4u, 0u, FIELD_BLOCKS <= 4u);
  var f0 = mat4x4<f32>();
  var f1 = mat4x4<f32>();
  var f2 = mat4x4<f32>();
  var f3 = mat4x4<f32>();
  for (var c = begin; c < end; c++) {
    let z = mat4x4<f32>(
      normals(vec4<u32>(c, sample, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, sample + 1u, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, sample + 2u, visit.batch, STREAM_DATA), seed),
      normals(vec4<u32>(c, sample + 3u, visit.batch, STREAM_DATA), seed),
    );
    f0 += block_fields(b, c, z);
    if (FIELD_BLOCKS > 1u) { f1 += block_fields(b + 1u, c, z); }
    if (FIELD_BLOCKS > 2u) { f2 += block_fields(b + 2u, c, z); }
    if (FIELD_BLOCKS > 3u) { f3 += block_fields(b + 3u, c, z); }
  }
  write_block(first, chunk, b, f0);
  if (FIELD_BLOCKS > 1u) { write_block(first, chunk, b + 1u, f1); }
  if (FIELD_BLOCKS > 2u) { write_block(first, chunk, b + 2u, f2); }
  if (FIELD_BLOCKS > 3u) { write_block(first, chunk, b + 3u, f3); }
}
