// A curve of a million points looks like one of two hundred, when they are spread as the axis spreads them.

import type { ScaleKind } from './axis.ts';

/** Points per curve: about 220, fewer when there are hundreds of curves, so that a frame stays cheap. */
export function pointsFor(curves: number): number {
  return Math.round(Math.min(220, Math.max(48, 12_000 / Math.max(curves, 1))));
}

/**
 * Indices into increasing `steps`, at most about `most` of them, evenly spaced on a linear or a logarithmic axis. The
 * first and the last are always kept, and so is everything when there is little.
 */
export function thinIndices(steps: ArrayLike<number>, kind: ScaleKind, most = 220): number[] {
  const n = steps.length;
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  const along = kind === 'log' ? (step: number) => Math.log1p(step) : (step: number) => step;
  const from = along(steps[0]);
  const gap = (along(steps[n - 1]) - from) / (most - 1);
  const kept = [0];
  let next = from + gap;
  for (let i = 1; i < n - 1; i++) {
    const place = along(steps[i]);
    if (place < next) continue;
    kept.push(i);
    next = Math.max(next + gap, from + Math.floor((place - from) / gap) * gap + gap);
  }
  kept.push(n - 1);
  return kept;
}
