// For tests: the references' table of leap indices, and where the analysis of a target departs from its row.

import { analyseTarget, type Stage } from './analysis.ts';
import { projector } from './basis.ts';
import known from './known-targets.json';

type Row = (typeof known.targets)[number];
/** Order, dimension, projector and, of one pass, strengths. */
type KnownStage = [number, number, number[][], number[]?];

export const knownTargets: readonly Row[] = known.targets;

/** The references have six digits, */
const DIGITS = 2e-6;
/** but sign(z1 z2), of strength √2/π, has 1.5e-4 too much from their grid. */
const STRENGTH = 2e-4;

/** A line for each disagreement. */
export function disagreements(row: Row): string[] {
  const analysis = analyseTarget(row.link, row.k);
  const found: string[] = [];
  for (const key of ['informationExponent', 'leapIndex', 'generativeExponent', 'generativeLeap'] as const)
    if (analysis[key].value !== row[key]) found.push(`${key}: ${analysis[key].value} (${analysis[key].why ?? 'decided'}), not ${row[key]}`);
  if (analysis.staircase !== row.staircase) found.push(`staircase: ${analysis.staircase}`);
  compare('sequence', analysis.sequence, row.sequence as unknown as KnownStage[]);
  compare('generativeSequence', analysis.generativeSequence, row.generativeSequence as unknown as KnownStage[]);
  if (apart(analysis.finiteStep.onePass, row.onePass)) found.push('finiteStep.onePass');
  if (apart(analysis.finiteStep.reuse, row.reuse)) found.push('finiteStep.reuse');
  return found;

  function compare(name: string, stages: readonly Stage[], known: readonly KnownStage[]): void {
    if (stages.length !== known.length) found.push(`${name}: ${stages.length} stages, not ${known.length}`);
    stages.forEach(({ order, directions, strength }, i) => {
      const [knownOrder, dim, span, strengths] = known[i] ?? [];
      if (order !== knownOrder || directions.length !== dim) found.push(`${name} ${i}: order ${order}, dimension ${directions.length}`);
      else if (apart(directions, span)) found.push(`${name} ${i}: the span differs`);
      else if (strengths?.some((s, j) => !(Math.abs(strength[j] / s - 1) < STRENGTH))) found.push(`${name} ${i}: strengths ${strength.join(', ')}`);
    });
  }

  function apart(rows: readonly number[][], span: number[][]): boolean {
    return projector([...rows], row.k).some((entries, i) => entries.some((x, j) => !(Math.abs(x - span[i][j]) < DIGITS)));
  }
}
