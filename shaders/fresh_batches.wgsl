// batches: fresh ones, batch b = ⌊step / reuse⌋ with counters of its own.
// Library: needs run.wgsl. data_set.wgsl takes its place where the samples are N for the whole run.

fn visited(step: u32, reuse: u32) -> Visit {
  // One return, so that compilers see that the counters begin at 0.
  var batch = 0u;
  if (reuse > 0u) { batch = step / reuse; }
  return Visit(batch, 0u, BATCH);
}

// What sample `sample` of the batch adds to a sum that will be divided by BATCH.
fn weighed(x: vec4<f32>, sample: u32, visit: Visit) -> vec4<f32> {
  return x;
}
