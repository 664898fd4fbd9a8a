// reduced_sums: Σ R_j x_a and Σ R_j R_l over the batch, for more neurons than a lane has registers for their sums. A chunk
// of samples, one a lane, is written down as columns of y = (x, R) padded to blocks of four (`stage_sample`, which is
// generated); then a lane adds up R yᵀ over the chunk, or over its share of it, for one block of four neurons by one of
// four columns.
//   stage               groups × WORKGROUP samples × COLUMNS blocks
//   tiles               groups × PARTS × TILES, columns 0 … 3 for the neurons of the block
// Library: needs reduced_run.wgsl and the generated sample. Takes the place of reduced_sums_private.wgsl.

const COORDINATE_BLOCKS = (R + 3u) / 4u;
const NEURON_BLOCKS = (P + 3u) / 4u;
const COLUMNS = COORDINATE_BLOCKS + NEURON_BLOCKS;
const TILES = NEURON_BLOCKS * COLUMNS;
// Where there are more lanes than tiles, this many share a tile's samples.
const PARTS = max(1u, WORKGROUP / TILES);

@group(0) @binding(6) var<storage, read_write> stage: array<vec4<f32>>;
@group(0) @binding(7) var<storage, read_write> tiles: array<mat4x4<f32>>;

fn sum_over_batch(lane: u32, run: u32, step: u32, seed: u32, at: u32) {
  let group = at / WORK;
  let samples = group * WORKGROUP * COLUMNS;
  let sums = group * PARTS * TILES;
  for (var i = lane; i < PARTS * TILES; i += WORKGROUP) { tiles[sums + i] = mat4x4<f32>(); }
  for (var first = 0u; first < BATCH; first += WORKGROUP) {
    stage_sample(first + lane, run, step, seed, samples + lane * COLUMNS);
    storageBarrier();
    for (var i = lane; i < PARTS * TILES; i += WORKGROUP) {
      let tile = i % TILES;
      var sum = mat4x4<f32>();
      for (var s = i / TILES; s < WORKGROUP; s += PARTS) {
        let y = stage[samples + s * COLUMNS + tile % COLUMNS];
        let r = stage[samples + s * COLUMNS + COORDINATE_BLOCKS + tile / COLUMNS];
        sum += mat4x4<f32>(r.x * y, r.y * y, r.z * y, r.w * y);
      }
      tiles[sums + i] += sum;
    }
    storageBarrier();
  }
}

fn tile_sum(at: u32, j: u32, column: u32) -> f32 {
  let first = at / WORK * PARTS * TILES + (j >> 2u) * COLUMNS + (column >> 2u);
  var sum = 0.0;
  for (var part = 0u; part < PARTS; part++) { sum += tiles[first + part * TILES][j & 3u][column & 3u]; }
  return sum;
}

fn gradient_sum(at: u32, j: u32, a: u32) -> f32 {
  return tile_sum(at, j, a);
}

fn product_sum(at: u32, j: u32, l: u32) -> f32 {
  return tile_sum(at, j, 4u * COORDINATE_BLOCKS + l);
}
