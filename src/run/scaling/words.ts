// Directions and protocols in words, the same on the command line and on the page.

import type { Focus } from './plan.ts';

/** Components that three digits do not show. */
const SMALL = 5e-4;

/** "z2", "z1, z2", "0.707 z1 + 0.707 z2". */
export function directionNames(rows: readonly (readonly number[])[]): string {
  return rows.map(combination).join(', ');
}

function combination(v: readonly number[]): string {
  const terms = v.flatMap((x, i) => (Math.abs(x) < SMALL ? [] : [{ x, name: `z${i + 1}` }]));
  if (terms.length === 1) return terms[0].name;
  return terms.map(({ x, name }, i) => `${x < 0 ? (i === 0 ? '−' : '− ') : i === 0 ? '' : '+ '}${Math.abs(x).toFixed(3)} ${name}`).join(' ');
}

export const foundBy: Readonly<Record<Focus['foundBy'], string>> = {
  reuse: 'which only one batch finds',
  neither: 'which neither protocol finds',
  both: 'which both protocols find',
};
