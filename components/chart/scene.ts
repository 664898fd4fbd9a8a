// A picture as a short list of marks. Lit draws it live, `sceneToSvg` writes it to a file, `paintScene` puts it on a
// canvas (paint.ts): three ways to the same figure.

import type { Ink, Marker } from './colours.ts';

interface Clipped {
  /** What of it is outside of this is not painted in a file; the page has its own way. */
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

interface PathMark extends Clipped {
  readonly kind: 'path';
  readonly d: string;
  readonly stroke?: Ink;
  readonly fill?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

interface TextMark extends Clipped {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly ink: Ink;
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Outlined in the ground's colour, to be read over curves. */
  readonly halo?: boolean;
}

export type Mark = PathMark | TextMark;

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Outline of a marker of about 7 px, centred. */
export function markerPath(marker: Marker, x: number, y: number, r = 3.2): string {
  const [cx, cy] = [round(x), round(y)];
  switch (marker) {
    case 'circle':
      return `M${round(cx - r)} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'square':
      return `M${round(cx - r)} ${round(cy - r)}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'triangle':
      return `M${cx} ${round(cy - r * 1.25)}L${round(cx + r * 1.2)} ${round(cy + r)}H${round(cx - r * 1.2)}z`;
    case 'diamond':
      return `M${cx} ${round(cy - r * 1.35)}L${round(cx + r * 1.35)} ${cy}L${cx} ${round(cy + r * 1.35)}L${round(cx - r * 1.35)} ${cy}z`;
  }
}
