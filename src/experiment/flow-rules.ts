// What a gradient flow of both layers needs of a document: the setting of 2303.00055, and a time to run.

import { epsilonOf, isFlow } from './flow.ts';
import { hermiteOf } from './hermite.ts';
import { show } from './issues.ts';
import type { Issue } from './issues.ts';
import type { Experiment } from './schema.ts';

/** The setting first; what depends on it only where it holds. */
export function flow(experiment: Experiment): Issue[] {
  if (!isFlow(experiment)) return [];
  const issues = setting(experiment);
  return issues.length > 0 ? issues : [...functions(experiment), ...time(experiment)];
}

function setting({ target, student, training, initial, theory }: Experiment): Issue[] {
  const issues: Issue[] = [];
  const only = (holds: boolean, path: string, found: unknown, allowed: string) => {
    if (!holds) issues.push({ path, found: show(found), allowed: `${allowed} with theory.form "${theory!.form}"` });
  };
  only(target.directions === 1, 'target.directions', target.directions, '1');
  only(student.scaling === 'mean', 'student.scaling', student.scaling, '"mean"');
  only(training.loss === 'square', 'training.loss', training.loss, '"square"');
  only(training.constraint !== 'none', 'training.constraint', training.constraint, '"projected" or "spherical", whose limit keeps the rows on the sphere,');
  only(training.reuse === 1, 'training.reuse', training.reuse, '1');
  if (typeof initial !== 'string' && 'Q' in initial)
    initial.Q.forEach((row, i) => only(Math.abs(row[i] - 1) <= 1e-9, `initial.Q.${i}.${i}`, row[i], '1, as rows are unit vectors,'));
  return issues;
}

function functions(experiment: Experiment): Issue[] {
  if (hermiteOf(experiment) !== null) return [];
  const { target, student } = experiment;
  // The coefficients of the other one are there: it is this one that has none.
  const own = hermiteOf({ ...experiment, student: { ...student, hermite: [1] } }) === null;
  const [path, found, other] = own ? ['target.link', target.link, 'target.hermite'] : ['student.activation', student.activation, 'student.hermite'];
  return [{ path, found: show(found), allowed: `a polynomial with theory.form "${experiment.theory!.form}", or in its place ${other}` }];
}

/** Below it, what is left of the degrees already learned, divided by ε, is lost in float64's rounding, and no step is short enough. */
const SMALLEST_EPSILON = 1e-18;

function time(experiment: Experiment): Issue[] {
  const { theory, record, training: { learningRate, steps } } = experiment;
  const issues: Issue[] = [];
  const epsilon = epsilonOf(experiment);
  if (epsilon < SMALLEST_EPSILON) issues.push({ path: 'theory.epsilon', found: show(epsilon), allowed: `at least ${SMALLEST_EPSILON}, what float64 can follow` });
  if (Number.isNaN(epsilon))
    issues.push({ path: 'theory.epsilon', found: 'nothing', allowed: 'a number above 0, or training.learningRate and training.secondLayer.learningRate above 0, whose ratio it is' });
  if (theory!.horizon === undefined && !(learningRate > 0 && steps > 0))
    issues.push({ path: 'theory.horizon', found: 'nothing', allowed: 'a number above 0, or training.learningRate and training.steps above 0, which give the time learningRate/student.width · steps' });
  if (theory!.horizon !== undefined && 'every' in record && steps === 0)
    issues.push({ path: 'record', found: show(record), allowed: '{ "log": count }, or training.steps above 0: into how many equal parts the horizon is divided' });
  return issues;
}
