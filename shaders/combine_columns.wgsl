// combine_columns: x ← x + Σ_l f_l c_l over at most four columns c, or x ← Σ_l f_l c_l.
//   call                uniform: factors, count, fresh (1: x was nothing before); measured (1: the factors are to be
//                       multiplied by sums[slot + l], products that never leave the GPU)
//   sums                as `sum_partials` wrote them
//   column              x
//   a, b, c, d          the columns; those beyond `count` are not read
// Dispatch: x over the threads of a chunk. Library file: columns.wgsl.

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> column: array<vec4<f32>, QUADS>;
@group(0) @binding(3) var<storage, read> a: array<vec4<f32>, QUADS>;
@group(0) @binding(4) var<storage, read> b: array<vec4<f32>, QUADS>;
@group(0) @binding(5) var<storage, read> c: array<vec4<f32>, QUADS>;
@group(0) @binding(6) var<storage, read> d: array<vec4<f32>, QUADS>;

fn factor(l: u32) -> f32 {
  if (call.measured == 0u || l >= call.count) { return call.factors[l]; }
  return call.factors[l] * sums[call.slot + l];
}

@compute @workgroup_size(WORKGROUP)
fn combine_columns(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  let f = vec4<f32>(factor(0u), factor(1u), factor(2u), factor(3u));
  let count = call.count;
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    var x = vec4<f32>(0.0);
    if (call.fresh == 0u) { x = column[i]; }
    if (count > 0u) { x += f.x * a[i]; }
    if (count > 1u) { x += f.y * b[i]; }
    if (count > 2u) { x += f.z * c[i]; }
    if (count > 3u) { x += f.w * d[i]; }
    column[i] = x;
  }
}
