// draw_column: x ~ N(0, 1), from the counters (quad, column, batch, stream).
//   call                uniform: column, batch, seed, samples
//   column              x
// Dispatch: x over the threads of a chunk. Library files: columns.wgsl, normal.wgsl.

// src/math/streams.ts has the list of streams.
const STREAM_COLUMNS = 67u;

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read_write> column: array<vec4<f32>, QUADS>;

@compute @workgroup_size(WORKGROUP)
fn draw_column(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    column[i] = inside(normals(vec4<u32>(i, call.column, call.batch, STREAM_COLUMNS), call.seed), i, call.samples);
  }
}
