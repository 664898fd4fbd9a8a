// run: what is fixed for a run, as every kernel of the dense engine sees it. The engine writes the same names.
//
// All is laid out in blocks of four rows by four coordinates (a quad). Rows are the K of W* and then the P of W, so a row's
// index is its field's. The quad c of row r is at (⌊r/4⌋ · quads + c) · 4 + r mod 4; the last quad and the last block are
// padded with zeros. A 4×4 matrix then holds a quad of each of four rows as its columns: z · block is four fields at once.
// Sums are named, not kept in arrays, in the inner loops: an index known at compile time is a register, another is memory.
//
// Before this file comes the generated shape, the sizes as constants: P (neurons), K (directions), BATCH (n), QUADS (⌈d/4⌉),
// CHUNKS × CHUNK_QUADS (how `preactivations` cuts a row), PARTIALS × PARTIAL_SAMPLES (how the gradient cuts the batch),
// ROW_CHUNKS × ROW_CHUNK_QUADS (how `reduce` and `update` cut a row), READOUT_PARTIALS × READOUT_SAMPLES (how
// `readout_gradient` cuts the batch), LANES, in groups of GROUP (the threads that
// share a sample in `batch_gradient`), LENGTHS (1 where |z|² is kept beside the fields, as one more of them: look-ahead),
// DATASET (N, 0 where batches are fresh). Arrays in memory have their sizes from these too: an index into an array of unknown length costs three times as
// much on SwiftShader.
// Library: no entry point.

const FIELDS = K + P;
const FIELD_BLOCKS = (FIELDS + LENGTHS + 3u) / 4u;
const NEURON_BLOCKS = (P + 3u) / 4u;

// Lengths in vec4 of W* and W, of a gradient, of a batch's fields and of its residuals (one sample more where n is odd).
const ROWS_LENGTH = FIELD_BLOCKS * QUADS * 4u;
const GRADIENT_LENGTH = NEURON_BLOCKS * QUADS * 4u;
const FIELDS_LENGTH = BATCH * FIELD_BLOCKS;
const RESIDUALS_LENGTH = (BATCH + 1u) / 2u * 2u * NEURON_BLOCKS;

struct Run {
  dimension: u32,       // d
  seed: u32,
  reuse: u32,           // consecutive steps made on one batch; 0: all on batch 0
  constraint: u32,      // 0: none, 1: projected, 2: spherical
  learning_rate: f32,   // γ
  square: f32,          // 1: e = y − f (square loss), 0: e = y (correlation loss)
  scale: f32,           // c in f = c Σ_j a_j σ(λ_j)
  noise: f32,           // √Δ
  kept: f32,            // 1 − γλ, λ the weight decay
  rho: f32,             // ρ of the look-ahead
  readout_rate: f32,    // γ_a c / n, 0 where the readout stays as it is
}

// Where a dispatch begins, when a long one is cut into several.
struct Slice {
  first: u32,
}

// The batch of a step: where its samples are among the counters, and how many they are.
struct Visit {
  batch: u32,
  first: u32,           // counter of the batch's sample 0
  size: u32,
}

// Index of quad c of row r.
fn quad_index(row: u32, c: u32) -> u32 {
  return ((row >> 2u) * QUADS + c) * 4u + (row & 3u);
}
