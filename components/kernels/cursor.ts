// The keyboard's way over a map: a step of time or a step of tile, never off the edge.

import type { HeatMap } from './map.ts';
import type { Pair, Spot } from './words.ts';

const moves: Record<string, readonly [down: number, across: number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity],
};

/** Rows and columns run through the tiles. */
export const sideOf = ({ tiles, cells }: HeatMap): number => tiles * cells;

export function placeOf({ cells, every }: HeatMap, pair: Pair, { i, j, t, s }: Spot): readonly [row: number, column: number] {
  const [row, column] = pair === 'all' ? [i, j] : [0, 0];
  return [row * cells + t / every, column * cells + s / every];
}

/** Where a key leads from a spot; without one, to the first entry. Null for other keys. */
export function moved(map: HeatMap, pair: Pair, spot: Spot | null, key: string, stride = 1): Spot | null {
  const move = moves[key];
  if (!move) return null;
  const [row, column] = spot ? placeOf(map, pair, spot) : [0, 0];
  const { cells, every } = map;
  const inside = (value: number): number => Math.min(Math.max(value, 0), sideOf(map) - 1);
  const [to, over] = spot ? [inside(row + stride * move[0]), inside(column + stride * move[1])] : [0, 0];
  const [i, j] = pair === 'all' ? [Math.floor(to / cells), Math.floor(over / cells)] : pair;
  return { i, j, t: (to % cells) * every, s: (over % cells) * every };
}
