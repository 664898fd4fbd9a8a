// Exponents and learning orders as sentences.

import type { Exponent, Stage, TargetAnalysis, Tolerance } from '../../src/model/target/analysis.ts';
import { formatValue, joinWords } from '../chart/words.ts';
import { sentence } from '../sentence.ts';
import { basisWords, rank } from './directions.ts';

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const power = (base: string, exponent: number): string => (exponent === 1 ? base : `${base}${[...String(exponent)].map((digit) => raised[Number(digit)]).join('')}`);

/** A number, "undecided" or "none". */
export const exponentValue = ({ value, undecided }: Exponent): string => (undecided ? 'undecided' : value === null ? 'none' : String(value));


function withDoubt({ value, undecided, why }: Exponent, meaning: (order: number) => string): string {
  if (undecided || value === null) return why === null ? 'There is nothing to find.' : sentence(why);
  return meaning(value);
}

/** d^((ℓ−2)/2), what gradient flow dm/dt ∝ m^(ℓ−1) takes from m = 1/√d (arXiv:2406.02157). */
function flowTime(order: number): string {
  if (order === 3) return '√d';
  return order % 2 === 0 ? power('d', (order - 2) / 2) : `d^(${order - 2}/2)`;
}

/** How the first overlap m leaves zero with fresh batches. */
export const informationWords = (exponent: Exponent): string => withDoubt(exponent, (order) => {
  if (order === 1) return 'The first overlap m grows at once, whatever its size.';
  if (order === 2) return 'The first overlap m grows in proportion to itself: from 1/√d it takes a time of order ln d.';
  return `The first overlap m grows only as ${power('m', order - 1)}: from 1/√d it takes a time of order ${flowTime(order)}.`;
});

/** What reusing a batch makes of the same first overlap. */
export const generativeWords = (exponent: Exponent): string => withDoubt(exponent, (order) => {
  if (order === 1) return 'Some function of the label leans on a direction: steps that see a batch twice find it at once.';
  if (order === 2) return 'No function of the label leans on a direction, but its square shows: a time of order ln d.';
  return `No function of the label shows a direction below order ${order}: hard for reuse too.`;
});

export const leapWords = (leap: Exponent, first: Exponent): string => withDoubt(leap, (order) => {
  if (first.value === null || order === first.value) return 'No later direction is harder than the first.';
  return `A later direction waits for order ${order}.`;
});

/** Each stage of a learning order: what is found, and at which order. */
export function stageWords(sequence: readonly Stage[]): string[] {
  const known: string[] = [];
  return sequence.map(({ order, directions }) => {
    const found = basisWords(directions);
    const given = known.length ? ` given ${joinWords(known)}` : '';
    known.push(...found);
    return `${joinWords(found)}${given} (order ${order})`;
  });
}

/** What a number of steps that does not grow with d finds. */
export function finiteWords(directions: readonly (readonly number[])[], k: number): string {
  const found = basisWords(directions);
  if (found.length === 0) return 'nothing';
  return found.length === k && k > 1 ? `all: ${joinWords(found)}` : joinWords(found);
}

/** How many directions h* does not depend on; null when it depends on all, or that is undecided. */
export function restWords({ sequence, directions: k, leapIndex }: TargetAnalysis): string | null {
  const found = rank(sequence.flatMap((stage) => stage.directions));
  if (found === k || leapIndex.undecided) return null;
  const rest = k - found;
  return `${rest === 1 ? 'One direction' : `${rest} directions`} of ${k} ${rest === 1 ? 'does' : 'do'} not enter h*.`;
}

export function staircaseWords(staircase: boolean | null): string {
  if (staircase === null) return 'Whether it is a staircase is undecided.';
  return staircase ? 'A staircase: each direction found opens the next at order 1.' : '';
}

/** What the answers rest on. */
export function toleranceWords({ tensor, label, grid }: Tolerance): string {
  const axes = grid.axes === 1 ? 'one axis' : `${grid.axes} axes`;
  const quadrature = `quadrature on ${axes} of ${joinWords(grid.nodes.map(String))} nodes`;
  return [
    `Hermite coefficients to degree ${tensor.degree} by ${tensor.exact ? 'algebra' : quadrature}: strengths up to ${formatValue(tensor.floor)}, relative to the target’s spread, count as zero.`,
    `Of the label ${label.functions === 1 ? 'one function' : `${label.functions} functions`}${label.discrete ? ', all there are' : ''}, to degree ${label.degree} in z${tensor.exact ? `, by ${quadrature}` : ''}: strengths below ${formatValue(label.resolution)} may be lost.`,
  ].join(' ');
}
