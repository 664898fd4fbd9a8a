// E[s(x) t(y)] for jointly Gaussian x, y: exact algebra for polynomials, closed forms, Mehler's series where it
// converges, and quadrature on panels that follow the kinks where it does not.

import { mergeBreaks, normalPanelRule, REACH } from '../math/quadrature.ts';
import { pairClosed } from './closed.ts';
import type { Marginal } from './marginal.ts';
import { correlation, type Estimate, mehler } from './series.ts';

/** A series is taken for the answer when its remainder is below this, relative to √(E s² E t²). */
const SERIES_TOLERANCE = 1e-10;

/** Tried in turn: at |ρ| = 0.9 the remainder beyond the last is 6e-10 of √(tail_s tail_t), itself 1e-4 for a ReLU. */
const DEGREES = [48, 200];

/** E[s(x) t(y)], x and y centred with covariance c; s and t carry the variances. */
export function pairAverage(s: Marginal, t: Marginal, c: number): Estimate {
  const [q, r] = [s.variance, t.variance];
  const rho = correlation(c, q, r);
  const scale = Math.sqrt(s.second * t.second);
  const [a, b] = [s.profile, t.profile];
  if (!a.polynomial && !b.polynomial && a.closed && b.closed)
    return { value: pairClosed(a.closed, b.closed, q, r, rho * Math.sqrt(q * r)), error: 1e-14 * scale };
  if (a.polynomial || b.polynomial)
    return mehler(s, t, rho, Math.min(a.polynomial?.length ?? Infinity, b.polynomial?.length ?? Infinity) - 1, true);
  for (const degree of DEGREES) {
    const series = mehler(s, t, rho, degree, false);
    if (series.error <= SERIES_TOLERANCE * scale) return series;
  }
  return { value: rotatedQuadrature(s, t, rho), error: 1e-11 * scale };
}

/**
 * Turned by half the angle between the fields, x = √q (κ a − ς b) and ±y = √r (κ a + ς b) with a, b independent and
 * κ² = (1 + |ρ|)/2. The kinks are then lines that cross the inner direction a
 * at least at 45°, and the inner integral is smooth in b except where two of them meet. Nothing degenerates as |ρ| → 1.
 */
function rotatedQuadrature(s: Marginal, t: Marginal, rho: number): number {
  const kappa = Math.sqrt((1 + Math.abs(rho)) / 2);
  const sigma = Math.sqrt(Math.max(1 - Math.abs(rho), 0) / 2);
  const [rootX, rootY] = [Math.sqrt(s.variance), (rho < 0 ? -1 : 1) * Math.sqrt(t.variance)];
  const x = features(s);
  const y = features(t).map((feature) => ({ ...feature, at: rho < 0 ? -feature.at : feature.at }));
  const meets = x.flatMap((u) => (u.kink ? y.filter((v) => v.kink).map((v) => (v.at - u.at) / (2 * sigma)) : []));
  const outer = normalPanelRule(mergeBreaks(-CUT, CUT, sigma > 0.1 ? WIDTH : 2 * WIDTH, meets));
  let sum = 0;
  for (let i = 0; i < outer.nodes.length; i++) {
    const shift = sigma * outer.nodes[i];
    const breaks = [...x.map((u) => (u.at + shift) / kappa), ...y.map((v) => (v.at - shift) / kappa)];
    const inner = normalPanelRule(mergeBreaks(-CUT, CUT, WIDTH, breaks));
    let line = 0;
    for (let l = 0; l < inner.nodes.length; l++) {
      const along = kappa * inner.nodes[l];
      line += inner.weights[l] * s.profile.evaluate(rootX * (along - shift)) * t.profile.evaluate(rootY * (along + shift));
    }
    sum += outer.weights[i] * line;
  }
  return sum;
}

/** Widest panel. */
const WIDTH = 1.5;
/** Half-width of the square: beyond it the Gaussian has 2e-17. */
const CUT = 8.5;

/** In g, the kinks of s(√q g) and those other breaks without which it would not be resolved. */
function features(s: Marginal): { at: number; kink: boolean }[] {
  const root = Math.sqrt(s.variance);
  const panels = s.profile.panels(REACH * root);
  if (panels === null || root === 0) return [];
  const { breaks, kinks } = panels;
  return breaks.flatMap((x, i) => {
    const kink = kinks.includes(x);
    const width = Math.min(x - (breaks[i - 1] ?? -Infinity), (breaks[i + 1] ?? Infinity) - x) / root;
    return kink || width < WIDTH / 2 ? [{ at: x / root, kink }] : [];
  });
}
