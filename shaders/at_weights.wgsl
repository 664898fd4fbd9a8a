// response: a sample's residuals at the weights as they are.
// Library: needs residual.wgsl. look_ahead.wgsl takes its place where each sample looks ahead.

fn response(blocks: array<vec4<f32>, FIELD_BLOCKS>, readout: array<f32, P>, run: Run, noise: f32) -> Residual {
  return residual(blocks, readout, run.scale, run.square, noise);
}
