// What a given number of steps finds when the dimension grows and the samples with it, N = αD (theory/reuse.md,
// section 3): with fresh batches U ← U + span{E[z⊥ y | z_U]} at every step; with one batch, from the second step on,
// U ← U + span{E[z⊥ | y, z_U]}.

import type { Stage, TargetAnalysis } from './analysis.ts';
import type { Rows } from './basis.ts';

export interface FiniteSteps {
  /** Orthonormal rows in z coordinates. */
  readonly onePass: Rows;
  readonly reuse: Rows;
  /** Why there may be more; null where that is all. */
  readonly caveat: { readonly onePass: string | null; readonly reuse: string | null };
}

/**
 * The subspaces found within `steps` steps from M = 0, for activations that have all Hermite coefficients.
 *
 * The first step knows the labels only as they are, so on one batch it finds what it finds on a fresh one. Where that is
 * all that a function of the label shows at once, the second step shows the next stage; else it completes this one.
 */
export function finiteSteps(analysis: TargetAnalysis, steps: number): FiniteSteps {
  const fresh = stagesOf(analysis.sequence);
  const again = stagesOf(analysis.generativeSequence);
  const ahead = fresh.length > 0 && again.length > 0 && fresh[0].length === again[0].length ? 1 : 0;
  return {
    onePass: fresh.slice(0, steps).flat(),
    reuse: steps > 1 ? again.slice(0, steps - 1 + ahead).flat() : fresh.slice(0, steps).flat(),
    caveat: { onePass: caveatOf(analysis.sequence, analysis.leapIndex), reuse: caveatOf(analysis.generativeSequence, analysis.generativeLeap) },
  };
}

/** The stages of order 1, as long as no other comes between: nothing else is found in a number of steps that does not grow. */
function stagesOf(sequence: readonly Stage[]): Rows[] {
  const end = sequence.findIndex(({ order }) => order > 1);
  return (end < 0 ? sequence : sequence.slice(0, end)).map(({ directions }) => directions);
}

/** An order above 1 ends what a finite number of steps finds, whatever is left open beyond it. */
function caveatOf(sequence: readonly Stage[], { why }: TargetAnalysis['leapIndex']): string | null {
  return sequence.some(({ order }) => order > 1) ? null : why;
}
