// Averages over one Gaussian direction while the others stand still.

import { mergeBreaks, normalPanelRule, ROOT_2PI } from '../math/quadrature.ts';
import { smoothClosed } from './closed.ts';
import type { Profile } from './marginal.ts';

/** Half-width of a line when only the Gaussian, not its root, has to vanish at the ends: 6e-14 is left. */
export const CUT = 7.5;

/**
 * E f(g) for an analytic f. What is enough for the plane, where one direction averages over the other's lattice error,
 * is not for a line (3e-8 of tanh(z1 + He3(z2)) across z1): the step is halved until the sum moves by less than the root
 * of what is wanted, since halving it squares the error.
 */
export function lineMean(f: (v: number) => number, step: number, size: number): number {
  let mean = latticeSum(f, 2 * step, 0);
  for (let width = 2 * step; width > step / 8; width /= 2) {
    const finer = 0.5 * (mean + latticeSum(f, width, 0.5));
    if (Math.abs(finer - mean) <= 1e-7 * size) return finer;
    mean = finer;
  }
  return mean;
}

/** Σ width φ(v) f(v) over v = (i + offset)·width. */
function latticeSum(f: (v: number) => number, width: number, offset: number): number {
  const last = Math.ceil(CUT / width);
  let sum = 0;
  for (let i = -last; i <= last; i++) {
    const v = (i + offset) * width;
    sum += Math.exp(-0.5 * v * v) * f(v);
  }
  return (sum * width) / ROOT_2PI;
}

/** E s(mean + deviation·g). */
export function smoothed(profile: Profile, mean: number, deviation: number): number {
  if (profile.closed && !profile.polynomial) return smoothClosed(profile.closed, mean, deviation);
  if (!(deviation > 0)) return profile.evaluate(mean);
  const panels = profile.panels(Math.abs(mean) + CUT * deviation);
  const breaks = panels ? panels.breaks.map((at) => (at - mean) / deviation) : [];
  const { nodes, weights } = normalPanelRule(mergeBreaks(-CUT, CUT, 1.5, breaks));
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += weights[i] * profile.evaluate(mean + deviation * nodes[i]);
  return sum;
}
