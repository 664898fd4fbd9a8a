// From the sequence of stages to the numbers that papers quote.

import type { Rows } from './basis.ts';
import type { LeapProcess, Stage } from './leap.ts';

/** `value` null and decided: there is none, as of a constant target, of which nothing can be found. */
export interface Exponent {
  readonly value: number | null;
  readonly undecided: boolean;
  /** A sentence where it is undecided; null otherwise. */
  readonly why: string | null;
}

/** The order of the first stage, and the largest of all. `directions` is how many the target depends on. */
export function exponents(process: LeapProcess, directions: number, degree: number): { first: Exponent; leap: Exponent } {
  const { stages } = process;
  const found = stages.reduce((sum, stage) => sum + stage.directions.length, 0);
  if (directions === 0) return { first: none, leap: none };
  const why =
    process.undecided ?? (found < directions ? `up to degree ${degree}, ${found} of the ${directions} directions it depends on show` : null);
  return {
    first: stages.length > 0 ? decided(stages[0].order) : undecided(why),
    leap: why === null ? decided(Math.max(...stages.map((stage) => stage.order))) : undecided(why),
  };
}

/** Leap 1, or not; null when it is undecided, and of a constant. */
export function isStaircase(process: LeapProcess, leap: Exponent): boolean | null {
  if (leap.value !== null) return leap.value === 1;
  return process.stages.some(({ order }) => order > 1) || (process.undecidedOrder ?? 0) > 1 ? false : null;
}

/** What a finite number of steps finds: the stages of order 1, as long as no other comes between. */
export function finiteStepDirections(stages: readonly Stage[]): Rows {
  const end = stages.findIndex(({ order }) => order > 1);
  return (end < 0 ? stages : stages.slice(0, end)).flatMap(({ directions }) => directions);
}

const none: Exponent = { value: null, undecided: false, why: null };

function decided(value: number): Exponent {
  return { value, undecided: false, why: null };
}

function undecided(why: string | null): Exponent {
  return { value: null, undecided: true, why };
}
