// Colours that read on a light and on a dark ground, and in the eyes of people who see red and green alike: a ramp from
// violet through teal to amber, whose ends differ in blueness and in lightness. Dashes and end markers repeat the order.

/** A colour of the page (`ink`, `muted`, `line`, `accent`, `alert`) or a pair, one for each colour scheme. */
export type Ink = 'ink' | 'muted' | 'line' | 'accent' | 'alert' | { readonly light: string; readonly dark: string };

export type Scheme = 'light' | 'dark';

export type Marker = 'circle' | 'square' | 'triangle' | 'diamond';

const light = ['#35207f', '#2f5fa3', '#17858a', '#77851a', '#bd6600'];
const dark = ['#a497ff', '#66a9f0', '#3fc6b2', '#b4cb4b', '#ffb347'];

const markers: readonly Marker[] = ['circle', 'square', 'triangle', 'diamond'];
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]];

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function along(stops: readonly string[], position: number): string {
  const place = Math.min(Math.max(position, 0), 1) * (stops.length - 1);
  const left = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [channels(stops[left]), channels(stops[left + 1])];
  const mixed = a.map((channel, i) => Math.round(channel + (b[i] - channel) * (place - left)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The ramp at a position between 0 and 1. */
export const ramp = (position: number): Ink => ({ light: along(light, position), dark: along(dark, position) });

/** Colour of item `i` out of `count`, spread over the whole ramp. */
export const nth = (i: number, count: number): Ink => ramp(count > 1 ? i / (count - 1) : 0.25);

export const dashOf = (i: number): readonly number[] => dashes[i % dashes.length];
export const markerOf = (i: number): Marker => markers[i % markers.length];

/** A CSS colour that follows `color-scheme` live. */
export function cssColour(ink: Ink): string {
  if (ink === 'ink') return 'currentColor';
  if (typeof ink === 'string') return `var(--_${ink})`;
  return `light-dark(${ink.light}, ${ink.dark})`;
}
