// The dense engine's memory on the GPU: what there is, how large, and the uniform that says so to the kernels.

import { storage, uniform, type BufferPlan } from '../../gpu/buffer.ts';
import type { Layout } from './layout.ts';

export type BufferName = 'run' | 'slices' | 'state' | 'readout' | 'rows' | 'fields' | 'residual_blocks' | 'losses' | 'partial_gradient' | 'row_sums' | 'partial_readout' | 'overlaps';

/** Uniform offsets must be multiples of this on every adapter. */
export const SLICE_STRIDE = 256;

const RUN_BYTES = 44;

export function bufferPlans(layout: Layout, slices: number): Record<BufferName, BufferPlan> {
  const { n, p, k, quads, chunks, partials, rowChunks, kind, fieldBlocks, neuronBlocks, readoutPartials } = layout;
  const owned = kind === 'owned';
  return {
    run: uniform('dense/run', RUN_BYTES),
    slices: uniform('dense/slices', SLICE_STRIDE * slices),
    state: storage('dense/state', 4),
    readout: storage('dense/readout', p),
    rows: storage('dense/rows', 16 * fieldBlocks * quads),
    fields: storage('dense/fields', owned ? 1 : 4 * chunks * n * fieldBlocks),
    residual_blocks: storage('dense/residual_blocks', owned ? 1 : 8 * Math.ceil(n / 2) * neuronBlocks),
    losses: storage('dense/losses', n),
    partial_gradient: storage('dense/partial_gradient', 16 * partials * neuronBlocks * quads),
    row_sums: storage('dense/row_sums', 4 * p * rowChunks),
    partial_readout: storage('dense/partial_readout', 4 * readoutPartials * neuronBlocks),
    overlaps: storage('dense/overlaps', p * k + p * p + 1),
  };
}

export interface RunConstants {
  readonly seed: number;
  /** Gradient steps on a batch; 0: all on batch 0. */
  readonly reuse: number;
  readonly constraint: 'none' | 'projected' | 'spherical';
  readonly learningRate: number;
  readonly square: boolean;
  readonly scale: number;
  /** √Δ */
  readonly noise: number;
  /** λ */
  readonly weightDecay: number;
  /** ρ of the look-ahead, 0 without. */
  readonly rho: number;
  /** γ_a c / n, 0 where the readout stays as it is. */
  readonly readoutRate: number;
}

/** The struct `Run` of shaders/run.wgsl, field by field. */
export function runUniform(dimension: number, constants: RunConstants): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(RUN_BYTES);
  const constraint = { none: 0, projected: 1, spherical: 2 }[constants.constraint];
  new Uint32Array(bytes, 0, 4).set([dimension, constants.seed, constants.reuse, constraint]);
  const { learningRate, square, scale, noise, weightDecay, rho, readoutRate } = constants;
  new Float32Array(bytes, 16, 7).set([learningRate, square ? 1 : 0, scale, noise, 1 - learningRate * weightDecay, rho, readoutRate]);
  return new Uint8Array(bytes);
}

/** Rows of length d as float32 in the kernels' blocks (shaders/run.wgsl), padded with zeros to whole quads and blocks. */
export function toBlocks(rows: readonly (Float64Array | Float32Array)[], quads: number): Float32Array<ArrayBuffer> {
  const blocks = new Float32Array(16 * Math.ceil(rows.length / 4) * quads);
  rows.forEach((row, r) => {
    const base = 16 * Math.floor(r / 4) * quads + 4 * (r % 4);
    for (let i = 0; i < row.length; i++) blocks[base + 16 * (i >> 2) + (i & 3)] = row[i];
  });
  return blocks;
}

/** Rows `from` … `to` − 1 of length d out of blocks, one after the other. */
export function fromBlocks(blocks: Float32Array, from: number, to: number, d: number, quads: number): Float32Array {
  const rows = new Float32Array((to - from) * d);
  for (let r = from; r < to; r++) {
    const base = 16 * Math.floor(r / 4) * quads + 4 * (r % 4);
    for (let i = 0; i < d; i++) rows[(r - from) * d + i] = blocks[base + 16 * (i >> 2) + (i & 3)];
  }
  return rows;
}
