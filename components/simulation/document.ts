// The experiment an element stands for: a preset, a file or a JSON child, and the common keys as attributes over it.

import { parseExperiment, parseJson, type Experiment } from '../../src/experiment/experiment.ts';
import { InvalidExperiment, isPlainObject } from '../../src/experiment/issues.ts';
import { presetDocuments } from '../../src/experiment/preset-documents.ts';
import { putAt, setAt, readValue } from '../../src/experiment/settings.ts';

/** Attribute → path in the experiment. */
export const attributePaths: Readonly<Record<string, string>> = {
  link: 'target.link',
  directions: 'target.directions',
  noise: 'target.noise',
  width: 'student.width',
  activation: 'student.activation',
  readout: 'student.readout',
  scaling: 'student.scaling',
  dimension: 'data.dimension',
  overlap: 'initial.overlap',
  loss: 'training.loss',
  constraint: 'training.constraint',
  batch: 'training.batch',
  reuse: 'training.reuse',
  'learning-rate': 'training.learningRate',
  steps: 'training.steps',
  seed: 'seed',
  engine: 'engine',
};

export interface Sources {
  /** Set from a script: then nothing else counts. */
  readonly document: unknown;
  readonly preset: string | null;
  /** Text that `src` names. */
  readonly remote?: string | null;
  /** Text of the JSON child. */
  readonly json: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Objects key by key, the second over the first; a different shape (a word, an array) replaces. */
export function merged(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const alternatives = ['overlap', 'M', 'every', 'log'];
  if (alternatives.some((key) => Object.hasOwn(over, key))) return over;
  const result: Record<string, unknown> = { ...base };
  // Coefficients take the place of an expression, and an expression theirs.
  if (Object.hasOwn(over, 'hermite')) for (const key of ['link', 'activation']) delete result[key];
  if (Object.hasOwn(over, 'link') || Object.hasOwn(over, 'activation')) delete result.hermite;
  for (const [key, value] of Object.entries(over)) result[key] = Object.hasOwn(base, key) ? merged(base[key], value) : value;
  return result;
}

export function documentOf(sources: Sources): unknown {
  if (sources.document !== null && sources.document !== undefined) return sources.document;
  let document: unknown = {};
  if (sources.preset !== null) {
    const known = Object.hasOwn(presetDocuments, sources.preset);
    if (!known) throw new InvalidExperiment([{ path: 'preset', found: `"${sources.preset}"`, allowed: Object.keys(presetDocuments).join(', ') }]);
    document = presetDocuments[sources.preset];
  }
  if (sources.remote) document = merged(document, parseJson(sources.remote));
  if (sources.json !== null) document = merged(document, parseJson(sources.json));
  for (const [attribute, text] of Object.entries(sources.attributes)) {
    const path = attributePaths[attribute];
    // `overlap` replaces whatever initial condition there was.
    if (path === 'initial.overlap') document = setAt(document, 'initial', { overlap: readValue(text) });
    else document = putAt(document, path, path === 'target.link' || path === 'student.activation' ? text : readValue(text));
  }
  return document;
}

/** The experiment, or why there is none, in words. */
export function resolve(sources: Sources): { experiment: Experiment | null; error: string | null } {
  try {
    return { experiment: parseExperiment(documentOf(sources)), error: null };
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    return { experiment: null, error: error.message };
  }
}
