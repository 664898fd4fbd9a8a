// The legend, live and in files: which entries, and how they fall into rows.

import { ramp, type Ink, type Marker } from './colours.ts';
import type { Crowd, Curve } from './curves.ts';
import { bandOpacity, marksOf, textWidth, type FigureSpec, type Plot } from './figure.ts';
import { markerPath, type Mark, type Scene } from './scene.ts';
import type { SeedPoints } from './points.ts';
import { theoryLook } from './theory.ts';

interface LegendLine {
  readonly kind: 'line';
  readonly key: string;
  readonly name: string;
  readonly ink: Ink;
  readonly dash: readonly number[];
  readonly marker: Marker | null;
  readonly width: number;
  readonly opacity: number;
  /** The median of a band, drawn on a piece of it. */
  readonly band: boolean;
}

/** What points with bars are. */
interface LegendPoint {
  readonly kind: 'point';
  readonly name: string;
  readonly swatch: SeedPoints['swatch'];
}

interface LegendRamp {
  readonly kind: 'ramp';
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export type LegendItem = LegendLine | LegendPoint | LegendRamp;

const lineItem = ({ key, name, ink, dash, marker, width, opacity }: Curve, band = false): LegendLine => ({ kind: 'line', key, name, ink, dash, marker, width, opacity, band });

const rampItem = (crowd: Crowd): LegendRamp => ({ kind: 'ramp', name: `${crowd.count} ${crowd.what}`, from: crowd.from, to: crowd.to });

/**
 * The boldest first, then the bands, points and theory, then a line for each named curve (in a crowd, the highest first and a
 * ramp for the rest). Where there are points, colours and markers are named once, with the means as values, and the run is one entry.
 */
export function legendItems({ bands, points, theory, curves, crowd }: FigureSpec): LegendItem[] {
  const listed = curves.filter((curve) => curve.listed);
  const last = (curve: Curve): number => curve.values.at(-1) ?? 0;
  if (crowd) listed.sort((a, b) => last(b) - last(a));
  const run = listed.at(-1);
  const [bold, others] = [listed.filter(({ ink }) => ink === 'ink'), listed.filter(({ ink }) => ink !== 'ink')];
  return [
    ...bold.map((curve) => lineItem(curve)),
    ...bands.map(({ median }) => lineItem(median, true)),
    ...(points ? [{ kind: 'point', ...points } as const] : []),
    ...(theory ? [{ kind: 'line', key: 'theory', name: theory.name, ink: 'ink', band: false, ...theoryLook } as const] : []),
    ...(points && run ? [lineItem({ ...run, key: 'run', name: 'this run', ink: 'ink' })] : []),
    ...(crowd ? [rampItem(crowd)] : []),
    ...(points ? points.sets.map(({ name, mean }) => lineItem({ ...mean, name })) : others.map((curve) => lineItem(curve))),
  ];
}

export const swatchWidth = 26;
const rowHeight = 20;

const labelOf = (item: LegendItem): string => (item.kind === 'ramp' ? `${item.name}, ${item.from} … ${item.to}` : item.name);

/** Places items in rows no wider than `width`. Pure: widths are guessed, generously. */
export function legendRows<T extends LegendItem>(items: readonly T[], width: number): { item: T; x: number; row: number }[] {
  const placed: { item: T; x: number; row: number }[] = [];
  let [x, row] = [0, 0];
  for (const item of items) {
    const needed = (item.kind === 'ramp' ? 2 * swatchWidth : swatchWidth) + 6 + textWidth(labelOf(item)) + 18;
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    placed.push({ item, x, row });
    x += needed;
  }
  return placed;
}

export function swatchMarks(item: LegendItem, x: number, y: number): Mark[] {
  if (item.kind === 'ramp') {
    return Array.from({ length: 13 }, (_, i): Mark => ({ kind: 'path', d: `M${x + i * 4} ${y}h4`, stroke: ramp(i / 12), width: 6 }));
  }
  if (item.kind === 'point') return item.swatch(x + swatchWidth / 2, y);
  const piece = (height: number): Mark => ({ kind: 'path', d: `M${x} ${y - height / 2}h${swatchWidth}v${height}h${-swatchWidth}z`, fill: item.ink, opacity: bandOpacity });
  const marks: Mark[] = item.band ? [piece(12), piece(6)] : [];
  marks.push({ kind: 'path', d: `M${x} ${y}h${swatchWidth}`, stroke: item.ink, width: item.width, dash: item.dash, opacity: item.opacity });
  if (item.marker) marks.push({ kind: 'path', d: markerPath(item.marker, x + swatchWidth / 2, y), fill: item.ink });
  return marks;
}

/** Lines of words, none wider than `width`. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const current = lines.at(-1);
    if (current === undefined || textWidth(`${current} ${word}`, size) > width) lines.push(word);
    else lines[lines.length - 1] = `${current} ${word}`;
  }
  return lines;
}

/** A figure for a file: heading, plot, legend, caption. */
export function figureScene(spec: FigureSpec, plot: Plot, description: string): Scene {
  return sheetScene({ ...spec, description }, { ...plot, marks: marksOf(plot) }, legendItems(spec));
}

interface Words {
  readonly title: string;
  readonly caption: string;
  /** For those who do not see it. */
  readonly description: string;
}

/** The same of any marks in `width` × `height` pixels. */
export function sheetScene({ title, caption: said, description }: Words, plot: { readonly width: number; readonly height: number; readonly marks: readonly Mark[] }, legend: readonly LegendItem[]): Scene {
  const edge = 16;
  const inner = plot.width;
  const headed = 40;
  const items = legendRows(legend, inner);
  const legendTop = headed + plot.height + 14;
  const rows = items.length ? items[items.length - 1].row + 1 : 0;
  const captionTop = legendTop + rows * rowHeight + 12;
  const caption = wrapped(said, inner, 11);
  const marks: Mark[] = [
    { kind: 'text', x: edge, y: 24, text: title, ink: 'ink', size: 15, bold: true },
    ...plot.marks.map((mark) => moved(mark, edge, headed)),
    ...items.flatMap(({ item, x, row }): Mark[] => {
      const y = legendTop + row * rowHeight;
      const swatch = item.kind === 'ramp' ? 2 * swatchWidth : swatchWidth;
      return [...swatchMarks(item, edge + x, y), { kind: 'text', x: edge + x + swatch + 6, y: y + 4, text: labelOf(item), ink: 'ink', size: 12 }];
    }),
    ...caption.map((text, i): Mark => ({ kind: 'text', x: edge, y: captionTop + i * 15, text, ink: 'muted', size: 11 })),
  ];
  return { width: inner + 2 * edge, height: captionTop + caption.length * 15, title, description, marks };
}

/** The same mark elsewhere. */
export function moved(mark: Mark, dx: number, dy: number): Mark {
  const clip = mark.clip && { ...mark.clip, x: mark.clip.x + dx, y: mark.clip.y + dy };
  return mark.kind === 'text' ? { ...mark, x: mark.x + dx, y: mark.y + dy, clip } : { ...mark, d: translate(mark.d, dx, dy), clip };
}

/** Moves a path whose absolute commands are M, L, H, V, C and S; what is relative goes along. */
function translate(d: string, dx: number, dy: number): string {
  return d.replace(/([MLHVCS])([^A-Za-z]*)/g, (_, command: string, numbers: string) => {
    let down = command === 'V';
    return command + numbers.replace(/-?[\d.]+/g, (number) => {
      const to = round(Number(number) + (down ? dy : dx));
      if (command !== 'H' && command !== 'V') down = !down;
      return String(to);
    });
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;
