// reduced_wishart: B with T B Bᵀ Tᵀ ~ Wishart_P(T Tᵀ, ν degrees of freedom). From P degrees on B is Bartlett's triangle,
// √χ² with ν − i degrees on its diagonal and N(0, 1) below; with fewer, B has ν columns of N(0, 1).
// Library: needs normal.wgsl, reduced_chi.wgsl and reduced_run.wgsl.

const STREAM_WISHART = 65u;

// Row `row` of B, P numbers from word `at` of `work` on.
fn draw_row(row: u32, step: u32, seed: u32, at: u32) {
  let triangle = ensemble.degrees == P;
  let columns = select(ensemble.degrees, row, triangle);
  var drawn = vec4<f32>();
  for (var l = 0u; l < P; l++) {
    if ((l & 3u) == 0u) { drawn = normals(vec4<u32>(l >> 2u, row, step, STREAM_WISHART), seed); }
    work[at + l] = select(0.0, drawn[l & 3u], l < columns);
  }
  if (triangle) { work[at + row] = chi(ensemble.freedom - f32(row), row, step, seed); }
}
