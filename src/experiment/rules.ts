// What the schema cannot say because it ties keys together: shapes, orders, positive matrices, expressions that parse.

import { cholesky, flatten } from '../math/linalg.ts';
import { InvalidLink, parseLink, targetVariables } from '../model/link.ts';
import { flow } from './flow-rules.ts';
import { joinPath, show } from './issues.ts';
import type { Issue } from './issues.ts';
import { gramMatrix } from './quantities.ts';
import type { Experiment } from './schema.ts';

type Rule = (experiment: Experiment) => Issue[];

const fits: Issue[] = [];

const expressions: Rule = ({ target, student }) => [
  ...expression('target.link', target.link, targetVariables(target.directions), 'target.hermite', target.hermite),
  ...expression('student.activation', student.activation, ['x'], 'student.hermite', student.hermite),
];

/** An expression that stands for coefficients is told as those. */
function expression(path: string, source: string, variables: string[], coefficientsPath: string, coefficients: readonly number[] | undefined): Issue[] {
  try {
    parseLink(source, variables);
    return fits;
  } catch (error) {
    if (!(error instanceof InvalidLink)) throw error;
    if (coefficients) return [{ path: coefficientsPath, found: show(coefficients), allowed: `coefficients that stand for an expression in ${variables.join(', ')}; ${error.message}` }];
    return [{ path, found: show(source), allowed: `an expression in ${variables.join(', ')}; ${error.message}` }];
  }
}

/** Coefficients of a function that is nothing teach nothing, and are more likely a mistake. */
const coefficients: Rule = ({ target, student }) => {
  const issues: Issue[] = [];
  if (target.hermite?.every((c) => c === 0)) issues.push({ path: 'target.hermite', found: show(target.hermite), allowed: 'at least one coefficient that is not 0' });
  if (target.hermite && target.directions !== 1) issues.push({ path: 'target.directions', found: show(target.directions), allowed: '1 with target.hermite, which is a function of z1; target.link takes more' });
  if (student.hermite?.every((c) => c === 0)) issues.push({ path: 'student.hermite', found: show(student.hermite), allowed: 'at least one coefficient that is not 0' });
  return issues;
};

const readout: Rule = ({ student: { readout, width } }) => {
  if (typeof readout === 'object' && !Array.isArray(readout)) return readoutLaw(readout);
  return typeof readout === 'string' || readout.length === width
    ? fits
    : [{ path: 'student.readout', found: `${readout.length} numbers`, allowed: `"ones", "alternating" or as many numbers as neurons, ${width}` }];
};

function readoutLaw(law: Exclude<Experiment['student']['readout'], string | number[]>): Issue[] {
  if (law.law === 'uniform' && law.high < law.low) return [{ path: 'student.readout.high', found: show(law.high), allowed: `at least student.readout.low = ${law.low}` }];
  if (law.law !== 'atoms' || law.weights === undefined) return fits;
  const { values, weights } = law;
  if (weights.length !== values.length) return [{ path: 'student.readout.weights', found: count(weights.length, 'number'), allowed: `as many as student.readout.values, ${values.length}` }];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 && total < Infinity ? fits : [{ path: 'student.readout.weights', found: show(weights), allowed: 'numbers of at least 0 with a finite sum above 0' }];
}

const spanned: Rule = ({ data, student, target }) =>
  data.dimension >= student.width + target.directions
    ? fits
    : [{ path: 'data.dimension', found: show(data.dimension), allowed: `at least student.width + target.directions = ${student.width + target.directions}` }];

const gram: Rule = ({ target: { gram: P, directions: k } }) => {
  if (P === null) return fits;
  const misshapen = shape('target.gram', P, k, k, 'k×k');
  if (misshapen.length > 0) return misshapen;
  const issues = symmetry('target.gram', P);
  for (let r = 0; r < k; r++)
    if (Math.abs(P[r][r] - 1) > 1e-9) issues.push({ path: `target.gram.${r}.${r}`, found: show(P[r][r]), allowed: '1: directions are unit vectors' });
  if (issues.length > 0) return issues;
  const L = cholesky(flatten(P), k);
  const definite = L !== null && P.every((_, r) => L[r * k + r] ** 2 > 1e-10);
  return definite ? fits : [{ path: 'target.gram', found: show(P), allowed: 'a positive definite matrix: the directions must be independent' }];
};

