// respond_samples: from the preactivations h_j, in their place, the residuals r_j = c a_j σ'(h_j) e with e = y − f or y, and
// the losses ½ (y − f)², f = c Σ_j a_j σ(h_j), as one partial sum a thread.
//   call                uniform: factors.x (1: square loss, 0: correlation loss), samples, partial
//   readout             c a_j (P)
//   labels              y
//   fields              h in, r out: P columns
//   partials            sums of the losses, from `partial` on
// Dispatch: x over the threads of a chunk. Library files: columns.wgsl, functions.wgsl, activation and its derivative.

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> readout: array<f32, P>;
@group(0) @binding(2) var<storage, read> labels: array<vec4<f32>, QUADS>;
@group(0) @binding(3) var<storage, read_write> fields: array<vec4<f32>, ROWS * ROW_QUADS>;
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn respond_samples(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  var losses = vec4<f32>(0.0);
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    let y = labels[i];
    var f = vec4<f32>(0.0);
    for (var j = 0u; j < P; j++) {
      let h = fields[j * ROW_QUADS + i];
      f += readout[j] * vec4<f32>(activation(h.x), activation(h.y), activation(h.z), activation(h.w));
    }
    let difference = y - f;
    let e = inside(select(y, difference, call.factors.x != 0.0), i, call.samples);
    for (var j = 0u; j < P; j++) {
      let at = j * ROW_QUADS + i;
      let h = fields[at];
      let slope = vec4<f32>(activation_derivative(h.x), activation_derivative(h.y), activation_derivative(h.z), activation_derivative(h.w));
      fields[at] = inside(readout[j] * slope * e, i, call.samples);
    }
    losses += inside(0.5 * difference * difference, i, call.samples);
  }
  partials[call.partial + id.x] = total(losses);
}
