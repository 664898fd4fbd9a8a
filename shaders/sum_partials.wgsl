// sum_partials: sums[slot + l] ← the partial sums of column l, in one order whatever the adapter does: runs of RUN, runs of
// a lane, then a tree over the lanes. Rounding then grows with the root of the longest of these, not of the column.
//   call                uniform: slot, stride (partial sums of a column)
//   partials            as `dot_columns` and `respond_samples` wrote them
//   sums                one number a product
// Dispatch: x over the columns. Library file: columns.wgsl.

const RUN = 32u;

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> partials: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

var<workgroup> lane_sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn sum_partials(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let begin = group.x * call.stride;
  let end = begin + call.stride;
  var sum = 0.0;
  for (var start = begin + lane; start < end; start += RUN * LANES) {
    var run = 0.0;
    for (var i = start; i < min(end, start + RUN * LANES); i += LANES) { run += partials[i]; }
    sum += run;
  }
  lane_sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { lane_sums[lane] += lane_sums[lane + half]; }
  }
  if (lane == 0u) { sums[call.slot + group.x] = lane_sums[0]; }
}
