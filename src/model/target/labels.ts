// Functions of the label: P_m(G(y)), m = 1 … 8, with G(y) ∈ (−1, 1) a smooth copy of 2F(y) − 1, F the law of y. Any
// increasing G makes a complete family; this one is analytic, so that a target that is analytic stays so and its
// integrals converge fast, which ranks on a grid do not. Labels of a few values have their indicators instead.

import { axes } from './basis.ts';

const LABEL_DEGREE = 8;
/** As many knots as it takes to follow a law on several scales: quantiles (j + ½)/KNOTS. */
const KNOTS = 12;
const MOST_VALUES = 16;
/** Labels closer than this share of their range are one value. */
const TIE = 1e-9;
/** A function of which those before it leave no more than this share of the variance is dropped. */
const INDEPENDENT = 1e-6;

export interface LabelFunctions {
  readonly count: number;
  readonly discrete: boolean;
  /** The functions' values at y, into out[at], …, out[at + count − 1]. */
  evaluate(y: number, out: Float64Array, at: number): void;
}

/** Made for a law of which `sorted` are draws, in increasing order. */
export function labelFunctions(sorted: Float64Array): LabelFunctions {
  const range = sorted[Math.floor(0.99 * sorted.length)] - sorted[Math.floor(0.01 * sorted.length)];
  const values: number[] = [];
  for (const y of sorted) {
    if (values.length === 0 || y - values[values.length - 1] > TIE * range) values.push(y);
    if (values.length > MOST_VALUES) return legendre(knotsOf(sorted, range));
  }
  return indicators(values);
}

function indicators(values: number[]): LabelFunctions {
  return {
    count: values.length,
    discrete: true,
    evaluate(y, out, at) {
      let best = 0;
      for (let i = 0; i < values.length; i++) {
        out[at + i] = 0;
        if (Math.abs(values[i] - y) < Math.abs(values[best] - y)) best = i;
      }
      out[at + best] = 1;
    },
  };
}

interface Knots {
  readonly at: Float64Array;
  readonly width: Float64Array;
}

/** Quantiles, repeated ones once, and the distances between them. */
function knotsOf(sorted: Float64Array, range: number): Knots {
  const quantiles = Array.from({ length: KNOTS }, (_, j) => sorted[Math.floor(((j + 0.5) / KNOTS) * sorted.length)]);
  const at = quantiles.filter((q, j) => j === 0 || q - quantiles[j - 1] > TIE * range);
  const last = at.length - 1;
  const width = at.map((_, j) => {
    const gap = (at[Math.min(j + 1, last)] - at[Math.max(j - 1, 0)]) / (j === 0 || j === last ? 1 : 2);
    return Math.max(2 * gap, (0.01 * range) / KNOTS);
  });
  return { at: Float64Array.from(at), width: Float64Array.from(width) };
}

/** G(y) is the mean over knots q of t/√(1 + t²), t = (y − q)/width: tails that fall slowly tell far labels apart. */
function legendre({ at: knots, width }: Knots): LabelFunctions {
  const n = knots.length;
  return {
    count: LABEL_DEGREE,
    discrete: false,
    evaluate(y, out, at) {
      let sum = 0;
      for (let j = 0; j < n; j++) {
        const t = y - knots[j];
        sum += t / Math.sqrt(t * t + width[j] * width[j]);
      }
      const x = sum / n;
      let [before, value] = [1, x];
      for (let m = 1; m <= LABEL_DEGREE; m++) {
        out[at + m - 1] = value;
        [before, value] = [value, ((2 * m + 1) * x * value - m * before) / (m + 1)];
      }
    },
  };
}

/**
 * Rows c with ψ = Σ c_m f_m − its mean orthonormal, for functions f of these means and second moments (n×n): Gram and
 * Schmidt, in the functions' order, so that the smooth ones stay smooth. What depends on those before is dropped.
 */
export function orthonormaliser(means: ArrayLike<number>, moments: ArrayLike<number>, n: number): number[][] {
  const inner = (a: readonly number[], b: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += a[i] * b[j] * (moments[i * n + j] - means[i] * means[j]);
    return sum;
  };
  const found: number[][] = [];
  for (const unit of axes(n)) {
    let rest = unit;
    for (let sweep = 0; sweep < 2; sweep++)
      for (const c of found) {
        const along = inner(rest, c);
        rest = rest.map((x, i) => x - along * c[i]);
      }
    const square = inner(rest, rest);
    if (square > INDEPENDENT * inner(unit, unit)) found.push(rest.map((x) => x / Math.sqrt(square)));
  }
  return found;
}
