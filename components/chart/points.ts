// Many seeds as points with bars, where a quantity is recorded at few steps: mean and spread of each curve's quantity. Drawn by
// the code that is loaded with them; the figure knows what they are, and where they go.

import type { Curve } from './curves.ts';
import { markerPath, type Mark } from './scene.ts';

export interface PointSet {
  /** What it is of, as a curve beside it is called. */
  readonly name: string;
  /** Means over the seeds, and how they look; not drawn as a line. */
  readonly mean: Curve;
  /** std over seeds (ddof 1) at each step: half the length of the bar. */
  readonly std: ArrayLike<number>;
  /** std/√seeds. */
  readonly sem: ArrayLike<number>;
}

/** Where a value goes; NaN where it has no place, such as zero and below on a logarithmic axis. */
interface Ground {
  readonly x: { place(step: number): number };
  readonly y: { place(value: number): number };
  readonly bottom: number;
}

export interface SeedPoints {
  /** For the legend: `mean of 32 seeds ± std`. */
  readonly name: string;
  readonly sets: readonly PointSet[];
  /** `absolute`: of |value|, as on a logarithmic axis. */
  draw(ground: Ground, absolute: boolean): Mark[];
  /** A point for the legend, centred. */
  swatch(x: number, y: number): Mark[];
}

const [cap, radius] = [3.5, 2.6];
/** Markers of one step that are closer than this, in pixels, are moved apart sideways. */
const apart = 2 * radius + 1;

const px = (value: number): number => Math.round(value * 10) / 10;
const bar = (x: number, top: number, bottom: number): string =>
  `M${px(x)} ${px(top)}L${px(x)} ${px(bottom)}M${px(x - cap)} ${px(top)}h${2 * cap}M${px(x - cap)} ${px(bottom)}h${2 * cap}`;

interface Point {
  readonly set: PointSet;
  /** Of mean, mean + std and mean − std. */
  readonly y: number;
  readonly high: number;
  readonly low: number;
}

/** Neighbours in height that would lie on each other, together. */
function heaps(points: readonly Point[]): Point[][] {
  const all: Point[][] = [];
  for (const point of [...points].sort((a, b) => a.y - b.y)) {
    const heap = all.at(-1);
    if (heap && point.y - heap.at(-1)!.y < apart) heap.push(point);
    else all.push([point]);
  }
  return all;
}

function drawPoints(sets: readonly PointSet[], { x, y, bottom }: Ground, absolute: boolean): Mark[] {
  const [bars, markers]: [Mark[], Mark[]] = [[], []];
  const steps = sets[0]?.mean.steps ?? [];
  const gap = steps.length > 1 ? Math.min(...steps.slice(1).map((step, i) => x.place(step) - x.place(steps[i]))) : Infinity;
  steps.forEach((step, i) => {
    const points = sets.map((set): Point => {
      const value = absolute ? Math.abs(set.mean.values[i]) : set.mean.values[i];
      const low = y.place(value - set.std[i]);
      return { set, y: y.place(value), high: y.place(value + set.std[i]), low: Number.isFinite(low) ? low : bottom };
    }).filter((point) => Number.isFinite(point.y) && Number.isFinite(x.place(step)));
    for (const heap of heaps(points)) {
      // Without a spread, as at a start that is the same for all, there is nothing to see apart.
      const aside = heap.every(({ high, low }) => high === low) ? 0 : Math.min(2 * cap + 1, gap / (heap.length + 1));
      heap.forEach(({ set: { mean: { ink, marker } }, y, high, low }, at) => {
        const across = x.place(step) + (at - (heap.length - 1) / 2) * aside;
        if (low > high) bars.push({ kind: 'path', d: bar(across, high, low), stroke: ink, width: 1.25 });
        markers.push({ kind: 'path', d: markerPath(marker ?? 'circle', across, y, radius), fill: ink });
      });
    }
  });
  return [...bars, ...markers];
}

/** A bar from mean − std to mean + std with a cap at either end, then the markers over all bars. */
export function seedPoints(name: string, sets: readonly PointSet[]): SeedPoints {
  return {
    name,
    sets,
    draw: (ground, absolute) => drawPoints(sets, ground, absolute),
    swatch: (x, y) => [
      { kind: 'path', d: bar(x, y - 5.5, y + 5.5), stroke: 'ink', width: 1.25 },
      { kind: 'path', d: markerPath('circle', x, y, radius), fill: 'ink' },
    ],
  };
}
