// The settings a reader can turn, as data: where they live in the document, what they are called, how they are written.

import type { EngineName } from '../../src/experiment/experiment.ts';
import { engineNames } from '../../src/experiment/schema.ts';

export type Group = 'Target' | 'Student' | 'Training' | 'Run';

export interface Field {
  readonly path: string;
  readonly label: string;
  readonly group: Group;
  /** Words to choose from, with what they mean; a text field without. */
  readonly options?: readonly (readonly [value: string, text: string])[];
  /** Suggestions for a text field. */
  readonly examples?: readonly string[];
  /** Text that is taken as it stands, not read as JSON. */
  readonly expression?: boolean;
  /** Left-hand side of the formula shown below an expression. */
  readonly formula?: string;
  readonly wide?: boolean;
  readonly advanced?: boolean;
  /** Said below the field, always. */
  readonly hint?: string;
}

const engineWords: Record<EngineName, string> = {
  dense: 'dense: the chain itself, on the graphics adapter',
  reference: 'reference: the same chain in float64, on the processor',
  reduced: 'reduced: the overlaps’ exact law, for any d',
  'matrix-free': 'matrix-free: batches used again, exact in law',
  closure: 'closure: the law’s Gaussian limit for large batches',
  theory: 'theory: the deterministic limit, no noise',
};

export const groups: readonly Group[] = ['Target', 'Student', 'Training', 'Run'];

export const controlFields: readonly Field[] = [
  { path: 'target.link', label: 'Target h*', group: 'Target', expression: true, formula: 'h*(z)', wide: true, examples: ['He3(z1)', 'He2(z1)', 'z1*z2', 'tanh(z1 + He3(z2))', '(erf(z1/sqrt(2)) + erf(z2/sqrt(2)))/2'] },
  { path: 'target.directions', label: 'Directions k', group: 'Target' },
  { path: 'target.noise', label: 'Label noise Δ', group: 'Target' },
  { path: 'student.activation', label: 'Activation σ', group: 'Student', expression: true, formula: 'σ(x)', wide: true, examples: ['He3(x)', 'x^2', 'relu(x)', 'tanh(x)', 'erf(x/sqrt(2))'] },
  { path: 'student.width', label: 'Width p', group: 'Student' },
  { path: 'data.dimension', label: 'Dimension d', group: 'Student' },
  { path: 'initial', label: 'Initial overlap', group: 'Student', wide: true, examples: ['random', '0.0625', '0.125'], hint: '“random”, or a number m: each neuron starts with overlap m' },
  { path: 'student.readout', label: 'Readout a', group: 'Student', advanced: true, examples: ['ones', 'alternating'], hint: '“ones”, “alternating” or p numbers' },
  { path: 'student.scaling', label: 'Scaling c', group: 'Student', advanced: true, options: [['mean', '1/p'], ['sqrt', '1/√p'], ['sum', '1']] },
  { path: 'training.loss', label: 'Loss', group: 'Training', options: [['square', 'square'], ['correlation', 'correlation'], ['adaptive', 'adaptive']] },
  { path: 'training.constraint', label: 'Constraint', group: 'Training', options: [['projected', 'projected'], ['spherical', 'spherical'], ['none', 'none']] },
  { path: 'training.batch', label: 'Batch n', group: 'Training' },
  { path: 'training.learningRate', label: 'Learning rate γ', group: 'Training' },
  { path: 'training.steps', label: 'Steps T', group: 'Training' },
  { path: 'training.reuse', label: 'Steps on a batch', group: 'Training', advanced: true, examples: ['1', '2', 'all'], hint: 'a number, or “all”' },
  { path: 'record.every', label: 'Record every', group: 'Training', advanced: true, hint: 'a number of steps, or “log 300”: so many points, evenly on a log axis' },
  { path: 'seed', label: 'Seed', group: 'Run' },
  { path: 'engine', label: 'Engine', group: 'Run', wide: true, options: [['', 'automatic'], ...engineNames.map((name) => [name, engineWords[name]] as const)] },
];
