// The latest submissions along time: a row for each kernel, and for what the processor did meanwhile. Pure, as the charts are.

import { nameOf, type TrackSpan } from '../../src/run/profile/totals.ts';
import { linearAxis, type Axis } from '../chart/axis.ts';
import { nth, type Ink } from '../chart/colours.ts';
import { textWidth } from '../chart/figure.ts';

export interface Bar {
  readonly span: TrackSpan;
  readonly row: number;
  readonly x: number;
  readonly width: number;
}

export interface Row {
  readonly label: string;
  readonly ink: Ink;
  readonly labelX: number;
  readonly labelY: number;
  /** Top edge of its bars. */
  readonly top: number;
}

export interface Timeline {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  /** Milliseconds since the first span shown. */
  readonly x: Axis;
  readonly rows: readonly Row[];
  /** In order of time. */
  readonly bars: readonly Bar[];
}

export const barHeight = 12;
const small = 12;
/** Bars drawn: beyond, they are narrower than a pixel. */
const mostBars = 800;
/** Room for half of the first tick's label. */
const narrowEdge = 4;
/** Width from which labels stand beside their rows. */
const beside = 460;

/**
 * The spans of the latest `submissions`, and those of the processor that overlap them; without a GPU's, as many of the
 * processor's.
 */
export function latestSpans(spans: readonly TrackSpan[], submissions: number): TrackSpan[] {
  const passes = spans.filter(({ on }) => on === 'gpu');
  const timed = passes.length > 0 ? passes : spans;
  // Each track counts its own.
  const latest = new Set<string>();
  const before = timed.findLastIndex(({ track, batch }) => latest.add(`${track} ${batch}`).size > submissions);
  const shown = timed.slice(before + 1).slice(-mostBars);
  if (passes.length === 0 || shown.length === 0) return shown;
  const [from, to] = [Math.min(...shown.map(({ start }) => start)), Math.max(...shown.map(({ end }) => end))];
  return [...shown, ...spans.filter(({ on, start, end }) => on === 'cpu' && end > from && start < to)];
}

/** `order`: labels in the order of their rows; a kernel keeps its colour for as long as this does not change. */
export function layOutTimeline(spans: readonly TrackSpan[], order: readonly string[], width: number): Timeline | null {
  if (spans.length === 0 || width <= 0) return null;
  const shown = order.filter((label) => spans.some((span) => nameOf(span) === label));
  const passes = spans.filter(({ on }) => on === 'gpu');
  const framed = passes.length > 0 ? passes : spans;
  // The processor's spans are grey.
  const kernels = order.filter((label) => passes.some((span) => nameOf(span) === label));
  const from = Math.min(...framed.map(({ start }) => start));
  const to = Math.max(...framed.map(({ end }) => end));
  const wide = width >= beside;
  const left = wide ? Math.ceil(Math.max(...shown.map((label) => textWidth(label)))) + 12 : narrowEdge;
  const right = width - 14;
  const pitch = wide ? 20 : 34;
  const x = linearAxis([0, Math.max(to - from, 1e-6)], [left, right], false);
  const rows = shown.map((label, i): Row => ({
    label,
    ink: passes.some((span) => nameOf(span) === label) ? nth(kernels.indexOf(label), kernels.length) : 'muted',
    labelX: wide ? left - 12 : 0,
    labelY: i * pitch + (wide ? 10 : 12),
    top: i * pitch + (wide ? 0 : 17),
  }));
  const bars = spans
    .map((span): Bar => {
      // What the processor began before the first pass is cut off at the edge.
      const [begin, end] = [x.place(Math.max(span.start - from, 0)), x.place(Math.min(span.end, to) - from)];
      return { span, row: shown.indexOf(nameOf(span)), x: begin, width: Math.max(end - begin, 1) };
    })
    .filter(({ row }) => row >= 0)
    .sort((a, b) => a.span.start - b.span.start);
  const bottom = rows.length * pitch + 2;
  return { width, height: bottom + 38, left, right, bottom, x, rows, bars };
}

/** Anchor of the rows' labels. */
export const anchorOf = ({ left }: Timeline): 'end' | 'start' => (left > narrowEdge ? 'end' : 'start');

/** The bar nearest to a point: in its row first, then along it. */
export function nearestBar({ bars, rows }: Timeline, x: number, y: number): number | null {
  let [best, least] = [-1, Infinity];
  bars.forEach(({ x: begin, width, row }, i) => {
    const across = Math.max(begin - x, x - begin - width, 0);
    const distance = across + 1000 * Math.abs(rows[row].top + barHeight / 2 - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return best < 0 ? null : best;
}

/** Where a key leads from bar `from` (null: from outside): along time, or to the next row at about the same time; undefined for other keys. */
export function moveBar(timeline: Timeline, from: number | null, key: string): number | null | undefined {
  const { bars, rows } = timeline;
  const last = bars.length - 1;
  if (key === 'Escape') return null;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowLeft') return from === null ? last : Math.max(from - 1, 0);
  if (key === 'ArrowRight') return from === null ? 0 : Math.min(from + 1, last);
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  if (from === null) return last;
  const { x, width, row } = bars[from];
  const next = (row + (key === 'ArrowDown' ? 1 : -1) + rows.length) % rows.length;
  return nearestBar(timeline, x + width / 2, rows[next].top + barHeight / 2);
}

export const labelSize = small;
