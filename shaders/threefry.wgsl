// threefry: Threefry-4x32-13 under the key (seed, 0, 0, 0), the same integers as src/math/threefry.ts.
// A rotation by r is written (v · 2^r) | (v ≫ 32 − r): the same bits, and a quarter faster on SwiftShader.
// Library: no entry point.

fn threefry(counter: vec4<u32>, seed: u32) -> vec4<u32> {
  let k4 = 0x1bd11bdau ^ seed;
  var x0 = counter.x + seed; var x1 = counter.y; var x2 = counter.z; var x3 = counter.w;
  x0 += x1; x1 = ((x1 * 1024u) | (x1 >> 22u)) ^ x0; x2 += x3; x3 = ((x3 * 67108864u) | (x3 >> 6u)) ^ x2;
  x0 += x3; x3 = ((x3 * 2048u) | (x3 >> 21u)) ^ x0; x2 += x1; x1 = ((x1 * 2097152u) | (x1 >> 11u)) ^ x2;
  x0 += x1; x1 = ((x1 * 8192u) | (x1 >> 19u)) ^ x0; x2 += x3; x3 = ((x3 * 134217728u) | (x3 >> 5u)) ^ x2;
  x0 += x3; x3 = ((x3 * 8388608u) | (x3 >> 9u)) ^ x0; x2 += x1; x1 = ((x1 * 32u) | (x1 >> 27u)) ^ x2;
  x3 += k4 + 1u;
  x0 += x1; x1 = ((x1 * 64u) | (x1 >> 26u)) ^ x0; x2 += x3; x3 = ((x3 * 1048576u) | (x3 >> 12u)) ^ x2;
  x0 += x3; x3 = ((x3 * 131072u) | (x3 >> 15u)) ^ x0; x2 += x1; x1 = ((x1 * 2048u) | (x1 >> 21u)) ^ x2;
  x0 += x1; x1 = ((x1 * 33554432u) | (x1 >> 7u)) ^ x0; x2 += x3; x3 = ((x3 * 1024u) | (x3 >> 22u)) ^ x2;
  x0 += x3; x3 = ((x3 * 262144u) | (x3 >> 14u)) ^ x0; x2 += x1; x1 = ((x1 * 1048576u) | (x1 >> 12u)) ^ x2;
  x2 += k4; x3 += seed + 2u;
  x0 += x1; x1 = ((x1 * 1024u) | (x1 >> 22u)) ^ x0; x2 += x3; x3 = ((x3 * 67108864u) | (x3 >> 6u)) ^ x2;
  x0 += x3; x3 = ((x3 * 2048u) | (x3 >> 21u)) ^ x0; x2 += x1; x1 = ((x1 * 2097152u) | (x1 >> 11u)) ^ x2;
  x0 += x1; x1 = ((x1 * 8192u) | (x1 >> 19u)) ^ x0; x2 += x3; x3 = ((x3 * 134217728u) | (x3 >> 5u)) ^ x2;
  x0 += x3; x3 = ((x3 * 8388608u) | (x3 >> 9u)) ^ x0; x2 += x1; x1 = ((x1 * 32u) | (x1 >> 27u)) ^ x2;
  x1 += k4; x2 += seed; x3 += 3u;
  x0 += x1; x1 = ((x1 * 64u) | (x1 >> 26u)) ^ x0; x2 += x3; x3 = ((x3 * 1048576u) | (x3 >> 12u)) ^ x2;
  return vec4<u32>(x0, x1, x2, x3);
}
