// batches: of a fixed set of DATASET samples, which have the counters of batch 0. They are visited BATCH at a time in order,
// epoch after epoch, the last batch of an epoch with what is left.
// Library: needs run.wgsl. Takes the place of fresh_batches.wgsl.

const BATCHES = (DATASET - 1u) / BATCH + 1u;

fn visited(step: u32, reuse: u32) -> Visit {
  var first = 0u;
  if (reuse > 0u) { first = step / reuse % BATCHES * BATCH; }
  return Visit(0u, first, min(BATCH, DATASET - first));
}

// What sample `sample` of the batch adds to a sum that will be divided by BATCH: nothing beyond a short batch's end, and
// more before it, so that the quotient is the mean.
fn weighed(x: vec4<f32>, sample: u32, visit: Visit) -> vec4<f32> {
  return select(vec4<f32>(0.0), x * (f32(BATCH) / f32(visit.size)), sample < visit.size);
}
