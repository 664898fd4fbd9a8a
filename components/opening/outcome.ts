// What happened to a run, read off its largest overlap: did it leave the plateau, and did it stay?

import type { Snapshot } from '../../src/run/contract.ts';
import { eta } from '../../src/run/ensemble-recovery.ts';
import { maxOverlap } from '../chart/curves.ts';
import { formatCount } from '../chart/words.ts';

/** max |M| at each recorded step. */
export interface Trace {
  readonly steps: readonly number[];
  readonly max: readonly number[];
}

export interface Outcome {
  /** First step at which max |M| ≥ η: weak recovery. */
  readonly escaped: number | null;
  /** First step at which max |M| < η after it had been above 2η. */
  readonly lost: number | null;
  /** First step after that at which max |M| > 2η again. */
  readonly regained: number | null;
  readonly lastStep: number;
  readonly last: number;
}

export function outcomeOf({ steps, max }: Trace): Outcome {
  let [escaped, lost, regained]: (number | null)[] = [null, null, null];
  let high = false;
  for (let i = 0; i < steps.length; i++) {
    if (max[i] >= eta) escaped ??= steps[i];
    if (max[i] > 2 * eta) {
      high = true;
      if (lost !== null) regained ??= steps[i];
    }
    if (high && max[i] < eta) lost ??= steps[i];
  }
  return { escaped, lost, regained, lastStep: steps.at(-1) ?? 0, last: max.at(-1) ?? 0 };
}

/** The outcome so far, as a sentence or two. */
export function outcomeWords({ escaped, lost, regained, lastStep, last }: Outcome): string {
  const at = `max |M| is ${last.toFixed(2)} at step ${formatCount(lastStep)}`;
  if (lastStep === 0) return 'About to start.';
  if (escaped === null) return `Still on the plateau: ${at}.`;
  const left = `Left the plateau at step ${formatCount(escaped)}`;
  if (lost === null) return `${left}; ${at}.`;
  const fell = `${left}, collapsed at step ${formatCount(lost)}`;
  return regained === null ? `${fell}; ${at}.` : `${fell}, rose again by step ${formatCount(regained)}; ${at}.`;
}

/** What becomes of the deterministic path from the run's start; empty without one. */
export function theoryOutcome(snapshots: readonly Snapshot[]): string {
  if (snapshots.length < 2) return '';
  const { escaped, lost, regained, lastStep } = outcomeOf(traceOf(snapshots));
  if (escaped === null) return `Theory, without chance: on the plateau to step ${formatCount(lastStep)}.`;
  const parts = [`leaves the plateau at step ${formatCount(escaped)}`];
  if (lost !== null) parts.push(`collapses at step ${formatCount(lost)}`);
  if (regained !== null) parts.push(`rises again by step ${formatCount(regained)}`);
  return `Theory, without chance: ${parts.join(', ')}.`;
}

export const traceOf = (snapshots: readonly Snapshot[]): Trace => ({ steps: snapshots.map(({ step }) => step), max: snapshots.map(maxOverlap) });
