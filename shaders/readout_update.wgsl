// readout_update: a_j ← a_j + γ_a (c/n) Σ e σ(λ_j), the partial sums added up in their order (2303.00055, section 7). It runs before
// `reduce` and `update`, and after everything that needs the old a; the weights it does not read.
//   run                 uniform
//   partial_readout     READOUT_PARTIALS × NEURON_BLOCKS, of `readout_gradient`
//   state               [steps made, first step at which something ceased to be finite]; this step is not counted yet
//   readout             a, P
// Dispatch: one workgroup.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read> partial_readout: array<vec4<f32>, READOUT_PARTIALS * NEURON_BLOCKS>;
@group(0) @binding(2) var<storage, read_write> state: array<atomic<u32>, 4>;
@group(0) @binding(3) var<storage, read_write> readout: array<f32, P>;

@compute @workgroup_size(WORKGROUP)
fn readout_update(@builtin(local_invocation_index) lane: u32) {
  for (var j = lane; j < P; j += WORKGROUP) {
    var sum = 0.0;
    for (var i = 0u; i < READOUT_PARTIALS; i++) { sum += partial_readout[i * NEURON_BLOCKS + (j >> 2u)][j & 3u]; }
    let next = readout[j] + run.readout_rate * sum;
    readout[j] = next;
    // Written on the bits: a compiler may take it that no value is infinite or NaN.
    if ((bitcast<u32>(next) & 0x7f800000u) == 0x7f800000u) { atomicMin(&state[1], atomicLoad(&state[0]) + 1u); }
  }
}
