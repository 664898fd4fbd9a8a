// lengths: what a quad adds to |z|² of four samples. The last quad's coordinates beyond d were drawn too, and are no part of z.
// Library: needs run.wgsl.

fn squared_lengths(c: u32, z: mat4x4<f32>, dimension: u32) -> vec4<f32> {
  let inside = vec4<u32>(4u * c) + vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(dimension);
  let counted = select(vec4<f32>(0.0), vec4<f32>(1.0), inside);
  return counted * mat4x4<f32>(z[0] * z[0], z[1] * z[1], z[2] * z[2], z[3] * z[3]);
}
