// Many seeds behind one run: the areas that 90 % and 50 % of them are in, and their median.

import type { Bands, Quantiles } from '../../src/run/ensemble-page.ts';
import type { Ink } from './colours.ts';
import type { Curve } from './curves.ts';
import { formatCount } from './words.ts';

/** An ensemble as a chart takes it. */
export interface SeedBands {
  readonly bands: Bands;
  /** Who computed it: `reduced`. */
  readonly engine: string;
  /** What tells it from another in the same figure, such as "square loss"; empty for one alone. */
  readonly name?: string;
  readonly ink?: Ink;
}

/** Lower and upper edge, at the steps of the median. */
type Edges = readonly [ArrayLike<number>, ArrayLike<number>];

export interface Band {
  readonly median: Curve;
  /** 5 % and 95 %. */
  readonly outer: Edges;
  /** 25 % and 75 %. */
  readonly inner: Edges;
}

const inks: readonly Ink[] = ['accent', { light: '#bd6600', dark: '#ffb347' }];
const dashes: readonly (readonly number[])[] = [[], [7, 3]];

/** One seed has no spread: it is no band yet. */
export const isBand = ({ bands }: SeedBands): boolean => bands.done > 1;

export function bandsOf(ensembles: readonly SeedBands[], which: 'maxOverlap' | 'risk'): Band[] {
  return ensembles.filter(isBand).map(({ bands, name = '', ink }, i) => {
    const { q05, q25, q50, q75, q95 }: Quantiles = bands[which];
    const what = `${which === 'risk' ? 'risk' : 'max M'}, median of ${formatCount(bands.done)} seeds`;
    const median: Curve = {
      key: `median-${i}`,
      name: name ? `${name}: ${what}` : what,
      steps: bands.steps,
      values: [...q50],
      ink: ink ?? inks[i % inks.length],
      dash: dashes[i % dashes.length],
      marker: null,
      width: 2,
      opacity: 1,
      listed: true,
    };
    return { median, outer: [q05, q95], inner: [q25, q75] };
  });
}

/** Which bands these are, for a caption; empty without one. */
export function bandWords(ensembles: readonly SeedBands[]): string {
  return ensembles.filter(isBand).map(({ bands, engine, name = '' }) => {
    const seeds = bands.done < bands.total ? `${formatCount(bands.done)} of ${formatCount(bands.total)}` : formatCount(bands.total);
    return ` Bands${name ? ` of the ${name}` : ''}: 5–95\u00a0% and 25–75\u00a0% of ${seeds} seeds by the engine ${engine}, exact in law.`;
  }).join('');
}
