// columns: vectors over the samples of a batch, each in a buffer of its own, four samples a vec4 (theory/reuse.md, section
// 6.1). What lies beyond the batch's end is zero in every column, so sums over a column are sums over its samples.
//
// A long column is cut into chunks, a dispatch each. Of a chunk, thread t takes the quads first + t, first + t + threads, …
// and writes one partial sum: no barrier and no shared memory, and neighbours read what is side by side.
//
// Before this file comes the generated shape: QUADS (⌈n/4⌉), P (neurons), K (directions), ROWS × ROW_QUADS (the fields and
// responses: max(P, K) columns in one buffer), LANES (of `sum_partials`).
// Library: no entry point.

const WORKGROUP = 64u;

// What one dispatch is asked for; src/engines/matrix-free/gpu-calls.ts writes the same names.
struct Call {
  factors: vec4<f32>,
  first: u32,           // quads first … end − 1
  end: u32,
  threads: u32,
  count: u32,           // columns given, of the four that a kernel takes
  partial: u32,         // where in `partials` this chunk begins
  stride: u32,          // partial sums of a whole column
  slot: u32,            // where in `sums`
  before: u32,
  samples: u32,         // of this batch: at most 4 QUADS
  seed: u32,
  column: u32,
  batch: u32,
  fresh: u32,
  measured: u32,
}

fn total(v: vec4<f32>) -> f32 {
  return (v.x + v.y) + (v.z + v.w);
}

// v where quad i has samples, 0 beyond them.
fn inside(v: vec4<f32>, i: u32, samples: u32) -> vec4<f32> {
  return select(vec4<f32>(0.0), v, vec4<u32>(4u * i) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(samples));
}
