// What a study measures, and how it changes with the dimension.

import { trendOf, type Overlap, type Trend } from './fit.ts';

/** One batch at every step, or a fresh one. */
export type Protocol = 'reuse' | 'onePass';
export const protocols: readonly Protocol[] = ['reuse', 'onePass'];

/** First and last seed, both run. */
export type Seeds = readonly [number, number];

interface Measures<T> {
  /** Over all k directions. */
  readonly all: T;
  /** Of each direction of the target alone. */
  readonly directions: readonly T[];
  /** Over the directions of `Plan.focus`. */
  readonly focus: T;
  /** Over what theory says is found; null where that is nothing. */
  readonly found: T | null;
  /** Of each direction of it, as `Plan.finds` has them. */
  readonly each: readonly T[];
  /** Over what theory says is not found; null where all is. */
  readonly rest: T | null;
}

/** Root mean squared cosines between directions of the target and the span of the neurons, at one dimension. */
export type Overlaps = Measures<Overlap>;

/** How each of them changes with D. */
export type Trends = Measures<Trend>;

export interface Point {
  readonly dimension: number;
  /** N. */
  readonly batch: number;
  /** √(p/D): the overlap of any direction with p weights that know nothing of it. */
  readonly nothing: number;
  readonly overlaps: Readonly<Record<Protocol, Overlaps>>;
}

export function trendsOf(points: readonly Point[], protocol: Protocol): Trends {
  const dimensions = points.map(({ dimension }) => dimension);
  const along = (pick: (overlaps: Overlaps) => Overlap): Trend => trendOf(dimensions, points.map(({ overlaps }) => pick(overlaps[protocol])));
  const first = points[0].overlaps[protocol];
  return {
    all: along(({ all }) => all),
    directions: first.directions.map((_, r) => along(({ directions }) => directions[r])),
    focus: along(({ focus }) => focus),
    found: first.found && along(({ found }) => found!),
    each: first.each.map((_, i) => along(({ each }) => each[i])),
    rest: first.rest && along(({ rest }) => rest!),
  };
}
