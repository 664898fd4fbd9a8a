// reduced_sums: Σ R_j x_a and Σ R_j R_l over the batch, each lane with sums of its own in registers (`add_samples`, which is
// generated), added up by halves in a fixed order. For few neurons; reduced_sums_staged.wgsl takes its place for many.
// A group's sums: word (i · WORKGROUP + lane), i = j R + a, then P R + j (j + 1)/2 + l for l ≤ j; lane 0 has the total.
// Library: needs reduced_run.wgsl and the generated sample.

fn sum_over_batch(lane: u32, run: u32, step: u32, seed: u32, at: u32) {
  add_samples(lane, run, step, seed, at);
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    storageBarrier();
    if (lane < half) {
      for (var i = at + lane; i < at + SUMS; i += WORKGROUP) { work[i] += work[i + half]; }
    }
  }
  storageBarrier();
}

fn gradient_sum(at: u32, j: u32, a: u32) -> f32 {
  return work[at + (j * R + a) * WORKGROUP];
}

// l ≤ j
fn product_sum(at: u32, j: u32, l: u32) -> f32 {
  return work[at + (P * R + j * (j + 1u) / 2u + l) * WORKGROUP];
}
