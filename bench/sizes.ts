// The sizes that are timed, and the small ones on which contenders are first checked to do the same thing.

import type { Size } from './contender.ts';

/** The sizes of theory/performance.md: many samples, square, few samples of many coordinates, large. */
export const SIZES: readonly Size[] = [
  { id: 's1', d: 256, n: 16384, p: 4, k: 1, link: 'He3', gamma: 0.512, overlap: 0.0625, seed: 1 },
  { id: 's2', d: 4096, n: 4096, p: 4, k: 1, link: 'He3', gamma: 0.002, overlap: 0.0625, seed: 1 },
  { id: 's3', d: 10_000, n: 100, p: 2, k: 2, link: 'erf', gamma: 0.08, overlap: 0.0625, seed: 1 },
  { id: 's4', d: 65_536, n: 1024, p: 8, k: 2, link: 'He3', gamma: 1.6e-5, overlap: 0.0625, seed: 1 },
];

/**
 * Here ten steps from the same overlaps end at the same overlaps whoever draws the samples: batches large against d, or
 * a learning rate small enough for the noise to average out. A contender with another learning rate, another gradient
 * or no fresh batch ends elsewhere.
 */
export const CHECKS: readonly (Size & { tolerance: number })[] = [
  { id: 'check-He3', d: 32, n: 8192, p: 3, k: 1, link: 'He3', gamma: 0.05, overlap: 0.5, seed: 1, tolerance: 0.05 },
  { id: 'check-He3-k2', d: 32, n: 8192, p: 4, k: 2, link: 'He3', gamma: 0.1, overlap: 0.5, seed: 1, tolerance: 0.05 },
  { id: 'check-erf', d: 32, n: 8192, p: 2, k: 2, link: 'erf', gamma: 1, overlap: 0.3, seed: 1, tolerance: 0.02 },
  // s3 itself, whose overlaps double meanwhile.
  { ...SIZES[2], id: 'check-s3', tolerance: 0.025 },
];
export const CHECK_STEPS = 10;

/** Normals drawn by a step. */
export const normals = ({ n, d }: Size): number => n * d;

/** Floating-point operations of the three products alone, Z Wᵀ, Z W*ᵀ and rᵀZ; drawing the normals comes on top. */
export const productFlops = ({ n, d, p, k }: Size): number => 2 * n * d * (2 * p + k);

/** h* and σ as expressions of an experiment. */
export function expressions({ link, k }: Size): { target: string; activation: string } {
  const of = (argument: string): string => (link === 'He3' ? `He3(${argument})` : `erf(${argument}/sqrt(2))`);
  const terms = Array.from({ length: k }, (_, r) => of(`z${r + 1}`));
  return { target: k === 1 ? terms[0] : `(${terms.join(' + ')})/${k}`, activation: of('x') };
}
