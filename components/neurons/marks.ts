// The ball with its neurons as marks, from back to front: what is far is fainter and smaller.

import type { Snapshot } from '../../src/run/contract.ts';
import { nth } from '../chart/colours.ts';
import type { Mark } from '../chart/scene.ts';
import type { Ball, Point } from './ball.ts';
import { camera, horizon, type Seen, type View } from './camera.ts';

export interface BallPlot {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Pixels around the ball, where the axes' names stand. */
const EDGE = 26;
/** Pixels from the end of an axis to its name. */
const NAMED_AT = 15;
const ROUND = 72;

const tenths = (value: number): number => Math.round(value * 10) / 10;

interface Spot extends Seen {
  readonly text: string;
}

/** Where each neuron was at each snapshot: kept while the ball is turned. */
export function waysOf(ball: Ball, snapshots: readonly Snapshot[], p: number): readonly (readonly Point[])[] {
  return Array.from({ length: p }, (_, j) => snapshots.map((snapshot) => ball.place(snapshot, j)));
}

/** A line through points, as what is nearer than `cut` and what is not: each piece belongs to where it ends. */
function split(spots: readonly Spot[], cut: number): { near: string; far: string } {
  const paths = { near: '', far: '' };
  let last = '';
  for (let i = 1; i < spots.length; i++) {
    const side = spots[i].depth >= cut ? 'near' : 'far';
    paths[side] += side === last ? `L${spots[i].text}` : `M${spots[i - 1].text}L${spots[i].text}`;
    last = side;
  }
  return paths;
}

/** The unit circle through two axes of the page. */
const circle = (a: 0 | 1 | 2, b: 0 | 1 | 2): Point[] =>
  Array.from({ length: ROUND + 1 }, (_, i) => {
    const point: [number, number, number] = [0, 0, 0];
    [point[a], point[b]] = [Math.cos((2 * Math.PI * i) / ROUND), Math.sin((2 * Math.PI * i) / ROUND)];
    return point;
  });

const circles = { flat: [circle(0, 1)], round: [circle(0, 1), circle(1, 2), circle(0, 2)] };

const disc = ({ x, y }: { x: number; y: number }, r: number): string => `M${tenths(x - r)} ${tenths(y)}a${tenths(r)} ${tenths(r)} 0 1 0 ${2 * tenths(r)} 0a${tenths(r)} ${tenths(r)} 0 1 0 ${-2 * tenths(r)} 0z`;

/** `at`: index into the ways of the step on show; what comes after it is not drawn. The ball is `size` pixels wide, in the middle of `width`. */
export function ballPlot(ball: Ball, ways: readonly (readonly Point[])[], at: number, view: View, size: number, width = size): BallPlot {
  const [middle, half, look] = [width / 2, size / 2, camera(view)];
  const radius = half - EDGE;
  const spotOf = (point: Point): Spot => {
    const { x, y, depth } = look(point);
    const [left, top] = [middle + radius * x, half + radius * y];
    return { x: left, y: top, depth, text: `${tenths(left)} ${tenths(top)}` };
  };
  const rings = (ball.directions.length === 1 ? circles.flat : circles.round).map((ring) => split(ring.map(spotOf), horizon));
  const trails = ways.map((way) => split(way.slice(0, at + 1).map(spotOf), 0));
  const p = ways.length;
  const [wide, faint] = p > 12 ? [1, 0.5] : [1.6, 0.75];
  const line = (d: string, j: number, opacity: number): Mark[] => (d ? [{ kind: 'path', d, stroke: nth(j, p), width: wide, opacity }] : []);
  const heads = ways.flatMap((way, j) => (way[at] ? [{ ...spotOf(way[at]), j }] : [])).toSorted((a, b) => a.depth - b.depth);
  const marks: Mark[] = [
    { kind: 'path', d: disc({ x: middle, y: half }, radius), stroke: 'muted', width: 1 },
    ...rings.map(({ far }): Mark => ({ kind: 'path', d: far, stroke: 'line', width: 1, dash: [2, 3] })),
    ...trails.flatMap(({ far }, j) => line(far, j, 0.45 * faint)),
    ...ball.axes.flatMap((axis): Mark[] => {
      const [to, back] = [spotOf(axis.to), spotOf(axis.to.map((x) => -x) as unknown as Point)];
      // Nothing is on the other side of what is never negative.
      const from = axis.name === '⊥' ? spotOf([0, 0, 0]) : back;
      return [{ kind: 'path', d: `M${from.text}L${to.text}`, stroke: 'muted', width: 1, opacity: 0.8 }, { kind: 'path', d: disc(to, 2), fill: 'muted' }];
    }),
    ...rings.map(({ near }): Mark => ({ kind: 'path', d: near, stroke: 'line', width: 1 })),
    ...trails.flatMap(({ near }, j) => line(near, j, faint)),
    // Where each began.
    ...(at > 0 ? ways.map((way, j): Mark => ({ kind: 'path', d: disc(spotOf(way[0]), 2.2), stroke: nth(j, p), width: 1, opacity: faint })) : []),
    ...heads.map(({ j, ...spot }): Mark => ({ kind: 'path', d: disc(spot, (p > 12 ? 3.6 : 4.8) * (1 + 0.3 * spot.depth)), fill: nth(j, p), opacity: Math.round(100 * (0.78 + 0.22 * spot.depth)) / 100 })),
    ...ball.axes.map(({ name, to }): Mark => {
      const end = spotOf(to);
      const [right, down] = [end.x - middle, end.y - half];
      // An axis that points at the reader has its name above.
      const away = Math.hypot(right, down);
      const [x, y] = away < 1 ? [end.x, end.y - NAMED_AT] : [end.x + (NAMED_AT * right) / away, end.y + (NAMED_AT * down) / away];
      return { kind: 'text', x: tenths(Math.min(Math.max(x, 14), width - 14)), y: tenths(Math.min(Math.max(y + 4, 12), size - 4)), text: name, ink: 'ink', size: 12, anchor: 'middle', bold: true, halo: true };
    }),
  ];
  return { width, height: size, marks };
}
