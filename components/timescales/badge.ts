// Whether what is drawn is the staircase of theory, in a word and a sentence: before anyone reads plateaus into a curve that has none.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { threeDigits, withIndices } from './words.ts';

export interface Badge {
  readonly kind: 'staircase' | 'overlapping' | 'otherwise' | 'trapped';
  readonly head: string;
  /** The reason first; then what else is to be said. */
  readonly lines: readonly string[];
}

const heads: Record<Badge['kind'], string> = {
  staircase: 'A staircase',
  overlapping: 'Plateaus overlap',
  otherwise: 'Not the canonical order',
  trapped: 'Trapped',
};

/** Kinds of remark on a way out of the canonical order, the most telling first. */
const telling = ['stuck', 'floor', 'gap', 'atoms', 'inverted'];

export function badgeOf({ trapped, predictions: { remarks, overlapping }, form, epsilon }: FlowTrajectory): Badge {
  // The width is a matter of the exact flow: the mean field has none.
  const said = remarks.filter(({ kind }) => kind !== 'width' || form === 'flow');
  const kinds = new Set(said.map(({ kind }) => kind as string));
  const kind = trapped ? 'trapped' : telling.some((each) => kinds.has(each)) ? 'otherwise' : overlapping || kinds.has('large') ? 'overlapping' : 'staircase';
  const rank = (each: string): number => (telling.includes(each) ? telling.indexOf(each) : kind === 'overlapping' && each === 'overlap' ? -1 : telling.length);
  const lines = [...(trapped ? [trapped] : []), ...said.toSorted((a, b) => rank(a.kind) - rank(b.kind)).map(({ text }) => text)];
  if (kind === 'staircase') lines.unshift(`At ε = ${threeDigits(epsilon)} every plateau that theory predicts is apart from the next.`);
  return { kind, head: heads[kind], lines: lines.map((line) => withIndices(line).replace(/ε = (\d(?:[\d.e-]*\d)?)/g, (_, value: string) => `ε = ${threeDigits(Number(value))}`)) };
}
