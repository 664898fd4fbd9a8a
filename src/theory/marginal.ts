// A one-variable function s as theory sees it, and s(√q g) as an element of L²(N(0, 1)): its second moment, its
// Hermite coefficients and what they leave out. Everything about a pair of fields follows from two such marginals.

import { projectHermite, ROUNDING } from '../math/hermite-basis.ts';
import { type Panels, resolve } from '../math/panels.ts';
import { mergeBreaks, normalPanelRule, normalTrapezoid, REACH, type Rule } from '../math/quadrature.ts';
import { type ClosedForm, closedForm, closedSpectrum, pairClosed } from './closed.ts';
import { polynomialSeries, type Series, type Spectrum } from './series.ts';

export interface Profile {
  evaluate(x: number): number;
  /** Coefficients of powers of x, constant first, when s is a polynomial. */
  readonly polynomial: readonly number[] | null;
  readonly closed: ClosedForm | null;
  /** Panels that resolve s on [−reach, reach]. Null when s is not finite there, or too rough. */
  panels(reach: number): Panels | null;
}

/** s(√q g) with g ~ N(0, 1). */
export interface Marginal extends Series {
  readonly profile: Profile;
}

const noMore: Panels = { breaks: [], kinks: [] };

/** `kinks`: the points, if known, at which f is not smooth; others are found. */
export function profileOf(
  f: (x: number) => number,
  polynomial: readonly number[] | null = null,
  kinks: readonly number[] = [],
): Profile {
  let [known, extent]: [Panels | null, number] = [noMore, 0];
  return {
    evaluate: f,
    polynomial,
    closed: polynomial && polynomial.length > 2 ? null : closedForm(f),
    panels(reach) {
      if (reach > extent && known) {
        extent = 16;
        while (extent < reach) extent *= 2;
        known = resolve(f, dyadic(extent), [...kinks]);
      }
      return known;
    },
  };
}

/** 0, ±1, ±2, ±4 … ±extent: what a link does near 0 it rarely does far out. */
function dyadic(extent: number): number[] {
  const positive = [1];
  while (positive[positive.length - 1] < extent) positive.push(2 * positive[positive.length - 1]);
  return [...positive.map((x) => -x).toReversed(), 0, ...positive];
}

/** Gaussian rule on which s(√q g) and its products with Hermite polynomials are integrated to rounding. */
export function marginalRule(profile: Profile, variance: number): Rule | null {
  const root = Math.sqrt(variance);
  const panels = profile.panels(REACH * root);
  if (panels === null) return null;
  return normalPanelRule(mergeBreaks(-REACH, REACH, 1, root > 0 ? panels.breaks.map((x) => x / root) : []));
}

/** Null when s(√q g) is not finite, not square-integrable or too rough for quadrature. */
export function marginalOf(profile: Profile, variance: number): Marginal | null {
  if (!Number.isFinite(variance)) return null;
  const q = Math.max(variance, 0);
  if (profile.polynomial) return { profile, ...polynomialSeries(profile.polynomial, q) };
  return profile.closed ? closedMarginal(profile, profile.closed, q) : generalMarginal(profile, q);
}

function closedMarginal(profile: Profile, closed: ClosedForm, q: number): Marginal {
  const second = pairClosed(closed, closed, q, q, q);
  const make = (degree: number): Spectrum => {
    const { coefficients, tail } = closedSpectrum(closed, q, degree);
    return { coefficients, tails: tailsOf(coefficients, second, tail) };
  };
  return { profile, variance: q, second, spectrum: growing(make) };
}

function generalMarginal(profile: Profile, q: number): Marginal | null {
  const rule = trapezoidRule(profile, q) ?? marginalRule(profile, q);
  if (rule === null) return null;
  const root = Math.sqrt(q);
  const values = rule.nodes.map((u) => profile.evaluate(root * u));
  let [second, narrow, edge] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const part = rule.weights[i] * values[i] * values[i];
    second += part;
    // In panels this narrow (nodes 1e-10 apart) or this far out, an integrable s has nothing.
    if (i > 0 && rule.nodes[i] - rule.nodes[i - 1] < 1e-10) narrow += part;
    if (Math.abs(rule.nodes[i]) > REACH - 0.2) edge += part;
  }
  if (!Number.isFinite(second) || narrow + edge > 1e-9 * second) return null;
  const weighted = values.map((value, i) => rule.weights[i] * value);
  const make = (degree: number): Spectrum => {
    const coefficients = projectHermite(rule.nodes, weighted, degree, second);
    const short = coefficients.length <= degree;
    return { coefficients, tails: tailsOf(coefficients, second, short ? (10 * ROUNDING) ** 2 * second : extrapolated(coefficients)) };
  };
  return { profile, variance: q, second, spectrum: growing(make) };
}

/** Remembers the longest spectrum that was asked for. */
function growing(make: (degree: number) => Spectrum): (degree: number) => Spectrum {
  let [known, asked]: [Spectrum | null, number] = [null, -1];
  return (degree) => {
    if (known === null || degree > asked) [known, asked] = [make(degree), degree];
    return known;
  };
}

/** The trapezoid's step, halved until it is right for s²: an analytic s needs far fewer nodes than panels have. */
function trapezoidRule(profile: Profile, q: number): Rule | null {
  const root = Math.sqrt(q);
  const panels = profile.panels(REACH * root);
  if (panels === null || panels.kinks.length > 0) return null;
  let before = Infinity;
  for (const rule of TRAPEZOIDS) {
    let sum = 0;
    for (let i = 0; i < rule.nodes.length; i++) sum += rule.weights[i] * profile.evaluate(root * rule.nodes[i]) ** 2;
    // The finer of the two: s He_n varies faster than s², and at 0.25 its coefficients alias from n = 100 on.
    if (Math.abs(sum - before) <= 1e-14 * sum) return rule;
    before = sum;
  }
  return null;
}

const TRAPEZOIDS = [0.25, 0.125, 0.0625, 0.03125].map((step) => normalTrapezoid(step));

/**
 * tails[n] for all n from what is left of the second moment beyond the last, which `estimate` gives where it is below
 * the 1e-15 that Parseval's difference cannot see.
 */
function tailsOf(coefficients: Float64Array, second: number, estimate: number): Float64Array {
  const tails = new Float64Array(coefficients.length);
  const last = coefficients.length - 1;
  let rest = second;
  for (const c of coefficients) rest -= c * c;
  tails[last] = Math.min(Math.max(rest, 1e-15 * second), estimate);
  for (let n = last - 1; n >= 0; n--) tails[n] = tails[n + 1] + coefficients[n + 1] ** 2;
  return tails;
}

/** The rest of a series that falls fast, from its last two blocks of 16; Infinity where it falls like a power. */
function extrapolated(coefficients: Float64Array): number {
  const n = coefficients.length;
  if (n < 48) return Infinity;
  const energy = (from: number): number => coefficients.subarray(from, from + 16).reduce((sum, c) => sum + c * c, 0);
  const [before, last] = [energy(n - 32), energy(n - 16)];
  const ratio = last / before;
  return ratio < 0.5 ? (4 * last * ratio) / (1 - ratio) : Infinity;
}
