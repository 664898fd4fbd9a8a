// group: a group of lanes is a subgroup, which adds without memory or barrier.
// Library: the module must say `enable subgroups;` first. Takes the place of group_lanes.wgsl.

fn add_over_group(b: u32, part: mat4x4<f32>, lane: u32) {
  let sum = mat4x4<f32>(subgroupAdd(part[0]), subgroupAdd(part[1]), subgroupAdd(part[2]), subgroupAdd(part[3]));
  if (lane % GROUP == 0u) { group_fields[lane / GROUP * FIELD_BLOCKS + b] = sum; }
}
