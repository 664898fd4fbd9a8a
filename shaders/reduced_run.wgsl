// reduced_run: what the kernel of an ensemble sees: thousands of runs of one experiment that differ by their seed, one
// workgroup a run, each the Markov chain of the overlaps (2406.02157 in theory; exact in law at any finite d and n).
//
// A run's state is not (M, Q) but W in an orthonormal frame whose first K axes span W*: row j is (t_j, s_j), K + P numbers
// with s lower triangular, so M = t Lᵀ with L Lᵀ = W* W*ᵀ, and Q = t tᵀ + s sᵀ. Float32 then errs by 1e-7 of the weights, not
// of their products: of two neurons that have almost met, Q alone would know their distance to 3e-4 only.
//
// Before this file comes the generated shape: P (neurons), K (directions), BATCH (n), WORKGROUP, SUMS (words of a group's
// sums, which reduced_sums_private.wgsl lays out).
// Library: no entry point.

const R = K + P;
// The samples' draws; src/math/streams.ts has the list of streams.
const STREAM_FIELDS = 64u;

struct Ensemble {
  runs: u32,
  seed: u32,            // of run 0; run i has seed + i
  constraint: u32,      // 0: none, 1: projected, 2: spherical
  degrees: u32,         // columns of B where they are fewer than P; else P, and B is Bartlett's triangle
  freedom: f32,         // ν = d − p − k
  learning_rate: f32,   // γ
  noise: f32,           // √Δ
}

struct Slice {
  first_run: u32,
  first_step: u32,      // steps made before
  steps: u32,
  record: u32,          // index of the next recorded step in `recorded`
  history: u32,         // index of the recorded step that `history` begins with
}

@group(0) @binding(0) var<uniform> ensemble: Ensemble;
@group(0) @binding(1) var<uniform> slice: Slice;
// c a_j (P), then L of W* W*ᵀ (K × K).
@group(0) @binding(2) var<storage, read> fixed: array<f32, P + K * K>;
// Recorded steps, ascending, then 2³² − 1.
@group(0) @binding(3) var<storage, read> recorded: array<u32>;
// runs × P × R: (t, s).
@group(0) @binding(4) var<storage, read_write> rows: array<f32>;
// WORK words for each workgroup of a dispatch.
@group(0) @binding(5) var<storage, read_write> work: array<f32>;

// Parts of `work`: sums over the batch; T with T Tᵀ = Σ R Rᵀ (P × P); B (P × P); W after the step, before its frame is
// turned (P × (R + P)); what the turning keeps of each reflection (P pairs).
const FACTOR_AT = SUMS;
const BARTLETT_AT = FACTOR_AT + P * P;
const MOVED_AT = BARTLETT_AT + P * P;
const MOVED = R + P;
const REFLECTIONS_AT = MOVED_AT + P * MOVED;
const WORK = REFLECTIONS_AT + 2u * P;
