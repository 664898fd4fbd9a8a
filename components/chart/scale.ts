// From values to pixels, straight or by logarithm, and the round values between: what an axis needs, and no more.

type Ends = readonly [number, number];

interface Scale {
  (value: number): number;
  readonly domain: Ends;
}

interface LinearScale extends Scale {
  /** Round values within the domain, about `count` of them. */
  ticks(count: number): number[];
}

/** The line through (d0, r0) and (d1, r1), also beyond them; a domain of one value is in the middle of the range. */
function interpolate([d0, d1]: Ends, [r0, r1]: Ends): (x: number) => number {
  const length = d1 - d0;
  return length === 0 ? () => (r0 + r1) / 2 : (x) => {
    const t = (x - d0) / length;
    return r0 * (1 - t) + r1 * t;
  };
}

/** 1, 2 or 5 times a power of ten: whatever of these divides `length` into nearest to `count` parts, as ratios go. */
function roundStep(length: number, count: number): { readonly digit: number; readonly power: number } {
  const power = Math.floor(Math.log10(length / count));
  const lead = length / count / 10 ** power;
  return lead >= Math.sqrt(50) ? { digit: 1, power: power + 1 } : { digit: lead >= Math.sqrt(10) ? 5 : lead >= Math.SQRT2 ? 2 : 1, power };
}

/** i steps, exact where a decimal can be: 3 tenths are 3/10, not 3 · 0.1. */
const stepsOf = (i: number, { digit, power }: ReturnType<typeof roundStep>): number => (power < 0 ? (i * digit) / 10 ** -power : i * digit * 10 ** power);

/** How many steps reach `value`, not counting rounding. */
function reach(value: number, step: ReturnType<typeof roundStep>, towards: 'floor' | 'ceil'): number {
  const steps = value / stepsOf(1, step);
  return Math.abs(steps - Math.round(steps)) < 1e-9 * Math.max(1, Math.abs(steps)) ? Math.round(steps) : Math[towards](steps);
}

function roundValues([low, high]: Ends, count: number): number[] {
  if (!(high > low)) return [low];
  const step = roundStep(high - low, count);
  const [first, last] = [reach(low, step, 'ceil'), reach(high, step, 'floor')];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => stepsOf(first + i, step));
}

/** The ends moved outwards to round values; twice, since a longer domain may have a longer step. */
function rounded(domain: Ends, count: number): Ends {
  let ends = domain;
  for (let i = 0; i < 2 && ends[1] > ends[0]; i++) {
    const step = roundStep(ends[1] - ends[0], count);
    ends = [stepsOf(reach(ends[0], step, 'floor'), step), stepsOf(reach(ends[1], step, 'ceil'), step)];
  }
  return ends;
}

/** `roundTo`: the domain grows to the round values that as many ticks have. */
export function linearScale(domain: Ends, range: Ends, roundTo: number | null = null): LinearScale {
  const ends = roundTo === null ? domain : rounded(domain, roundTo);
  return Object.assign(interpolate(ends, range), { domain: ends, ticks: (count: number) => roundValues(ends, count) });
}

/** Of a positive domain; NaN for what has no logarithm. */
export function logScale(domain: Ends, range: Ends): Scale {
  const place = interpolate([Math.log(domain[0]), Math.log(domain[1])], range);
  return Object.assign((value: number) => place(Math.log(value)), { domain });
}
