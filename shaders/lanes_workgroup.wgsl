// lanes: sums over the lanes of a workgroup of any size, in a fixed order, with three barriers.
// Four lanes a column each add up a quarter, so that the sum is short and no lane waits for long.
// Library: takes the place of lanes_subgroup.wgsl where `subgroups` is missing or a workgroup is larger than one.

var<workgroup> lane_parts: array<mat4x4<f32>, LANES>;
var<workgroup> lane_quarters: array<vec4<f32>, 16>;

fn sum_over_lanes(part: mat4x4<f32>, lane: u32) -> mat4x4<f32> {
  lane_parts[lane] = part;
  workgroupBarrier();
  if (lane < 16u) {
    var sum = vec4<f32>(0.0);
    for (var l = lane >> 2u; l < LANES; l += 4u) { sum += lane_parts[l][lane & 3u]; }
    lane_quarters[lane] = sum;
  }
  workgroupBarrier();
  var total = mat4x4<f32>();
  for (var i = 0u; i < 16u; i++) { total[i & 3u] += lane_quarters[i]; }
  workgroupBarrier();
  return total;
}
