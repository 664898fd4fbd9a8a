// What panels are drawn on: the plot's box, its axes and their names. Pure, as the charts are.

import type { Axis } from '../chart/axis.ts';
import { textWidth } from '../chart/figure.ts';
import type { Mark } from '../chart/scene.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const small = 12;

/** `widest`: of the names of the y axis's ticks, in pixels. */
export const boxOf = (width: number, height: number, widest: number): Box => ({ left: Math.ceil(Math.max(20, widest)) + 12, right: width - 14, top: 26, bottom: height - 44 });

/** Height of a panel's plot, from its width. */
export const heightOf = (width: number): number => Math.round(Math.min(Math.max(width * 0.66, 230), 320));

export const widestTick = ({ ticks }: Axis): number => Math.max(0, ...ticks.map(({ label }) => textWidth(label)));

const half = (at: number): number => Math.round(at * 2) / 2;
const minus = (label: string): string => label.replace('-', '−');

/** Ticks of an x axis that have room for their names: every one, every second, … counted from zero where it is there. */
function named({ ticks }: Axis): readonly Axis['ticks'][number][] {
  const zero = Math.max(0, ticks.findIndex(({ label }) => label === '0'));
  const apart = ticks.length > 1 ? Math.abs(ticks[1].at - ticks[0].at) : Infinity;
  const every = Math.max(1, Math.ceil((Math.max(...ticks.map(({ label }) => textWidth(label))) + 8) / apart));
  return ticks.filter((_, i) => (i - zero) % every === 0);
}

/** Lines across at the y axis's ticks, a mark at each of x's; zero is stronger than the others. */
export function axisMarks(x: Axis | null, y: Axis, { left, right, top, bottom }: Box, xTitle: string, yTitle: string): Mark[] {
  const zero = x?.ticks.find(({ label }) => label === '0');
  return [
    ...y.ticks.flatMap((tick): Mark[] => [
      { kind: 'path', d: `M${left} ${half(tick.at)}H${right}`, stroke: tick.label === '0' ? 'muted' : 'line', width: 1, opacity: tick.label === '0' ? 0.8 : 0.6 },
      { kind: 'text', x: left - 8, y: tick.at + 4, text: minus(tick.label), anchor: 'end', ink: 'muted', size: small },
    ]),
    ...(zero ? [{ kind: 'path', d: `M${half(zero.at)} ${top}V${bottom}`, stroke: 'line', width: 1 } as const] : []),
    { kind: 'path', d: `M${left} ${bottom}H${right}`, stroke: 'muted', width: 1 },
    ...(x?.ticks ?? []).flatMap((tick): Mark[] => [
      { kind: 'path', d: `M${half(tick.at)} ${bottom}v4`, stroke: 'muted', width: 1 },
      ...(named(x!).includes(tick) ? [{ kind: 'text', x: tick.at, y: bottom + 18, text: minus(tick.label), anchor: 'middle', ink: 'muted', size: small } as const] : []),
    ]),
    { kind: 'text', x: 0, y: 13, text: yTitle, ink: 'muted', size: small },
    { kind: 'text', x: right, y: bottom + 36, text: xTitle, anchor: 'end', ink: 'muted', size: small },
  ];
}

/** Tenths of a pixel; toFixed is ten times slower, and a page has thousands of points. */
export const tenths = (pixel: number): number => Math.round(pixel * 10) / 10;

/** A line through points. */
export const pathThrough = (points: readonly (readonly [number, number])[]): string => points.map(([x, y], i) => `${i ? 'L' : 'M'}${tenths(x)} ${tenths(y)}`).join('');

/** `make` of the last arguments is kept: a cursor that moves over a figure leaves the figure as it is. */
export function lastly<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  let last: { readonly args: A; readonly value: T } | null = null;
  return (...args) => {
    if (!last || last.args.some((each, i) => each !== args[i])) last = { args, value: make(...args) };
    return last.value;
  };
}
