// Theory beside a run: the same quantities of its snapshots, dashed, in the colours of the run's own curves.

import type { Snapshot } from '../../src/run/contract.ts';
import type { Curve } from './curves.ts';

/** A deterministic limit of the run on show, from where that starts, as a chart takes it. */
export interface TheoryRun {
  /** In order of step; grows in place while it is computed. */
  readonly snapshots: readonly Snapshot[];
  /** For the legend: `theory (overlap process)`. */
  readonly label: string;
  /** Why it ends where it does, or is not there at all: a sentence. */
  readonly error?: string | null;
}

export interface TheoryLines {
  readonly name: string;
  readonly curves: readonly Curve[];
}

/** Wider than the run's own lines and behind them: where both agree it is still seen. */
export const theoryLook = { dash: [5, 4], width: 3.5, opacity: 0.55, marker: null } as const;

/** Of theory's curves those that the run has a named one of, under its name and in its colour. */
export function besideRun(own: readonly Curve[], theory: readonly Curve[]): Curve[] {
  return own.flatMap(({ key, name, ink, listed }) => {
    const curve = listed ? theory.find((each) => each.key === key) : undefined;
    return curve ? [{ ...curve, ...theoryLook, key: `theory-${key}`, name: `theory · ${name.replace(', this run', '')}`, ink, listed: false }] : [];
  });
}

/** For a caption; empty without theory. */
export function theoryWords(lines: TheoryLines | null, error: string | null | undefined): string {
  return `${lines ? ` Dashed: ${lines.name}, from this run’s own start.` : ''}${error ? ` ${error}` : ''}`;
}
