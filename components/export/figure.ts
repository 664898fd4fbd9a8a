// What leaves the page: a figure as a picture, the numbers behind it, and what both are of, so that they can be made again.

import type { Scene } from '../chart/scene.ts';
import type { Scheme } from '../chart/colours.ts';

export type Cell = number | string | null;

/** Columns side by side. */
export interface Numbers {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** What a file says of itself. */
export interface About {
  /** How files are called, up to the ending. */
  readonly stem: string;
  /** What `document` is: what computes the same once more. */
  readonly of: 'experiment' | 'study' | 'target';
  readonly document: object | null;
  /** Who computed. */
  readonly engine: string;
  /** What else there is to know, such as the moment shown. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** A figure with numbers of its own: about one thing, in one table, and where that has a JSON document of its own, this. */
export interface FigureData extends About, Numbers {
  readonly json?: object;
}

/** So many rows, made as they are read: a figure's numbers are asked for with its picture too, and a kernel has millions of rows. */
export const rowsOf = (count: number, rowAt: (at: number) => readonly Cell[]): Iterable<readonly Cell[]> => ({
  *[Symbol.iterator]() {
    for (let at = 0; at < count; at++) yield rowAt(at);
  },
});

/** A figure that can be written to a file, by name. */
export interface Figure {
  readonly name: string;
  /** Null while nothing is drawn. */
  scene(): Scene | null;
  /** Of a figure whose numbers are not those of a run alone. */
  data?(): FigureData | null;
}

/** Of every figure. */
export const pictureKinds = ['svg', 'png'] as const;
/** Of one with numbers of its own. */
export const figureKinds = [...pictureKinds, 'csv', 'json'] as const;
export type FigureKind = (typeof figureKinds)[number];

/** What a picture is painted like. */
export interface Paper {
  /** Device pixels of a PNG to one of the figure. */
  readonly scale: number;
  readonly scheme: Scheme;
}

const simple = (text: string): string => text.normalize('NFKD').replace(/[^\w.+-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);

/** plateau-target-He3-z1: parts that a file system takes. */
export const stemOf = (...parts: readonly (string | number)[]): string => ['plateau', ...parts.map(String).map(simple)].filter(Boolean).join('-');
