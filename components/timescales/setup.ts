// What the page of the learning time scales is set to: one document of a gradient flow, the presets it starts from, and the
// descent beside it.

import type { ExperimentDocument } from '../../src/experiment/experiment.ts';
import { InvalidExperiment, parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import { epsilonOf, isFlow } from '../../src/experiment/flow.ts';
import { hermiteOf } from '../../src/experiment/hermite.ts';
import { timescalesPresets } from '../../src/experiment/presets-timescales.ts';
import { putAt } from '../../src/experiment/settings.ts';

export interface DescentChoice {
  readonly on: boolean;
  /** ηd/B wanted. */
  readonly dial: number;
  /** d of the descent where the flow has none. */
  readonly dimension: number;
}

export interface Start {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly document: ExperimentDocument;
  readonly descent: DescentChoice;
}

const noDescent: DescentChoice = { on: false, dial: 0.003, dimension: 100 };

/** A run of descent becomes the flow that it follows, with descent beside it. */
export const starts: readonly Start[] = timescalesPresets.map(({ id, title, description, document }) => {
  if (isFlow(document)) return { id, title, description, document, descent: noDescent };
  const { target, student, data, training } = document;
  const experiment = parseExperiment(document);
  const eta = experiment.training.learningRate / experiment.student.width;
  return {
    id, title, description,
    document: { target, student, data, theory: { form: 'flow', epsilon: epsilonOf(experiment), horizon: eta * experiment.training.steps }, engine: 'theory' },
    descent: { on: true, dial: (eta * experiment.data.dimension) / Number(training!.batch), dimension: experiment.data.dimension },
  };
});

export const startOf = (id: string): Start | undefined => starts.find((start) => start.id === id);

/** ε on the slider, in powers of ten. */
export const epsilonReach = { least: -12, most: 0, step: 0.05 } as const;

export const epsilonAt = (power: number): number => Number((10 ** power).toPrecision(3));

/** The laws of a_i(0) on offer. */
export const laws: readonly { readonly name: string; readonly readout: NonNullable<ExperimentDocument['student']['readout']> }[] = [
  { name: 'normal, N(0, 1)', readout: { law: 'gaussian' } },
  { name: 'uniform on [−1, 1]', readout: { law: 'uniform' } },
  { name: 'two atoms, ±1', readout: { law: 'atoms', values: [-1, 1] } },
  { name: 'one atom, 1', readout: { law: 'atoms', values: [1] } },
];

/** Index into `laws`; −1 for another. */
export function lawOf({ student: { readout } }: Experiment): number {
  written ??= laws.map((law) => JSON.stringify(parseExperiment(putAt(probe, 'student.readout', law.readout)).student.readout));
  return written.indexOf(JSON.stringify(readout));
}
/** With their defaults, as an experiment has them. */
let written: readonly string[] | null = null;
const probe = { target: { hermite: [1] }, student: { width: 1, hermite: [1] }, data: { dimension: 'infinity' }, theory: { form: 'mean-field-flow', epsilon: 1, horizon: 1 }, engine: 'theory' };

export type Which = 'target' | 'student';

/** φ_k or σ_k set; both lists are made as long as each other, so that every degree has a place. */
export function withCoefficient(document: unknown, experiment: Experiment, which: Which, k: number, value: number): unknown {
  const own = padded(experiment)[which].map((c, i) => (i === k ? value : c));
  return putAt(document, `${which}.hermite`, own);
}

/** One degree more, or one less. */
export function withDegrees(document: unknown, experiment: Experiment, count: number): unknown {
  const { target, student } = padded(experiment);
  const resized = (c: readonly number[]): number[] => Array.from({ length: count }, (_, k) => c[k] ?? 0);
  return putAt(putAt(document, 'target.hermite', resized(target)), 'student.hermite', resized(student));
}

/** φ and σ, one as long as the other. */
export function padded(experiment: Experiment): Record<Which, number[]> {
  const found = hermiteOf(experiment) ?? { target: [], student: [] };
  const length = Math.max(found.target.length, found.student.length, 2);
  const fill = (c: readonly number[]): number[] => Array.from({ length }, (_, k) => c[k] ?? 0);
  return { target: fill(found.target), student: fill(found.student) };
}

/** A finite d is asked for with the exact flow alone; infinity goes with the mean field. */
export function withForm(document: unknown, form: 'flow' | 'mean-field-flow', dimension: number): unknown {
  const formed = putAt(putAt(document, 'theory.form', form), 'data.dimension', form === 'flow' ? dimension : 'infinity');
  const { experiment } = flowFrom(formed);
  return form === 'flow' && experiment && epsilonOf(experiment) < QUICK ? putAt(formed, 'theory.epsilon', QUICK) : formed;
}

/** Where the exact flow begins: it is stiff below, and takes seconds. */
const QUICK = 1e-3;

export type Parsed = { readonly experiment: Experiment; readonly error: null } | { readonly experiment: null; readonly error: string };

/** A flow, or why it is none, as a sentence. */
export function flowFrom(document: unknown): Parsed {
  try {
    const experiment = parseExperiment(document);
    if (!isFlow(experiment)) return { experiment: null, error: 'This experiment is no gradient flow: that is engine "theory" with theory.form "flow" or "mean-field-flow".' };
    return { experiment, error: null };
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    return { experiment: null, error: error.issues.map(({ path, found, allowed }) => `${path}: found ${found}; allowed: ${allowed}.`).join(' ') };
  }
}
