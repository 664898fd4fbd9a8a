import { describe, expect, it } from 'vitest';
import { pointsFor, thinIndices } from './thin.ts';

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i);

describe('thinning a long run', () => {
  it('leaves a short one alone', () => {
    expect(thinIndices(upTo(50), 'linear')).toEqual(upTo(50));
    expect(thinIndices([], 'log')).toEqual([]);
  });

  it.each(['linear', 'log'] as const)('keeps about 220 of 10,000 steps on a %s axis, first and last among them', (kind) => {
    const steps = upTo(10_000);
    const kept = thinIndices(steps, kind);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(10_000);
    expect(kept.length).toBeGreaterThan(kind === 'log' ? 120 : 200);
    expect(kept.length).toBeLessThanOrEqual(221);
    expect(kept.every((index, i) => i === 0 || index > kept[i - 1])).toBe(true);
  });

  it('keeps the first steps one by one on a logarithmic axis, where they are far apart', () => {
    expect(thinIndices(upTo(10_000), 'log').slice(0, 12)).toEqual(upTo(11));
  });

  it('spaces what it keeps evenly, even where steps are missing', () => {
    const steps = upTo(5000).filter((step) => step < 100 || step > 4000);
    const kept = thinIndices(steps, 'linear').map((i) => steps[i]);
    const gaps = kept.slice(1).map((step, i) => step - kept[i]);
    expect(gaps.filter((gap) => gap < 10).length).toBeLessThan(3);
  });

  it('gives each of 512 curves fewer points than one alone', () => {
    expect(pointsFor(1)).toBe(220);
    expect(pointsFor(512)).toBe(48);
  });
});
