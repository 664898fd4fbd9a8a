// The page's colours in a file that leaves it: neither the page's own nor `color-scheme` reach there.

import type { Ink, Scheme } from './colours.ts';

const page: Record<Scheme, Record<Extract<Ink, string>, string>> = {
  light: { ink: '#16191d', muted: '#5b6169', line: '#cdd1d6', accent: '#2a4fa0', alert: '#a3341f' },
  dark: { ink: '#e8eaed', muted: '#a3a9b1', line: '#41464d', accent: '#8fb4ff', alert: '#ff9b85' },
};

/** A plain colour for a file that leaves the page. */
export function fixedColour(ink: Ink, scheme: Scheme): string {
  return typeof ink === 'string' ? page[scheme][ink] : ink[scheme];
}
