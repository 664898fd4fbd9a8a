// Which experiments a study is of: documents, or targets alone.

import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import { preset } from '../../src/experiment/presets.ts';

/** The generative exponent at work: a direction that reuse finds, one of two, none. */
export const usual: readonly ExperimentDocument[] = ['reuse-he2he3', 'reuse-z1-he3z2', 'reuse-z1z2'].map((id) => preset(id)!.document);

/**
 * The protocol of the first preset for each of the targets in "He3(z1); z1*z2": a shifted ReLU, whose Hermite coefficients
 * are all there, and four second-layer weights of which no two are alike.
 */
export function documentsOf(targets: string): ExperimentDocument[] {
  const { initial: _, ...rest } = usual[0];
  return targets.split(';').map((text) => text.trim()).filter(Boolean).map((link) => {
    const directions = Math.max(1, ...(link.match(/\bz\d+\b/g) ?? []).map((name) => Number(name.slice(1))));
    return { ...rest, target: { link, directions }, student: { width: 4, activation: 'relu(x + 0.5)', readout: [1, -1.5, 0.6, -0.8], scaling: 'sqrt' }, initial: 'random' };
  });
}

/** "1000, 4000, 16000": ascending, each once; null for what is no such list. */
export function dimensionsOf(text: string): number[] | null {
  const dimensions = [...new Set(text.split(',').map(Number))].sort((a, b) => a - b);
  return dimensions.every((dimension) => Number.isSafeInteger(dimension) && dimension > 1) ? dimensions : null;
}
