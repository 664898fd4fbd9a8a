// A scale with two sides: violet below zero, amber above, the ground between. The sides differ in blueness, which red–green
// blindness leaves, and both leave the ground in lightness, so that size is seen without any colour.

import type { Ink, Scheme } from '../chart/colours.ts';

/** From zero outwards. */
const stops: Record<Scheme, Record<'below' | 'above', readonly string[]>> = {
  light: { below: ['#eeedea', '#8f93d2', '#2c1a70'], above: ['#eeedea', '#e2a04c', '#7c3a00'] },
  dark: { below: ['#282d33', '#6d64bf', '#c6beff'], above: ['#282d33', '#a8711f', '#ffcb7d'] },
};

/** Steps of colour on each side: finer ones are not told apart, and fewer make fewer shapes. */
export const levels = 24;

/** The level of a value between −limit and limit, from −`levels` to `levels`. */
export const levelOf = (value: number, limit: number): number => (limit > 0 ? Math.round(levels * Math.min(Math.max(value / limit, -1), 1)) : 0);

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function colourAt(scheme: Scheme, level: number): string {
  const side = stops[scheme][level < 0 ? 'below' : 'above'];
  const place = (Math.abs(level) / levels) * (side.length - 1);
  const from = Math.min(Math.floor(place), side.length - 2);
  const [a, b] = [channels(side[from]), channels(side[from + 1])];
  return `#${a.map((channel, i) => Math.round(channel + (b[i] - channel) * (place - from)).toString(16).padStart(2, '0')).join('')}`;
}

const inks = new Map<number, Ink>();

export function inkOf(level: number): Ink {
  const known = inks.get(level);
  if (known) return known;
  const ink: Ink = { light: colourAt('light', level), dark: colourAt('dark', level) };
  inks.set(level, ink);
  return ink;
}
