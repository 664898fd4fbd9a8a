// How a target depends on its variables, found by evaluating it: which of them interact, and whether a function of
// several is one of a single direction. An identity that holds at hundreds of points to rounding is taken for true.

import type { Link } from '../model/link.ts';

type Point = Float64Array;

/** Points spread over [−4, 4]^k by powers of the golden ratio's kin: the same at every call. */
function* points(k: number, count: number): Generator<Point> {
  // The positive root of x^{k+1} = x + 1 makes the most even additive recurrence in k dimensions (Roberts 2018).
  let root = 1.5;
  for (let i = 0; i < 50; i++) root = (1 + root) ** (1 / (k + 1));
  for (let n = 1; n <= count; n++)
    yield Float64Array.from({ length: k }, (_, r) => 8 * ((0.5 + n * root ** -(r + 1)) % 1) - 4);
}

const agree = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= 1e-11 * scale;

/**
 * The variables in groups such that h is a sum over groups: r and s are joined when the mixed difference
 * h − h(without r) − h(without s) + h(without both) is not zero. Null when h is not finite somewhere.
 */
export function groupVariables(h: (z: Point) => number, k: number): number[][] | null {
  const group = Array.from({ length: k }, (_, r) => r);
  const spread = [...points(k, 201)];
  for (let i = 1; i < spread.length; i++)
    for (let r = 0; r < k; r++)
      for (let s = 0; s < r; s++) {
        const corner = (left: boolean, right: boolean): number => {
          const z = Float64Array.from(spread[i]);
          if (left) z[r] = spread[i - 1][r];
          if (right) z[s] = spread[i - 1][s];
          return h(z);
        };
        const values = [corner(false, false), corner(true, true), corner(true, false), corner(false, true)];
        if (!values.every(Number.isFinite)) return null;
        const scale = Math.max(1e-3, ...values.map(Math.abs));
        if (!agree(values[0] + values[1], values[2] + values[3], scale)) {
          const [from, to] = [group[r], group[s]];
          for (let t = 0; t < k; t++) if (group[t] === from) group[t] = to;
        }
      }
  return [...new Set(group)].map((name) => group.flatMap((own, r) => (own === name ? [r] : [])));
}

/**
 * The part of the target that depends on one group, as a function of the whole point: the others stand at a base point,
 * and what the target is there goes to the first group alone.
 */
export function restrict(link: Link, group: readonly number[], first: boolean): (z: Point) => number {
  const k = link.variables.length;
  const zero = new Float64Array(k);
  // 0 keeps constants out of the parts; an expression like log(abs(z1)) is not finite there.
  const base = Number.isFinite(link.evaluate(zero)) ? zero : zero.map((_, r) => Math.sqrt(r + 2) - 1);
  const offset = first ? 0 : link.evaluate(base);
  const at = Float64Array.from(base);
  return (z) => {
    for (const r of group) at[r] = z[r];
    return link.evaluate(at) - offset;
  };
}

/** v such that h depends on the group through ⟨v, z⟩ alone, its largest entry ±1; null when there is none. */
export function ridgeDirection(link: Link, h: (z: Point) => number, group: readonly number[]): Point | null {
  const k = link.variables.length;
  const direction = new Float64Array(k);
  if (group.length === 1) direction[group[0]] = 1;
  else {
    const gradient = group.map((r) => link.derivative(link.variables[r]));
    for (const z of points(k, 20)) {
      const slopes = gradient.map((slope) => slope.evaluate(z));
      const largest = slopes.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
      if (!(Math.abs(largest) > 1e-3)) continue;
      group.forEach((r, i) => (direction[r] = slopes[i] / largest));
      break;
    }
  }
  const square = direction.reduce((sum, v) => sum + v * v, 0);
  if (square === 0) return null;
  for (const z of points(k, 200)) {
    const t = direction.reduce((sum, v, r) => sum + v * z[r], 0) / square;
    const [here, there] = [h(z), h(direction.map((v) => v * t))];
    if (!agree(here, there, Math.max(1e-3, Math.abs(here)))) return null;
  }
  return direction;
}
