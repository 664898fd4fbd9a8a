// What each dense kernel does by its formula, for the profile. Flops are the additions and multiplications of the products and
// sums over what the experiment has (d and p, not quads and blocks); drawing normals and evaluating the links are not among them,
// as in docs/performance.md. Bytes are those of the operands read once and the results written once: what is drawn never comes
// from memory, and what a kernel reads again should come from a cache.

import type { Work } from '../../gpu/profiler.ts';
import type { Layout } from './layout.ts';

export type WorkName = 'batch_gradient' | 'preactivations' | 'residuals' | 'gradient' | 'reduce' | 'update' | 'overlaps' | 'readout_gradient' | 'readout_update';

/** Of a dispatch over the whole batch, or over all rows. */
export function denseWork({ d, n, p, k, chunks, partials, rowChunks, lengths, readoutPartials }: Layout): Record<WorkName, Work> {
  const fields = p + k + (lengths ? 1 : 0);
  const [weights, rows] = [p * d, (p + k) * d];
  return {
    // Λ = Z [W*, W]ᵀ and then rᵀ Z.
    batch_gradient: { flops: 2 * n * d * fields + 2 * n * weights, bytes: 4 * (rows + partials * weights + n) },
    preactivations: { flops: 2 * n * d * fields, bytes: 4 * (rows + chunks * n * fields) },
    // Sums over the chunks of a row.
    residuals: { flops: n * chunks * fields, bytes: 4 * n * (chunks * fields + p + 1) },
    gradient: { flops: 2 * n * weights, bytes: 4 * (n * p + partials * weights) },
    // The mean of the partial sums; g·w, g·g and w·w.
    reduce: { flops: (partials + 6) * weights, bytes: 4 * ((partials + 2) * weights + 4 * p * rowChunks) },
    // αw + βg.
    update: { flops: 3 * weights, bytes: 4 * (3 * weights + 4 * p * rowChunks) },
    // Sums over the chunks of a row, and of e σ(λ_j).
    readout_gradient: { flops: n * (chunks * fields + 2 * p), bytes: 4 * (n * chunks * fields + readoutPartials * p) },
    readout_update: { flops: (readoutPartials + 2) * p, bytes: 4 * (readoutPartials + 2) * p },
    // M, the lower triangle of Q, and the mean loss.
    overlaps: { flops: 2 * d * (p * k + (p * (p + 1)) / 2) + n, bytes: 4 * (rows + n + p * k + p * p + 1) },
  };
}

/** Of a dispatch that is the share `share` of the whole. */
export const part = ({ flops, bytes }: Work, share: number): Work => ({ flops: share * flops, bytes: share * bytes });
