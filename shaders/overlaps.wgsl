// overlaps: M = W W*ᵀ (P × K) and Q = W Wᵀ (P × P, both triangles), and the batch's mean loss.
//   run                 uniform
//   rows                W* and W, in blocks
//   losses              n
//   result              M, then Q, then the mean loss
// Dispatch: x over the P·K entries of M, the P (P + 1)/2 of Q's lower triangle, and one more for the loss.

override WORKGROUP: u32 = 64;

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read> rows: array<vec4<f32>, ROWS_LENGTH>;
@group(0) @binding(2) var<storage, read> losses: array<f32, BATCH>;
@group(0) @binding(3) var<storage, read_write> result: array<f32, P * K + P * P + 1u>;

var<workgroup> lane_sums: array<f32, WORKGROUP>;

// What this lane has of ⟨row a, row b⟩.
fn part_of_product(a: u32, b: u32, lane: u32) -> f32 {
  var sum = 0.0;
  for (var c = lane; c < QUADS; c += WORKGROUP) { sum += dot(rows[quad_index(a, c)], rows[quad_index(b, c)]); }
  return sum;
}

@compute @workgroup_size(WORKGROUP)
fn overlaps(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let entry = group.x;
  let of_target = entry < P * K;
  let of_losses = entry == P * K + P * (P + 1u) / 2u;
  var row = 0u;
  var column = 0u;
  var sum = 0.0;
  if (of_target) {
    sum = part_of_product(K + entry / K, entry % K, lane);
  } else if (of_losses) {
    for (var i = lane; i < BATCH; i += WORKGROUP) { sum += losses[i]; }
    sum /= f32(BATCH);
  } else {
    column = entry - P * K;
    while (column > row) {
      row++;
      column -= row;
    }
    sum = part_of_product(K + row, K + column, lane);
  }
  lane_sums[lane] = sum;
  for (var half = WORKGROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { lane_sums[lane] += lane_sums[lane + half]; }
  }
  if (lane == 0u) {
    let total = lane_sums[0];
    if (of_target) {
      result[entry] = total;
    } else if (of_losses) {
      result[P * K + P * P] = total;
    } else {
      result[P * K + row * P + column] = total;
      result[P * K + column * P + row] = total;
    }
  }
}
