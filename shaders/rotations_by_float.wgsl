// rotations: a word rotated left by a number of bits without a shift, which SwiftShader makes lane by lane: 13 rounds of
// Threefry take 0.7 of the time (docs/performance.md). The left part is a product. The right part, x ≫ s, is a float
// product: the bits that stay are at most 22, so x · 2⁻ˢ is exact in float32, and adding 1.5 · 2²³ leaves it as an integer
// in the low bits of the sum, modulo 2³²⁻ˢ, which also mends the sign. Where more than 22 bits stay they are taken in two.
// Every operation is exact, so contraction and rounding mode change nothing.
// Library: the same bits as rotations_by_shift.wgsl.

// Bits of x, masked so that s zeros are below, moved right by s: scale is 2⁻ˢ, kept has the 32 − s low bits.
fn moved_right(masked: u32, scale: f32, kept: u32) -> u32 {
  return bitcast<u32>(f32(bitcast<i32>(masked)) * scale + 12582912.0) & kept;
}

fn rotate_5(x: u32) -> u32 { return (x * 32u) | moved_right(x & 0xf8000000u, 7.450580596923828e-09, 0x1fu); }
fn rotate_6(x: u32) -> u32 { return (x * 64u) | moved_right(x & 0xfc000000u, 1.4901161193847656e-08, 0x3fu); }
fn rotate_10(x: u32) -> u32 { return (x * 1024u) | moved_right(x & 0xffc00000u, 2.384185791015625e-07, 0x3ffu); }
fn rotate_11(x: u32) -> u32 { return (x * 2048u) | moved_right(x & 0xffe00000u, 4.76837158203125e-07, 0x7ffu); }
fn rotate_13(x: u32) -> u32 { return (x * 8192u) | moved_right(x & 0xfff80000u, 1.9073486328125e-06, 0x1fffu); }
fn rotate_17(x: u32) -> u32 { return (x * 131072u) | moved_right(x & 0xffff8000u, 3.0517578125e-05, 0x1ffffu); }
fn rotate_18(x: u32) -> u32 { return (x * 262144u) | moved_right(x & 0xffffc000u, 6.103515625e-05, 0x3ffffu); }
fn rotate_20(x: u32) -> u32 { return (x * 1048576u) | moved_right(x & 0xfffff000u, 0.000244140625, 0xfffffu); }
fn rotate_21(x: u32) -> u32 { return (x * 2097152u) | moved_right(x & 0xfffff800u, 0.00048828125, 0x1fffffu); }
fn rotate_23(x: u32) -> u32 {
  let high = moved_right(x & 0xfff80000u, 1.9073486328125e-06, 0x1fffu) * 1024u;
  return (x * 8388608u) | high | moved_right(x & 0x7fe00u, 0.001953125, 0x3ffu);
}
fn rotate_25(x: u32) -> u32 {
  let high = moved_right(x & 0xfffe0000u, 7.62939453125e-06, 0x7fffu) * 1024u;
  return (x * 33554432u) | high | moved_right(x & 0x1ff80u, 0.0078125, 0x3ffu);
}
fn rotate_26(x: u32) -> u32 {
  let high = moved_right(x & 0xffff0000u, 1.52587890625e-05, 0xffffu) * 1024u;
  return (x * 67108864u) | high | moved_right(x & 0xffc0u, 0.015625, 0x3ffu);
}
fn rotate_27(x: u32) -> u32 {
  let high = moved_right(x & 0xffff8000u, 3.0517578125e-05, 0x1ffffu) * 1024u;
  return (x * 134217728u) | high | moved_right(x & 0x7fe0u, 0.03125, 0x3ffu);
}