const initial: Rule = (experiment) => {
  const { initial, student: { width: p }, target: { directions: k } } = experiment;
  if (typeof initial === 'string' || 'overlap' in initial) return fits;
  const { M, Q } = initial;
  const misshapen = [...shape('initial.M', M, p, k, 'p×k'), ...shape('initial.Q', Q, p, p, 'p×p')];
  const issues = misshapen.length > 0 ? misshapen : symmetry('initial.Q', Q);
  if (issues.length > 0 || gram(experiment).length > 0) return issues;
  const n = k + p;
  const P = gramMatrix(experiment);
  const Omega = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) Omega[i * n + j] = Omega[j * n + i] = i < k ? P[i * k + j] : j < k ? M[i - k][j] : Q[i - k][j - k];
  return cholesky(Omega, n) === null
    ? [{ path: 'initial', found: show(initial), allowed: 'M and Q such that [[P, Mᵀ], [M, Q]] is positive semidefinite: no weights have these overlaps' }]
    : fits;
};

function shape(path: string, rows: readonly (readonly number[])[], height: number, width: number, name: string): Issue[] {
  if (rows.length !== height) return [{ path, found: count(rows.length, 'row'), allowed: `${count(height, 'row')} (${name})` }];
  return rows.flatMap((row, i) =>
    row.length === width ? [] : [{ path: joinPath(path, i), found: count(row.length, 'number'), allowed: `${count(width, 'number')} (${name})` }]);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Up to rounding: overlaps computed as products of weights may differ in the last bits. */
function symmetry(path: string, A: readonly (readonly number[])[]): Issue[] {
  const issues: Issue[] = [];
  for (let i = 0; i < A.length; i++)
    for (let j = 0; j < i; j++)
      if (Math.abs(A[i][j] - A[j][i]) > 1e-12 * Math.max(1, Math.abs(A[i][j])))
        issues.push({ path: `${path}.${i}.${j}`, found: show(A[i][j]), allowed: `${A[j][i]}, as in ${path}.${j}.${i}: the matrix is symmetric` });
  return issues;
}

/** A sample's number is a word of its counter. */
const MOST_COUNTED = 2 ** 32 - 1;

const dataset: Rule = ({ training: { dataset, batch }, engine }) => {
  if (dataset === null) return fits;
  const counted = engine === 'dense' || engine === 'reference';
  if (dataset >= batch && !(counted && dataset > MOST_COUNTED)) return fits;
  const most = counted ? `, and at most ${MOST_COUNTED} with the engine "${engine}"` : '';
  return [{ path: 'training.dataset', found: show(dataset), allowed: `null, or at least training.batch = ${batch}${most}` }];
};

const reuse: Rule = ({ training: { reuse }, engine }) =>
  (engine === 'reduced' || engine === 'closure') && reuse !== 1
    ? [{ path: 'training.reuse', found: show(reuse), allowed: `1 with the engine "${engine}", which draws fresh samples at every step; "dense", "reference" and "matrix-free" reuse batches` }]
    : fits;

/** The adaptive loss says what becomes of one learning rate, and not of two. */
const secondLayer: Rule = ({ training: { secondLayer, loss, lookAhead } }) => {
  if (secondLayer === 'fixed') return fits;
  const issues: Issue[] = [];
  if (loss === 'adaptive') issues.push({ path: 'training.loss', found: show(loss), allowed: '"square" or "correlation" with a second layer that learns' });
  if (lookAhead?.kind === 'sample') issues.push({ path: 'training.lookAhead', found: show(lookAhead), allowed: 'null or the kind "two-step" with a second layer that learns: a sample displaces the first alone' });
  return issues;
};

/** A step of `reduced` handles (p + k)² products a sample, written for few neurons. */
const MOST_REDUCED = 16;

const width: Rule = ({ student, engine }) =>
  engine === 'reduced' && student.width > MOST_REDUCED
    ? [{ path: 'student.width', found: show(student.width), allowed: `a whole number from 1 to ${MOST_REDUCED} with the engine "reduced"; "dense" and "reference" take wider students` }]
    : fits;

/** Samples that look ahead by themselves are drawn one by one, each in the span of what its batch has added so far, and forgotten. */
const lookAhead: Rule = ({ training: { lookAhead, reuse, dataset, batch }, student: { width: p }, target: { directions: k }, data: { dimension: d }, engine }) => {
  if (engine !== 'matrix-free' || lookAhead?.kind !== 'sample') return fits;
  const where = 'with the look-ahead "sample" in the engine "matrix-free"';
  const issues: Issue[] = [];
  if (reuse !== 1) issues.push({ path: 'training.reuse', found: show(reuse), allowed: `1 ${where}` });
  if (dataset !== null) issues.push({ path: 'training.dataset', found: show(dataset), allowed: `null ${where}` });
  if (batch > 1 && d < k + 2 * p)
    issues.push({ path: 'data.dimension', found: show(d), allowed: `at least target.directions + 2 student.width = ${k + 2 * p} ${where} on batches of more than one sample` });
  return issues;
};

const rules: readonly Rule[] = [coefficients, expressions, gram, readout, width, spanned, initial, dataset, reuse, lookAhead, secondLayer, flow];

export function breaches(experiment: Experiment): Issue[] {
  return rules.flatMap((rule) => rule(experiment));
}
