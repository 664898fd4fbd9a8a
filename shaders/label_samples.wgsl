// label_samples: y = h*(z) + √Δ ξ.
//   call                uniform: factors.x = √Δ, samples
//   fields              z, K columns
//   labels              ξ before (where Δ > 0), y after
// Dispatch: x over the threads of a chunk. Library files: columns.wgsl, functions.wgsl, target_value of the link.

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> fields: array<vec4<f32>, ROWS * ROW_QUADS>;
@group(0) @binding(2) var<storage, read_write> labels: array<vec4<f32>, QUADS>;

@compute @workgroup_size(WORKGROUP)
fn label_samples(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    var y = vec4<f32>(0.0);
    for (var s = 0u; s < 4u; s++) {
      var z: array<f32, K>;
      for (var r = 0u; r < K; r++) { z[r] = fields[r * ROW_QUADS + i][s]; }
      y[s] = target_value(z);
    }
    if (call.factors.x > 0.0) { y += call.factors.x * labels[i]; }
    labels[i] = inside(y, i, call.samples);
  }
}
