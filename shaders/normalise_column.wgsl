// normalise_column: x ← x/|x|, or 0 where |x| is no more than a tolerance times what it was before its known directions were
// taken away: then rounding is what is left, and no direction.
//   call                uniform: slot (of |x|²), before (slot of |x|² before), factors.x (the tolerance)
//   sums                as `sum_partials` wrote them
//   column              x
// Dispatch: x over the threads of a chunk. Library file: columns.wgsl.

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> column: array<vec4<f32>, QUADS>;

@compute @workgroup_size(WORKGROUP)
fn normalise_column(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  let norm = sqrt(sums[call.slot]);
  let new_direction = norm > call.factors.x * sqrt(sums[call.before]);
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    var x = vec4<f32>(0.0);
    if (new_direction) { x = column[i] / norm; }
    column[i] = x;
  }
}
