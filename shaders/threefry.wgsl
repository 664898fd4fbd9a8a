// threefry: Threefry-4x32-13 under the key (seed, 0, 0, 0), the same integers as src/math/threefry.ts.
// Library: needs one of rotations_by_shift.wgsl and rotations_by_float.wgsl; no entry point.

fn threefry(counter: vec4<u32>, seed: u32) -> vec4<u32> {
  let k4 = 0x1bd11bdau ^ seed;
  var x0 = counter.x + seed; var x1 = counter.y; var x2 = counter.z; var x3 = counter.w;
  x0 += x1; x1 = rotate_10(x1) ^ x0; x2 += x3; x3 = rotate_26(x3) ^ x2;
  x0 += x3; x3 = rotate_11(x3) ^ x0; x2 += x1; x1 = rotate_21(x1) ^ x2;
  x0 += x1; x1 = rotate_13(x1) ^ x0; x2 += x3; x3 = rotate_27(x3) ^ x2;
  x0 += x3; x3 = rotate_23(x3) ^ x0; x2 += x1; x1 = rotate_5(x1) ^ x2;
  x3 += k4 + 1u;
  x0 += x1; x1 = rotate_6(x1) ^ x0; x2 += x3; x3 = rotate_20(x3) ^ x2;
  x0 += x3; x3 = rotate_17(x3) ^ x0; x2 += x1; x1 = rotate_11(x1) ^ x2;
  x0 += x1; x1 = rotate_25(x1) ^ x0; x2 += x3; x3 = rotate_10(x3) ^ x2;
  x0 += x3; x3 = rotate_18(x3) ^ x0; x2 += x1; x1 = rotate_20(x1) ^ x2;
  x2 += k4; x3 += seed + 2u;
  x0 += x1; x1 = rotate_10(x1) ^ x0; x2 += x3; x3 = rotate_26(x3) ^ x2;
  x0 += x3; x3 = rotate_11(x3) ^ x0; x2 += x1; x1 = rotate_21(x1) ^ x2;
  x0 += x1; x1 = rotate_13(x1) ^ x0; x2 += x3; x3 = rotate_27(x3) ^ x2;
  x0 += x3; x3 = rotate_23(x3) ^ x0; x2 += x1; x1 = rotate_5(x1) ^ x2;
  x1 += k4; x2 += seed; x3 += 3u;
  x0 += x1; x1 = rotate_6(x1) ^ x0; x2 += x3; x3 = rotate_20(x3) ^ x2;
  return vec4<u32>(x0, x1, x2, x3);
}
