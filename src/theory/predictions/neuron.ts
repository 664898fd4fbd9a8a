// What an activation contributes to the first steps: the orders it can feel, and its averages with itself.

import { projectHermite } from '../../math/hermite-basis.ts';
import { factorial } from '../../math/hermite.ts';
import { gaussHermite, REACH, type Rule } from '../../math/quadrature.ts';
import { activationVariables, type Link, parseLink } from '../../model/link.ts';
import { univariatePolynomial } from '../../model/polynomial.ts';
import { marginalRule, profileOf } from '../marginal.ts';

export interface NeuronAverages {
  /** E[σ′ He_(n−1)] for n ≥ 1, which is E[σ He_n] for a σ without jumps; 0 where it is rounding. */
  coefficient(order: number): number;
  /** The degree of a polynomial activation, beyond which it feels no order; null for any other. */
  readonly degree: number | null;
  /** E σ′². */
  readonly slope: number;
  /** Averages that only the square loss needs; NaN where quadrature does not give them. */
  readonly mean: number;
  readonly second: number;
  /** E[σ σ′ λ], E[σ σ′²], E[σ² σ′²]. */
  readonly selfPull: number;
  readonly skew: number;
  readonly quartic: number;
}

/** With λ ~ N(0, 1). Null when σ′ is not to be integrated, or not square-integrable. */
export function neuronAverages(activation: string): NeuronAverages | null {
  const link = parseLink(activation, activationVariables());
  const [sigma, slope] = [oneVariable(link), oneVariable(link.derivative('x'))];
  const powers = univariatePolynomial(link);
  // The slope has its kinks where σ has; alone it may be too small far out to be told from rounding, as 1 − tanh² is.
  // For a polynomial the rule is exact up to the last average below.
  const rule = powers ? gaussHermite(Math.max(2 * powers.length, MOST_ORDERS)) : marginalRule(profileOf(sigma), 1);
  if (rule === null) return null;
  const mean = (f: (x: number) => number): number => average(rule, f, powers !== null);
  const slopeSquare = mean((x) => slope(x) ** 2);
  if (!Number.isFinite(slopeSquare)) return null;
  const orders = projectHermite(rule.nodes, rule.weights.map((w, i) => w * slope(rule.nodes[i])), MOST_ORDERS - 1);
  return {
    coefficient(order) {
      const value = orders[order - 1] ?? 0;
      return Math.abs(value) > 1e-9 * Math.sqrt(slopeSquare) ? value * Math.sqrt(factorial(order - 1)) : 0;
    },
    degree: powers && powers.length - 1,
    slope: slopeSquare,
    mean: mean(sigma),
    second: mean((x) => sigma(x) ** 2),
    selfPull: mean((x) => sigma(x) * slope(x) * x),
    skew: mean((x) => sigma(x) * slope(x) ** 2),
    quartic: mean((x) => (sigma(x) * slope(x)) ** 2),
  };
}

/** Orders above the exponents that anyone has a use for: a target felt at none of them counts as felt at none. */
export const MOST_ORDERS = 12;

function oneVariable(link: Link): (x: number) => number {
  const point = [0];
  return (x) => {
    point[0] = x;
    return link.evaluate(point);
  };
}

/** NaN when panels as narrow, or as far out, as an integrable f has nothing in carry a part of it. */
function average({ nodes, weights }: Rule, f: (x: number) => number, exact: boolean): number {
  let [sum, size, doubtful] = [0, 0, 0];
  for (let i = 0; i < nodes.length; i++) {
    const part = weights[i] * f(nodes[i]);
    sum += part;
    size += Math.abs(part);
    if (Math.abs(nodes[i]) > REACH - 0.2 || (i > 0 && nodes[i] - nodes[i - 1] < 1e-10)) doubtful += Math.abs(part);
  }
  return exact || doubtful <= 1e-9 * size ? sum : NaN;
}
