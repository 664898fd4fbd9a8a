// Between an experiment and the document that a person reads: what an experiment has beside what was written (expressions for
// Hermite coefficients, the number for "infinity") is worked out here, and taken away again.

import { hermiteExpression } from './hermite.ts';
import { isPlainObject } from './issues.ts';
import type { Experiment, ParsedDocument } from './schema.ts';
import { isFlow } from './flow.ts';

const TARGET_VARIABLE = 'z1';
const STUDENT_VARIABLE = 'x';

/** The expressions for coefficients, and the steps of a flow whose record says how many there are. */
export function resolved(document: ParsedDocument): Experiment {
  const { target, student } = document;
  const experiment = {
    ...document,
    target: { ...target, link: target.link ?? hermiteExpression(target.hermite!, TARGET_VARIABLE) },
    student: { ...student, activation: student.activation ?? hermiteExpression(student.hermite!, STUDENT_VARIABLE) },
  };
  if (isFlow(experiment) && experiment.theory?.horizon !== undefined && 'log' in experiment.record)
    experiment.training = { ...experiment.training, steps: experiment.record.log };
  return experiment;
}

/** The experiment as a document: what JSON, a link or a form should show. It parses to the experiment. */
export function asWritten(experiment: Experiment): Record<string, unknown> {
  return unresolved(experiment) as Record<string, unknown>;
}

/** Takes away what `resolved` put in, and nothing else: any other document stays as it is. */
export function unresolved(document: unknown): unknown {
  if (!isPlainObject(document)) return document;
  const { target, student, data } = document;
  return {
    ...document,
    ...without(document, 'target', target, 'link', TARGET_VARIABLE),
    ...without(document, 'student', student, 'activation', STUDENT_VARIABLE),
    ...(isPlainObject(data) && data.dimension === Infinity && isFlow(document) ? { data: { ...data, dimension: 'infinity' } } : {}),
  };
}

function without(document: Record<string, unknown>, key: string, part: unknown, expression: string, variable: string): Record<string, unknown> {
  if (!Object.hasOwn(document, key) || !isPlainObject(part) || !isCoefficients(part.hermite)) return {};
  const { [expression]: written, ...rest } = part;
  return written === hermiteExpression(part.hermite, variable) ? { [key]: rest } : {};
}

/** As far as an experiment's go: a longer array is none, and is left to the schema to refuse. */
function isCoefficients(value: unknown): value is number[] {
  return Array.isArray(value) && value.length < 20 && value.every((c) => typeof c === 'number');
}
