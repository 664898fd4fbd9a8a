// Where the canonical order of learning does not hold, or cannot be seen yet (theory/timescales.md section 5), in sentences.

import type { Problem, Spread } from './early.ts';
import type { Timescales } from './predictions.ts';

export interface Remark {
  readonly kind: 'floor' | 'stuck' | 'gap' | 'atoms' | 'inverted' | 'trap' | 'width' | 'dimension' | 'large' | 'overlap';
  readonly text: string;
}

export function remarksOn({ phi, sigma, readout, epsilon, dimension, overlaps }: Problem, spread: Spread, found: Omit<Timescales, 'overlapping' | 'remarks'>): Remark[] {
  const remarks: Remark[] = [];
  const say = (kind: Remark['kind'], text: string): void => void remarks.push({ kind, text });
  const figure = (value: number): string => String(Number(value.toPrecision(3)));
  const drives = phi.map((value, k) => value * sigma[k]);
  const top = drives.findLastIndex((drive) => drive !== 0);

  const deaf = found.degrees.filter(({ degree }) => sigma[degree] === 0).map(({ degree }) => degree);
  if (deaf.length > 0) say('floor', `The activation has no degree ${deaf.join(', ')}: the risk stays above ${figure(found.floor)}.`);
  const later = phi.some((value, k) => k >= 1 && value !== 0);
  if (later && !drives[1]) {
    const why = 'Without degree 1 in both target and activation, overlaps that are 0 stay 0';
    if (spread.reach === 0) say('stuck', `${why}: the risk stays at ${figure(found.floor)}.`);
    else say('stuck', `${why}; ${overlaps ? '' : `at d = ${dimension} `}they start from about ${overlaps ? figure(Math.sqrt(spread.reach)) : 'd^(−1/2)'}, and it takes long to escape.`);
  } else {
    const gaps = Array.from(drives.subarray(2, Math.max(2, top)), (_, i) => i + 2).filter((k) => drives[k] === 0);
    if (gaps.length > 0) say('gap', `Degree ${gaps.join(', ')} is missing from target or activation: those after it come later than the staircase has it.`);
  }
  if (spread.fast <= top && drives[1])
    say('atoms', `The readouts start from ${spread.values} different value${spread.values === 1 ? '' : 's'}: only degrees below ${spread.fast} are fast, and degree ${spread.fast} takes a time of order one.`);
  const kappa = Math.abs(drives[1] ?? 0);
  if (kappa > 0 && top > 1 && kappa < Math.sqrt(epsilon))
    say('inverted', `σ_1 φ_1 = ${figure(drives[1])} is below √ε = ${figure(Math.sqrt(epsilon))}: degree 1 may be learned after degree 2.`);
  if (epsilon > TRAPPED && opposed(drives))
    say('trap', `The signs of σₖ φₖ oppose each other: at ε = ${figure(epsilon)} neurons may gather at two overlaps and the risk stay where it is, for ever. The order is that of ε → 0.`);
  if (found.slowdown > 1.2)
    say('width', `Width ${readout.length} is not large beside m* = ${figure(found.crossoverWidth)}: the exact flow’s degree 1 grows ${figure(found.slowdown)} times slower than the mean field’s.`);
  if (overlaps && spread.reach * 10 > epsilon)
    say('dimension', `Overlaps of about ${figure(Math.sqrt(spread.reach))} at the start are not small beside √ε = ${figure(Math.sqrt(epsilon))}: times as they are from no overlap are a poor guide.`);
  if (!overlaps && dimension < Infinity && kappa > 0 && epsilon * dimension * spread.variance < 10)
    say('dimension', `εd times the readouts’ variance is ${figure(epsilon * dimension * spread.variance)}: the first overlaps, of order d^(−1/2), count as much as their growth, and infinite dimension is a poor guide.`);
  if (epsilon >= 0.3) say('large', `ε = ${figure(epsilon)} is not small: all degrees are learned at once, in one smooth descent.`);
  const blurred = found.plateaus.filter(({ separated }) => separated === false).map(({ after }) => after);
  if (blurred.length > 0)
    say('overlap', `At ε = ${figure(epsilon)} the ${blurred.length > 1 ? `plateaus after degrees ${blurred.slice(0, -1).join(', ')} and ${blurred.at(-1)} overlap` : `plateau after degree ${blurred[0]} overlaps`} with the next: heights after degree 1 converge slowly, like ε^(1/12).`);
  return remarks;
}

/** At |φ_k| = |σ_k| = 1 and φ_3 σ_3 < 0 the flow is trapped at ε ≥ 1e-4 and canonical at ε ≤ 1e-5. */
const TRAPPED = 3e-5;

/** Whether no choice of the signs of s and a makes all σ_k φ_k with k ≥ 1 positive. */
function opposed(drives: Float64Array): boolean {
  return [1, -1].every((s) => [1, -1].every((a) => drives.some((drive, k) => k >= 1 && a * s ** k * drive < 0)));
}
