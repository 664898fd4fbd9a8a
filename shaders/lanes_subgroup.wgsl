// lanes: sums over the lanes of a workgroup that is exactly one subgroup: no barrier, no shared memory.
// Library: the module must say `enable subgroups;` first. Takes the place of lanes_workgroup.wgsl.

fn sum_over_lanes(part: mat4x4<f32>, lane: u32) -> mat4x4<f32> {
  return mat4x4<f32>(subgroupAdd(part[0]), subgroupAdd(part[1]), subgroupAdd(part[2]), subgroupAdd(part[3]));
}
