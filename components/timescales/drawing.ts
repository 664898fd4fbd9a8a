// What a panel draws at one moment, and how far keys move that.

import type { Entry } from '../chart/entries.ts';
import type { Mark } from '../chart/scene.ts';
import type { Numbers } from '../export/figure.ts';
import type { Box } from './ground.ts';

export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One panel at one moment, drawn. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** From back to front; an array that is the same as before is not drawn again. */
  readonly layers: readonly (readonly Mark[])[];
  /** Over them, and cut off at the plot's box. */
  readonly within?: { readonly box: Box; readonly marks: readonly Mark[] };
  /** The figure in a sentence, for those who do not see it. */
  readonly summary: string;
  /** What the cursor reads. */
  readonly reading: string;
  readonly legend: readonly Entry[];
  readonly caption: string;
  table(): DataTable;
  /** Where a pixel is a moment: its index; else the pointer drags the cursor along. */
  readonly indexAt?: (x: number, y: number) => number;
}

/** Details of `plateau-time`: the moment a reader came to, as an index into `flow.times`. */
export interface TimeEventDetail {
  readonly index: number;
}

export interface PanelNumbers extends Numbers {
  /** Whether they are of the cursor's moment alone. */
  readonly momentary: boolean;
  /** What is drawn beside the flow. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** How far a key moves the cursor; null for keys that do not. */
export function strideOf(key: string, shift: boolean): number | null {
  const stride = shift ? 10 : 1;
  const strides: Record<string, number> = { ArrowLeft: -stride, ArrowDown: -stride, ArrowRight: stride, ArrowUp: stride, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
  return strides[key] ?? null;
}
