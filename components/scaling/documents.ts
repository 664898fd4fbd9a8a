// Which experiments a study is of: documents, or targets alone.

import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import { preset } from '../../src/experiment/presets.ts';
import { writtenDirections } from '../../src/model/written-directions.ts';
import type { Seeds } from '../../src/run/scaling/points.ts';

/** The generative exponent at work: a direction that reuse finds, one of two, none. */
export const usual: readonly ExperimentDocument[] = ['reuse-he2he3', 'reuse-z1-he3z2', 'reuse-z1z2'].map((id) => preset(id)!.document);

/**
 * The protocol of the first preset for each of the targets in "He3(z1); z1*z2": a shifted ReLU, whose Hermite coefficients
 * are all there, and four second-layer weights of which no two are alike.
 */
export function documentsOf(targets: string): ExperimentDocument[] {
  const { initial: _, ...rest } = usual[0];
  return targets.split(';').map((text) => text.trim()).filter(Boolean).map((link) => {
    return { ...rest, target: { link, directions: writtenDirections(link) }, student: { width: 4, activation: 'relu(x + 0.5)', readout: [1, -1.5, 0.6, -0.8], scaling: 'sqrt' }, initial: 'random' };
  });
}

/** "1000, 4000, 16000", or the list itself: ascending, each once; null for what is no such list. */
export function dimensionsOf(given: string | readonly number[]): number[] | null {
  const dimensions = [...new Set(typeof given === 'string' ? given.split(',').map(Number) : given)].sort((a, b) => a - b);
  return dimensions.length > 0 && dimensions.every((dimension) => Number.isSafeInteger(dimension) && dimension > 1) ? dimensions : null;
}

/** How many, from 1 on, or the first and the last; null for fewer than two. */
export function seedsOf(given: number | readonly number[]): Seeds | null {
  const [first, last, ...more] = typeof given === 'number' ? [1, given] : given;
  return more.length === 0 && Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last > first ? [first, last] : null;
}
