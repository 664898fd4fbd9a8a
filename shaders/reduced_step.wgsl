// reduced_step: steps of SGD on the overlaps of many runs, exact in law (2406.02157, with a Wishart draw for what is
// orthogonal); between a step and the next there is a barrier and no dispatch. With x the sample in the frame of (t, s)
// and G⊥ what the gradient has outside of it:
//   G = (1/n) Σ R x,   G⊥ G⊥ᵀ ~ Wishart_P(Σ R Rᵀ/n², d − p − k) given R,   that is G⊥ = T B in P axes more,
//   W ← W + γ (G, G⊥) under the constraint (update.wgsl has the formulas), then the frame is turned (Householder, from the
// right) until s is triangular again.
//   ensemble, slice, fixed, recorded, rows, work   reduced_run.wgsl
//   failed              runs: first step at which a row ceased to be finite
//   history             recorded steps × (M of all runs, runs × P × K; Q of all runs, runs × P × P)
// Dispatch: x over runs (from slice.first_run). Rows are shared out to lanes in turn, and so are samples.

const SPHERICAL = 2u;

@group(0) @binding(8) var<storage, read_write> failed: array<atomic<u32>>;
@group(0) @binding(9) var<storage, read_write> history: array<f32>;

// Written on the bits: a compiler may take it that no value is infinite or NaN.
fn finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

// The first row from `least` on that this lane has.
fn first_row(least: u32, lane: u32) -> u32 {
  return least + (lane + WORKGROUP - least % WORKGROUP) % WORKGROUP;
}

// T, lower triangular with T Tᵀ = Σ R Rᵀ, a lane a row; each works out the pivot for itself, so that a column costs one
// barrier. A pivot that is rounding gives a column of zeros: neurons that have met get the same noise.
fn factor_products(lane: u32, at: u32) {
  for (var j = 0u; j < P; j++) {
    for (var i = first_row(j, lane); i < P; i += WORKGROUP) {
      let mine = at + FACTOR_AT + i * P;
      let row = at + FACTOR_AT + j * P;
      let whole = product_sum(at, j, j);
      var pivot = whole;
      var rest = product_sum(at, i, j);
      for (var l = 0u; l < j; l++) {
        pivot -= work[row + l] * work[row + l];
        rest -= work[mine + l] * work[row + l];
      }
      work[mine + j] = select(rest / sqrt(pivot), 0.0, pivot <= 1e-6 * whole);
    }
    storageBarrier();
  }
}

// Row j + γ (its gradient, its share of the noise), in the P axes more.
fn move_row(j: u32, run: u32, at: u32) {
  let old = (run * P + j) * R;
  let moved = at + MOVED_AT + j * MOVED;
  let rate = ensemble.learning_rate / f32(BATCH);
  var along = 0.0;
  if (ensemble.constraint == SPHERICAL) {
    var square = 0.0;
    for (var a = 0u; a < R; a++) {
      let w = rows[old + a];
      along += gradient_sum(at, j, a) * w;
      square += w * w;
    }
    along /= square;
  }
  for (var a = 0u; a < R; a++) {
    let w = rows[old + a];
    work[moved + a] = w + rate * (gradient_sum(at, j, a) - along * w);
  }
  for (var l = 0u; l < P; l++) {
    var sum = 0.0;
    for (var m = 0u; m <= j; m++) { sum += work[at + FACTOR_AT + j * P + m] * work[at + BARTLETT_AT + m * P + l]; }
    work[moved + R + l] = rate * sum;
  }
}

// Turns the 2P axes outside span(W*) so that row i has nothing beyond axis i: reflection i sends what row i has from axis i
// on to (α, 0, …), α with the sign against cancellation.
fn turn_frame(lane: u32, at: u32) {
  for (var i = 0u; i < P; i++) {
    let mirror = at + MOVED_AT + i * MOVED + K;
    let reflection = at + REFLECTIONS_AT + 2u * i;
    if (lane == i % WORKGROUP) {
      var square = 0.0;
      for (var c = i; c < 2u * P; c++) { square += work[mirror + c] * work[mirror + c]; }
      let norm = sqrt(square);
      let head = work[mirror + i];
      let alpha = select(norm, -norm, head > 0.0);
      work[mirror + i] = head - alpha;
      work[reflection] = alpha;
      work[reflection + 1u] = select(0.0, 1.0 / (norm * (norm + abs(head))), norm > 0.0);
    }
    storageBarrier();
    for (var j = first_row(i + 1u, lane); j < P; j += WORKGROUP) {
      let mine = at + MOVED_AT + j * MOVED + K;
      var product = 0.0;
      for (var c = i; c < 2u * P; c++) { product += work[mirror + c] * work[mine + c]; }
      product *= work[reflection + 1u];
      for (var c = i; c < 2u * P; c++) { work[mine + c] -= product * work[mirror + c]; }
    }
  }
}

// Row j in the turned frame, axes signed so that s has a positive diagonal, and under the constraint.
fn keep_row(j: u32, run: u32, step: u32, at: u32) {
  let row = (run * P + j) * R;
  let moved = at + MOVED_AT + j * MOVED;
  var square = 0.0;
  for (var a = 0u; a < R; a++) {
    var w = 0.0;
    if (a < K) {
      w = work[moved + a];
    } else if (a <= K + j) {
      let alpha = work[at + REFLECTIONS_AT + 2u * (a - K)];
      if (a == K + j) { w = abs(alpha); } else { w = select(work[moved + a], -work[moved + a], alpha < 0.0); }
    }
    rows[row + a] = w;
    square += w * w;
  }
  if (!finite(square)) { atomicMin(&failed[run], step + 1u); }
  if (ensemble.constraint == 0u) { return; }
  let scale = 1.0 / sqrt(square);
  for (var a = 0u; a < R; a++) { rows[row + a] *= scale; }
}

// Row j of M and of Q into the history.
fn write_overlaps(j: u32, run: u32, slot: u32) {
  let row = (run * P + j) * R;
  let overlaps = slot * ensemble.runs * P * R;
  for (var r = 0u; r < K; r++) {
    var sum = 0.0;
    for (var l = 0u; l <= r; l++) { sum += rows[row + l] * fixed[P + r * K + l]; }
    history[overlaps + (run * P + j) * K + r] = sum;
  }
  for (var l = 0u; l < P; l++) {
    var sum = 0.0;
    for (var a = 0u; a < R; a++) { sum += rows[row + a] * rows[(run * P + l) * R + a]; }
    history[overlaps + ensemble.runs * P * K + (run * P + j) * P + l] = sum;
  }
}

@compute @workgroup_size(WORKGROUP)
fn reduced_step(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let run = slice.first_run + group.x;
  let seed = ensemble.seed + run;
  let at = group.x * WORK;
  var record = slice.record;
  for (var i = 0u; i < slice.steps; i++) {
    let step = slice.first_step + i;
    sum_over_batch(lane, run, step, seed, at);
    for (var j = lane; j < P; j += WORKGROUP) { draw_row(j, step, seed, at + BARTLETT_AT + j * P); }
    factor_products(lane, at);
    for (var j = lane; j < P; j += WORKGROUP) { move_row(j, run, at); }
    turn_frame(lane, at);
    for (var j = lane; j < P; j += WORKGROUP) { keep_row(j, run, step, at); }
    storageBarrier();
    if (recorded[record] == step + 1u) {
      for (var j = lane; j < P; j += WORKGROUP) { write_overlaps(j, run, record - slice.history); }
      record++;
    }
  }
}
