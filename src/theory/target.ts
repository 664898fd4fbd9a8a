// What the risk needs of any target that can be had exactly: polynomials in any number of directions, sums of functions
// of one direction each, functions of two directions, and sums of all these over independent groups of directions.

import { flatten } from '../math/linalg.ts';
import type { Link } from '../model/link.ts';
import { polynomialOf, univariatePolynomial } from '../model/polynomial.ts';
import { gramFactor } from './gram.ts';
import { groupVariables, restrict, ridgeDirection } from './groups.ts';
import { planeMoments } from './plane.ts';
import { cosines, polynomialTarget, type TargetMoments } from './polynomial-target.ts';
import { type Ridge, ridgeOf, ridgeTarget } from './ridge.ts';

/** Null where neither algebra nor quadrature gives the moments. `gram`: P, null for orthonormal directions. */
export function targetMoments(link: Link, gram: readonly (readonly number[])[] | null): TargetMoments | null {
  const k = link.variables.length;
  const L = gramFactor(gram, k);
  const P = L && flatten(gram!);
  const polynomial = polynomialOf(link);
  if (polynomial) return polynomialTarget(polynomial, k, L);
  const point = new Float64Array(k);
  if (k === 1) {
    const g = (t: number): number => link.evaluate([t]);
    const ridge = ridgeOf(g, univariatePolynomial(link), new Float64Array([1]), null);
    return ridge && ridgeTarget([ridge], null);
  }
  const groups = groupVariables((z) => link.evaluate(z), k);
  if (groups === null) return null;
  const ridges: Ridge[] = [];
  const parts: TargetMoments[] = [];
  for (const [index, group] of groups.entries()) {
    const h = restrict(link, group, index === 0);
    const direction = ridgeDirection(link, h, group);
    if (direction) {
      const along = (t: number): number => h(direction.map((v) => v * t));
      // Along v / |v|², so that ⟨v, λ*⟩ = t at the point t v / |v|².
      const square = direction.reduce((sum, v) => sum + v * v, 0);
      const ridge = ridgeOf((t) => along(t / square), null, direction, P);
      if (ridge === null) return null;
      ridges.push(ridge);
    } else if (group.length === 2 && (P === null || k === 2)) {
      const plane = planeTarget(h, group, point, P === null ? null : L);
      if (plane === null) return null;
      parts.push(plane);
    } else return null;
  }
  if (ridges.length > 0) parts.push(ridgeTarget(ridges, P));
  return parts.length === 1 ? parts[0] : independentSum(parts);
}

/** h of two of the directions; with L (then k = 2) they are λ* = L ζ. */
function planeTarget(
  h: (z: Float64Array) => number,
  [first, other]: readonly number[],
  point: Float64Array,
  L: Float64Array | null,
): TargetMoments | null {
  const moments = planeMoments((x, y) => {
    point[first] = L === null ? x : L[0] * x;
    point[other] = L === null ? y : L[2] * x + L[3] * y;
    return h(point);
  });
  return (
    moments && {
      ...moments,
      average(m, neuron) {
        const cosine = cosines(m, L, neuron.variance);
        return moments.average(cosine[first], cosine[other], neuron);
      },
    }
  );
}

/** The sum of targets that depend on independent directions. */
function independentSum(parts: readonly TargetMoments[]): TargetMoments {
  const mean = parts.reduce((sum, part) => sum + part.mean, 0);
  return {
    mean,
    second: parts.reduce((sum, part) => sum + part.second - part.mean ** 2, mean ** 2),
    error: parts.reduce((sum, part) => sum + part.error, 0),
    average(m, neuron) {
      const sum = { value: 0, error: 0 };
      for (const part of parts) {
        const { value, error } = part.average(m, neuron);
        sum.value += value;
        sum.error += error;
      }
      return sum;
    },
  };
}
