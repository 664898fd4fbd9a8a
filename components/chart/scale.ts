// From values to pixels, straight or by logarithm: as much of d3-scale as an axis needs, without the colours and dates it brings.

import { nice, ticks } from 'd3-array';

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

/** `roundTo`: the domain grows to the round values that as many ticks have. */
export function linearScale(domain: Ends, range: Ends, roundTo: number | null = null): LinearScale {
  const ends = roundTo === null ? domain : nice(...domain, roundTo);
  return Object.assign(interpolate(ends, range), { domain: ends, ticks: (count: number) => ticks(...ends, count) });
}

/** Of a positive domain; NaN for what has no logarithm. */
export function logScale(domain: Ends, range: Ends): Scale {
  const place = interpolate([Math.log(domain[0]), Math.log(domain[1])], range);
  return Object.assign((value: number) => place(Math.log(value)), { domain });
}
