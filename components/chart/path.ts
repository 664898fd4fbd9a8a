// Points as the text of an SVG path, to a tenth of a pixel. All that the charts need of d3-shape, which comes with its every curve and symbol.

export type Point = readonly [x: number, y: number];

const tenths = (value: number): number => Math.round(value * 10) / 10;
const pair = ([x, y]: Point): string => `${tenths(x)},${tenths(y)}`;

/** Straight from point to point, broken where one has no place; a point alone is a dot. Empty without any. */
export function linePath(points: readonly Point[]): string {
  let text = '';
  let length = 0;
  const end = (): void => void (length === 1 && (text += 'Z'));
  for (const point of points) {
    if (!Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
      end();
      length = 0;
    } else text += `${length++ === 0 ? 'M' : 'L'}${pair(point)}`;
  }
  end();
  return text;
}

/** The area between two lines, both from left to right. */
export const areaPath = (low: readonly Point[], high: readonly Point[]): string =>
  high.length === 0 ? '' : `M${[...high, ...low.toReversed()].map(pair).join('L')}Z`;
