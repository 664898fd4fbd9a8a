// group: a group is GROUP neighbouring lanes, whose parts meet in shared memory, added in a fixed order.
// Library: for adapters without `subgroups`, or whose subgroups have no single size. Takes the place of group_subgroup.wgsl.

var<workgroup> lane_parts: array<mat4x4<f32>, LANES>;

fn add_over_group(b: u32, part: mat4x4<f32>, lane: u32) {
  lane_parts[lane] = part;
  workgroupBarrier();
  if (lane % GROUP < 4u) {
    let column = lane % GROUP;
    let first = lane / GROUP * GROUP;
    var sum = vec4<f32>(0.0);
    for (var l = first; l < first + GROUP; l++) { sum += lane_parts[l][column]; }
    group_fields[lane / GROUP * FIELD_BLOCKS + b][column] = sum;
  }
  workgroupBarrier();
}
