// Which targets have no Hermite expansion: those that are not finite, or of which E h*² is not.

import type { Link } from '../link.ts';
import { axes } from './basis.ts';
import { gaussianPoint } from './frame.ts';
import { divisorsOf, switchesOf } from './switches.ts';

/** A target that cannot be analysed. The message is a sentence: what was found, and what is allowed. */
export class UnfitTarget extends Error {
  override readonly name = 'UnfitTarget';
}

/** Share of E h*² that may be left out beyond the reach. */
const BEYOND = 1e-6;
/** Here what grows as fast as the Gaussian weight falls has shown it. */
const FAR = 36;
const RAYS = 48;

/** The value at z; throws UnfitTarget where it is not finite. */
export function finiteValue(link: Link, z: Float64Array): number {
  const y = link.evaluate(z);
  if (!Number.isFinite(y)) throw new UnfitTarget(`${quote(link)} is ${String(y)} at ${placeOf(z)}; a target must be finite at every z and E h*² finite`);
  return y;
}

/** The least of `reaches` beyond which nothing that counts is left, for a target of this mean and spread. */
export function reachOf(link: Link, k: number, mean: number, spread: number, reaches: readonly number[]): number {
  // Beside the axes, not on them: there log(abs(z1*z2)) is infinite.
  const near = axes(k).flatMap((v, j) => [1, -1].map((sign) => v.map((x, i) => sign * x + 0.003 * gaussianPoint(k, j)[i])));
  const rays = [...near, ...Array.from({ length: RAYS }, (_, i) => [...gaussianPoint(k, i)])].map((v) => {
    const size = Math.hypot(...v);
    return v.map((x) => x / size);
  });
  /** log of h² r^{k−1} times the weight, on the ray where it is largest. */
  const shell = (r: number) =>
    Math.max(
      ...rays.map((v) => {
        const z = Float64Array.from(v, (x) => x * r);
        const y = Math.abs(link.evaluate(z) - mean) / spread;
        return Number.isNaN(y) ? -Infinity : 2 * Math.log(y) + (k - 1) * Math.log(r) - 0.5 * r * r;
      }),
    );
  const found = reaches.find((reach) => [1, 1.2, 1.5, 2].every((factor) => shell(factor * reach) < Math.log(BEYOND)));
  if (found === undefined || shell(FAR) > -20)
    throw new UnfitTarget(`${quote(link)} grows too fast for z ~ N(0, I): E h*² is infinite, or most of it is beyond |z| = ${reaches[reaches.length - 1]}; polynomials and exp(2*z1) do not`);
  return found;
}

/** Throws where h² is not integrable across a zero of a divisor: like 1/√|z1|, or worse. */
export function checkPoles(link: Link, k: number): void {
  const zeros = [...divisorsOf(link), ...switchesOf(link)];
  if (divisorsOf(link).length === 0) return;
  for (let sample = 0; sample < 4; sample++)
    for (const axis of axes(k)) {
      const base = gaussianPoint(k, sample);
      const at = (x: number) => base.map((value, j) => (axis[j] === 1 ? x : value));
      for (const zero of zeros)
        for (const x of closeTouches((t) => zero(at(t)))) {
          const weighed = (step: number) => step * Math.max(link.evaluate(at(x + step)) ** 2, link.evaluate(at(x - step)) ** 2);
          const [near, far] = [weighed(1e-6), weighed(1e-3)];
          // A smooth h loses the whole factor 1000 of the step; |z|^(−1/2) loses nothing.
          if (!(near < 0.5 * far) && far > 0)
            throw new UnfitTarget(`${quote(link)} has a pole near ${placeOf(at(x))}, so that E h*² is infinite; a target must be square-integrable under N(0, I)`);
        }
    }
}

export function unsettled(link: Link): UnfitTarget {
  return new UnfitTarget(`E h*² of ${quote(link)} grows with the number of nodes, so that it is infinite; a target must be square-integrable under N(0, I)`);
}

/** Where |s| has a minimum that is zero, on (−5, 5). */
function closeTouches(s: (x: number) => number): number[] {
  const cells = 400;
  const size = (x: number) => Math.abs(s(x));
  const grid = Array.from({ length: cells + 1 }, (_, i) => -5.003 + (10 * i) / cells);
  const found: number[] = [];
  for (let i = 1; i < cells; i++) {
    if (!(size(grid[i]) <= size(grid[i - 1]) && size(grid[i]) <= size(grid[i + 1]))) continue;
    let [low, high] = [grid[i - 1], grid[i + 1]];
    for (let step = 0; step < 120; step++) {
      const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
      if (size(a) < size(b)) high = b;
      else low = a;
    }
    if (size(low) <= 1e-6 * Math.max(size(grid[i - 1]), size(grid[i + 1]))) found.push(low);
  }
  return found;
}

function quote(link: Link): string {
  return `"${link.source.length > 60 ? `${link.source.slice(0, 57)}…` : link.source}"`;
}

function placeOf(z: Float64Array): string {
  const shown = [...z].map((x) => (Math.abs(x) < 1e-9 ? 0 : Number(x.toPrecision(4))));
  return z.length === 1 ? `z1 = ${shown[0]}` : `z = (${shown.join(', ')})`;
}
