// samples: the quad c of four samples, first … first + 3, as the columns of a matrix. Those beyond the end of a batch are
// drawn too; their residuals are zero.
// Library: needs threefry.wgsl and normal.wgsl.

fn four_samples(c: u32, first: u32, batch: u32, seed: u32) -> mat4x4<f32> {
  return mat4x4<f32>(
    normals(vec4<u32>(c, first, batch, STREAM_DATA), seed),
    normals(vec4<u32>(c, first + 1u, batch, STREAM_DATA), seed),
    normals(vec4<u32>(c, first + 2u, batch, STREAM_DATA), seed),
    normals(vec4<u32>(c, first + 3u, batch, STREAM_DATA), seed),
  );
}

// Label noise ξ of the samples first … first + 3, first a multiple of four: one counter (first/4, 0, batch, noise).
fn four_label_noises(first: u32, batch: u32, seed: u32) -> vec4<f32> {
  return normals(vec4<u32>(first >> 2u, 0u, batch, STREAM_NOISE), seed);
}
