// From a figure to a file: loaded when someone first saves one.

import { sceneToSvg } from '../chart/paint.ts';
import { download, textFile } from './download.ts';
import type { About, Cell, Figure, FigureData, FigureKind, Paper } from './figure.ts';
import { pngOf } from './picture.ts';

/** A number in a file: one without end is `infinity`, as in a document; what is not known is nothing. */
const plain = <T>(cell: T): T | string | null => (typeof cell !== 'number' || Number.isFinite(cell) ? cell : Number.isNaN(cell) ? null : cell > 0 ? 'infinity' : '-infinity');

function inCsv(cell: Cell): string {
  const text = String(plain(cell) ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row of names and a row of numbers each, below lines that begin with # and say what it is of. */
export function csvOfFigure({ of, document, engine, notes = {}, columns, rows }: FigureData): string {
  const head = { ...(document && { [of]: document }), engine, ...notes };
  const lines = Object.entries(head).map(([name, value]) => `# ${name}: ${typeof value === 'string' ? value : JSON.stringify(plain(value))}\n`);
  lines.push(`${columns.map(inCsv).join(',')}\n`);
  for (const row of rows) lines.push(`${row.map(inCsv).join(',')}\n`);
  return lines.join('');
}

/** The same as one document: its own where there is one, else columns by name. */
export function jsonOfFigure({ of, document, engine, notes, columns, rows, json }: FigureData): string {
  const byName = (all: readonly (readonly Cell[])[]) => Object.fromEntries(columns.map((name, i) => [name, all.map((row) => row[i])]));
  const found = json ?? { [of]: document, engine, ...notes, columns: byName([...rows]) };
  return `${JSON.stringify(found, (_key, value: unknown) => plain(value))}\n`;
}

/** What a picture keeps beside itself: an experiment as it is, anything else by its name. */
const metadataOf = ({ of, document }: About): string => (document ? JSON.stringify(of === 'experiment' ? document : { [of]: document }) : '');

/** Writes one file to the reader's downloads, and returns its name. `about`: what a picture is of that does not say so itself. */
export async function saveFigure(figure: Figure, kind: FigureKind, { scale, scheme }: Paper, about: About | null): Promise<string> {
  const [data, scene] = [figure.data?.() ?? null, figure.scene()];
  const known = about ?? data;
  if (!known || !scene) throw new Error('There is nothing of it to save yet.');
  const make: Record<FigureKind, () => Blob | Promise<Blob>> = {
    svg: () => textFile([sceneToSvg(scene, scheme, metadataOf(known))], 'image/svg+xml'),
    png: () => pngOf(scene, scale, scheme, known.of, metadataOf(known)),
    csv: () => textFile([csvOfFigure(data!)], 'text/csv'),
    json: () => textFile([jsonOfFigure(data!)], 'application/json'),
  };
  const name = `${known.stem}.${kind}`;
  download(name, await make[kind]());
  return name;
}
