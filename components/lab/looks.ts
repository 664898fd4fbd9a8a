// How a preset is looked at when it is chosen: a figure of a paper is shown as the paper shows it.

import type { LabState } from './state.ts';
import { defaultLooks } from './state.ts';

/** Presets whose figure is of projections, with so many seeds as points. */
const projected: Readonly<Record<string, number>> = { 'reuse-tanh': 32, 'reuse-tanh-alpha5': 32 };

/** What changes besides the experiment when a preset is chosen, by its id; null when a setting is changed instead. */
export function lookOf(preset: string | null, { overlaps }: LabState): Partial<LabState> {
  if (preset === null) return {};
  if (Object.hasOwn(projected, preset)) return { overlaps: { ...defaultLooks.overlaps, show: 'projections' }, seeds: projected[preset] };
  // What came with another preset goes with it.
  return overlaps.show === 'projections' ? { overlaps: defaultLooks.overlaps, seeds: 1 } : {};
}
