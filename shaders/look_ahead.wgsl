// response: a sample's residuals at its own displaced fields λ_j + ρ r_j |z|² (2405.15459; theory/reuse.md, section 2), and its loss
// where it was. |z|² comes after the fields.
// Library: needs residual.wgsl. Takes the place of at_weights.wgsl.

fn response(blocks: array<vec4<f32>, FIELD_BLOCKS>, readout: array<f32, P>, run: Run, noise: f32) -> Residual {
  let here = residual(blocks, readout, run.scale, run.square, noise);
  var fields = blocks;
  var r = here.r;
  let reach = run.rho * fields[FIELDS >> 2u][FIELDS & 3u];
  for (var j = 0u; j < P; j++) {
    let i = K + j;
    fields[i >> 2u][i & 3u] += reach * r[j >> 2u][j & 3u];
  }
  return Residual(residual(fields, readout, run.scale, run.square, noise).r, here.loss, here.e);
}
