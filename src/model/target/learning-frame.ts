// Orthonormal directions to look at a run along: first the one that the labels' mean points in, then the others in the
// order in which they are learned (arXiv 2402.03220 projects M on e = E[y z]/|E[y z]| and on its complement).

import type { TargetAnalysis } from './analysis.ts';
import { axes, complement, dot, type Rows, span } from './basis.ts';

export interface LearningFrame {
  /** k orthonormal rows in R^k, in coordinates of z. */
  readonly rows: Rows;
  /** What the first row is: E[y z]/|E[y z]|; where that is 0 the direction learned first; where none is learned an axis. */
  readonly by: 'mean' | 'order' | 'axes';
}

/** Directions of the analysis are sums over grids, some of them good to a few hundredths only: less than this is no new one. */
const STICKS_OUT = 0.1;

/** `reuse`: the order is that of steps which see a sample again, not that of one pass over the data. */
export function learningFrame({ directions: k, coefficients, sequence, generativeSequence }: TargetAnalysis, reuse: boolean): LearningFrame {
  const mean = axes(k).map((axis) => coefficients.find(({ powers }) => powers.every((power, r) => power === axis[r]))?.value ?? 0);
  const size = Math.hypot(...mean);
  const rows: Rows = size > 0 ? [mean.map((x) => x / size)] : [];
  for (const { directions } of reuse ? generativeSequence : sequence) rows.push(...span(directions, rows, STICKS_OUT).map(pointed));
  const by = size > 0 ? 'mean' : rows.length > 0 ? 'order' : 'axes';
  return { rows: [...rows, ...complement(rows, k).map(pointed)], by };
}

/** Of v and −v the one whose largest entry, the first among equals, is positive. */
function pointed(v: number[]): number[] {
  const most = Math.sqrt(dot(v, v)) * 1e-9;
  const largest = v.reduce((best, x) => (Math.abs(x) > Math.abs(best) + most ? x : best), 0);
  return largest < 0 ? v.map((x) => -x) : v;
}
