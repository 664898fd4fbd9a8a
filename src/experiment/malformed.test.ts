// A table of documents someone could write, or send, that are no experiments. Each is refused with the path of what is
// wrong; none crashes the parser, and none is mended silently.

import { expect, test } from 'vitest';
import { InvalidExperiment, parseExperiment, parseExperimentText } from './experiment.ts';
import type { Issue } from './experiment.ts';
import { setAt } from './settings.ts';

const base = {
  target: { link: 'He3(z1) + z2', directions: 2 },
  student: { width: 2, activation: 'tanh(x)' },
  data: { dimension: 100 },
  training: { batch: 50, learningRate: 0.1, steps: 10 },
};
const eye2 = [[1, 0], [0, 1]];
const zero2 = [[0, 0], [0, 0]];

function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action();
    return [{ path: 'accepted', found: '', allowed: '' }];
  } catch (error) {
    if (error instanceof InvalidExperiment && error.message.split('\n').length === error.issues.length) return error.issues;
    throw error;
  }
}

const pathsOf = (action: () => unknown) => issuesOf(action).map(({ path }) => path);

function boom(): never {
  throw new Error('boom');
}

class Homemade {
  seed = 1;
}

// [key to set, value, path of the one issue when it is not the key itself]
const wrong: [string, unknown, string?][] = [
  // target
  ['target', null], ['target', []], ['target', 'He3(z1)'], ['target', 3], ['target', undefined], ['target', {}, 'target.link'],
  ['target.link', undefined], ['target.link', 3], ['target.link', null], ['target.link', ['z1']], ['target.link', { z1: 1 }], ['target.link', true],
  ['target.link', ''], ['target.link', '   '], ['target.link', 'z3'], ['target.link', 'x'], ['target.link', 'z1 +'], ['target.link', 'z1'.repeat(501)],
  ['target.link', '('.repeat(400) + 'z1' + ')'.repeat(400)], ['target.link', 'alert(1)'], ['target.link', 'z1; z2'], ['target.link', 'a'.repeat(10_000_000)],
  ['target.link', 'constructor'], ['target.link', 'z1.__proto__'], ['target.link', 'He11(z1)'], ['target.link', 'He3()'], ['target.link', '\uD800'],
  ['target.directions', 0], ['target.directions', 9], ['target.directions', 1.5], ['target.directions', '2'], ['target.directions', null], ['target.directions', NaN],
  ['target.directions', -1], ['target.directions', 1, 'target.link'],
  ['target.noise', -0.1], ['target.noise', '0.1'], ['target.noise', Infinity], ['target.noise', NaN], ['target.noise', null], ['target.noise', [0]], ['target.noise', 1n],
  ['target.gram', 'identity'], ['target.gram', []], ['target.gram', [1, 0], 'target.gram.0 target.gram.1'], ['target.gram', [[1]]], ['target.gram', [[1, 0], [0]], 'target.gram.1'],
  ['target.gram', [[1, 0], [0, '1']], 'target.gram.1.1'], ['target.gram', [[1, 0], [0, 2]], 'target.gram.1.1'], ['target.gram', [[1, 0.5], [0.4, 1]], 'target.gram.1.0'],
  ['target.gram', [[1, 1], [1, 1]]], ['target.gram', [[1, 2], [2, 1]]], ['target.gram', {}], ['target.gram', Array.from({ length: 100 }, () => [1])], ['target.gram', [[1, NaN], [0, 1]], 'target.gram.0.1'],
  ['target.nois', 0.1], ['target.__proto__x', 1], ['target.Link', 'z1'],
  // student
  ['student', null], ['student', 'x'], ['student.width', 0], ['student.width', 65], ['student.width', 2.5], ['student.width', '4'], ['student.width', undefined], ['student.width', -4],
  ['student.width', Infinity], ['student.width', Number('1e400')], ['student.width', [4]],
  ['student.activation', undefined], ['student.activation', 'z1'], ['student.activation', 'x x'], ['student.activation', 'foo(x)'], ['student.activation', 7], ['student.activation', 'x +'],
  ['student.activation', () => 1], ['student.activation', 'x'.repeat(1001)],
  ['student.readout', 'one'], ['student.readout', []], ['student.readout', [1]], ['student.readout', [1, 2, 3]], ['student.readout', [1, '2'], 'student.readout.1'],
  ['student.readout', [1, null], 'student.readout.1'], ['student.readout', [1, Infinity], 'student.readout.1'], ['student.readout', null], ['student.readout', 1], ['student.readout', { 0: 1, 1: 1 }],
  // oxlint-disable-next-line no-sparse-arrays
  ['student.readout', [1, , 1], 'student.readout.1'], ['student.readout', Array(1e6).fill(1)], ['student.readout', new Float64Array(2)],
  ['student.scaling', 'average'], ['student.scaling', 0.5], ['student.scaling', null], ['student.scaling', 'Mean'],
  // data
  ['data', []], ['data', undefined], ['data.dimension', 3], ['data.dimension', 1], ['data.dimension', 1e12 + 1], ['data.dimension', 100.5], ['data.dimension', '100'], ['data.dimension', -100],
  ['data.dimension', undefined], ['data.dimension', 2n], ['data.distribution', 'uniform'], ['data.distribution', null], ['data.dim', 100],
  // initial
  ['initial', 'zero'], ['initial', null], ['initial', 0.1], ['initial', []], ['initial', {}], ['initial', { overlap: 1.1 }, 'initial.overlap'], ['initial', { overlap: -0.1 }, 'initial.overlap'],
  ['initial', { overlap: '0.1' }, 'initial.overlap'], ['initial', { overlap: null }, 'initial.overlap'], ['initial', { overlap: 0.1, M: zero2 }], ['initial', { M: zero2 }, 'initial.Q'],
  ['initial', { Q: eye2 }, 'initial.M'], ['initial', { M: [[0], [0]], Q: eye2 }, 'initial.M.0 initial.M.1'], ['initial', { M: zero2, Q: [[1]] }, 'initial.Q'], ['initial', { M: [[0, 0]], Q: eye2 }, 'initial.M'],
  ['initial', { M: zero2, Q: [[1, 0.2], [0.1, 1]] }, 'initial.Q.1.0'], ['initial', { M: [[1, 1], [0, 0]], Q: eye2 }], ['initial', { M: zero2, Q: [[1, 2], [2, 1]] }],
  ['initial', { M: zero2, Q: [[-1, 0], [0, 1]] }], ['initial', { M: [[0, 1e200], [0, 0]], Q: eye2 }], ['initial', { M: zero2, Q: eye2, P: eye2 }, 'initial.P'],
  ['initial', { M: [[0, 'x'], [0, 0]], Q: eye2 }, 'initial.M.0.1'], ['initial', { M: 0, Q: eye2 }, 'initial.M'], ['initial', { overlapp: 0.1 }], ['initial', new Date(0)],
  // training
  ['training', null], ['training', undefined], ['training.loss', 'hinge'], ['training.loss', null], ['training.adaptive', null], ['training.adaptive', { share: 0 }, 'training.adaptive.share'],
  ['training.adaptive', { drop: 1.5 }, 'training.adaptive.drop'], ['training.adaptive', { decay: -1 }, 'training.adaptive.decay'], ['training.adaptive', { decays: 1 }, 'training.adaptive.decays'],
  ['training.constraint', 'sphere'], ['training.constraint', false], ['training.batch', 0], ['training.batch', 1e6 + 1], ['training.batch', 1.5], ['training.batch', '64'], ['training.batch', undefined],
  ['training.batch', -0.5], ['training.batch', new Date()], ['training.reuse', 0], ['training.reuse', 1.5], ['training.reuse', 'ALL'], ['training.reuse', null], ['training.reuse', Infinity],
  ['training.dataset', 49], ['training.dataset', 0], ['training.dataset', 'all'], ['training.dataset', 99.5], ['training.dataset', 2 ** 32], ['training.learningRate', -0.1], ['training.learningRate', undefined], ['training.learningRate', '0.1'],
  ['training.learningRate', NaN], ['training.learningRate', -Infinity], ['training.weightDecay', -1], ['training.weightDecay', null], ['training.lookAhead', 'sample'],
  ['training.lookAhead', {}, 'training.lookAhead.kind training.lookAhead.rho'], ['training.lookAhead', { kind: 'three-step', rho: 1 }, 'training.lookAhead.kind'],
  ['training.lookAhead', { kind: 'sample', rho: Infinity }, 'training.lookAhead.rho'], ['training.secondLayer', 'free'], ['training.secondLayer', {}, 'training.secondLayer.learningRate'],
  ['training.secondLayer', { learningRate: -1 }, 'training.secondLayer.learningRate'], ['training.secondLayer', null], ['training.steps', -1], ['training.steps', 2 ** 31], ['training.steps', 0.5],
  ['training.steps', undefined], ['training.steps', '10'], ['training.learning_rate', 0.1], ['training.lr', 1],
  // record, theory, seed, engine, the document
  ['record', null], ['record', 1], ['record', {}], ['record', { every: 0 }, 'record.every'], ['record', { every: 1.5 }, 'record.every'], ['record', { log: 0 }, 'record.log'], ['record', { every: 1, log: 5 }],
  ['record', { evry: 1 }], ['record', [1]], ['record', { log: 1, points: 3 }, 'record.points'], ['theory', true], ['theory', { form: 'sde' }, 'theory.form'], ['theory', { noise: -1 }, 'theory.noise'],
  ['theory', { noise: 'yes' }, 'theory.noise'], ['theory', { signal: 1 }, 'theory.signal'], ['theory', { samples: 0 }, 'theory.samples'], ['theory', { intrabatch: true }, 'theory.intrabatch'],
  ['seed', -1], ['seed', 2 ** 32], ['seed', 1.5], ['seed', '1'], ['seed', null], ['engine', 'gpu'], ['engine', null], ['engine', 'Dense'], ['engine', ['dense']], ['sed', 3], ['Training', {}], ['toString', 1],
  ['theory', { epsilon: 0 }, 'theory.epsilon'], ['theory', { epsilon: '1e-3' }, 'theory.epsilon'], ['theory', { horizon: -1 }, 'theory.horizon'], ['theory', { horizon: Infinity }, 'theory.horizon'],
  // functions by coefficients: one of two keys, in one direction
  ['target.hermite', [0, 1]], ['student.hermite', [0, 1]], ['target', { hermite: [0, 1], directions: 2 }, 'target.directions'], ['target', { hermite: [0, 0] }, 'target.hermite'], ['target', { hermite: [] }, 'target.hermite'],
  ['target', { hermite: Array(12).fill(1) }, 'target.hermite'], ['target', { hermite: [1, '1'] }, 'target.hermite.1'], ['target', { hermite: [1, NaN] }, 'target.hermite.1'], ['target', { hermite: 3 }, 'target.hermite'],
  ['target', { hermite: Array(1e6).fill(1) }, 'target.hermite'], ['target', { hermite: [1e300] }, 'target.hermite'], ['student', { width: 2, hermite: [0] }, 'student.hermite'], ['student', { width: 2, hermite: null }, 'student.hermite'], ['student', { width: 2, hermite: { 0: 1 } }, 'student.hermite'],
  ['student', { width: 2 }, 'student.activation'], ['student', { width: 2, hermit: [1] }, 'student.activation student.hermit'],
  // readouts by law
  ['student.readout', {}], ['student.readout', { law: 'cauchy' }, 'student.readout.law'], ['student.readout', { law: null }, 'student.readout.law'], ['student.readout', { mean: 0 }],
  ['student.readout', { law: 'gaussian', std: -1 }, 'student.readout.std'], ['student.readout', { law: 'gaussian', low: 0 }, 'student.readout.low'], ['student.readout', { law: 'uniform', low: 2 }, 'student.readout.high'],
  ['student.readout', { law: 'uniform', low: 0, high: '1' }, 'student.readout.high'], ['student.readout', { law: 'atoms' }, 'student.readout.values'], ['student.readout', { law: 'atoms', values: [] }, 'student.readout.values'],
  ['student.readout', { law: 'atoms', values: [1, -1], weights: [1] }, 'student.readout.weights'], ['student.readout', { law: 'atoms', values: [1], weights: [0] }, 'student.readout.weights'],
  ['student.readout', { law: 'atoms', values: [1, -1], weights: [2, -1] }, 'student.readout.weights.1'], ['student.readout', { law: 'atoms', values: [1, -1], weights: [1e308, 1e308] }, 'student.readout.weights'],
  ['data.dimension', 'infinity'], ['data.dimension', Infinity],
];

test('the base of the table is an experiment', () => expect(parseExperiment(base).seed).toBe(1));

test('the table is long', () => expect(wrong.length).toBeGreaterThan(240));

// A flow in continuous time, and what keeps it from being one.
const flow = {
  target: { hermite: [0.8, 1, 0.8, 0.6] },
  student: { width: 3, hermite: [0.5, 1, 0.8, 0.6], readout: { law: 'gaussian' } },
  data: { dimension: 'infinity' },
  theory: { form: 'mean-field-flow', epsilon: 1e-4, horizon: 2 },
  engine: 'theory',
};
const eye3 = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
const wrongFlows: [string, unknown, string?][] = [
  ['data.dimension', 'infinite'], ['data.dimension', 3], ['data.dimension', 1], ['data.dimension', null], ['theory', { form: 'flow', horizon: 2 }, 'theory.epsilon'], ['theory', { form: 'flow', epsilon: 1 }, 'theory.horizon'],
  ['theory', { form: 'flow' }, 'theory.epsilon theory.horizon'], ['theory.epsilon', 0], ['theory.epsilon', -1], ['theory.epsilon', 1e-30], ['theory.horizon', 0], ['theory.horizon', '2'],
  ['record', { every: 1 }], ['student.scaling', 'sqrt'], ['training.loss', 'correlation'], ['training.constraint', 'none'], ['training.reuse', 2], ['target', { link: 'He3(z1)', directions: 2 }, 'target.directions'],
  ['target', { link: 'tanh(z1)' }, 'target.link'], ['student', { width: 3, activation: 'relu(x)' }, 'student.activation'], ['initial', { M: [[0], [0], [0]], Q: [[4, 0, 0], [0, 1, 0], [0, 0, 1]] }, 'initial.Q.0.0'],
  ['initial', { M: [[1], [1], [0]], Q: eye3 }], ['training.weightDecay', 0.1], ['training.dataset', 10], ['training.batch', 0], ['theory.form', 'ode', 'data.dimension training'], ['engine', 'dense', 'data.dimension training'],
];

test.each(wrongFlows.map(([key, value, path], i) => [i, key, value, path] as const))('malformed flow %i: %s', (_, key, value, path) => {
  expect(pathsOf(() => parseExperiment(flow))).toEqual(['accepted']);
  const paths = pathsOf(() => parseExperiment(setAt(flow, key, value)));
  expect(paths).toEqual((path ?? key).split(' '));
});

test('of an expression and coefficients there is one, and an error names both', () => {
  const message = (document: unknown) => issuesOf(() => parseExperiment(document)).map(({ path, found, allowed }) => `${path}: found ${found}; allowed: ${allowed}`).join('\n');
  expect(message(setAt(base, 'student.hermite', [0, 1]))).toBe('student.hermite: found [0,1]; allowed: nothing beside student.activation: of student.activation and student.hermite a document has one');
  expect(message({ ...base, target: {} })).toMatch(/^target\.link: found nothing; allowed: an expression in z1 … zk of at most 1000 characters, or target\.hermite, an array of 1 to 11 numbers/);
});

test.each(wrong.map(([key, value, path], i) => [i, key, value, path] as const))('malformed document %i: %s', (_, key, value, path) => {
  const issues = issuesOf(() => parseExperiment(setAt(base, key, value)));
  expect(issues.map(({ path }) => path)).toEqual((path ?? key).split(' '));
  // A sentence a person can read, however long the value.
  for (const { found, allowed } of issues) {
    expect(found.length).toBeLessThan(130);
    expect(allowed.length).toBeGreaterThanOrEqual(1);
  }
});

test.each([undefined, null, 0, '', 'dense', true, [], [base], () => base, Symbol('x'), 10n, NaN, new Map(), /x/, new Error('x'), new Homemade()].map((d) => [d]))(
  'no object, no experiment: %s', (document) => expect(pathsOf(() => parseExperiment(document))).toEqual(['']));

test('ranges follow the engine', () => {
  const closure = setAt({ ...base, engine: 'closure' }, 'training.batch', 1e12);
  expect(parseExperiment(closure).training.batch).toBe(1e12);
  expect(pathsOf(() => parseExperiment({ ...(closure as object), engine: 'matrix-free' }))).toEqual(['training.batch']);
  expect(pathsOf(() => parseExperiment(setAt({ ...base, engine: 'reduced' }, 'student.width', 17)))).toEqual(['student.width']);
  expect(pathsOf(() => parseExperiment(setAt({ ...base, engine: 'reduced' }, 'training.reuse', 2)))).toEqual(['training.reuse']);
  expect(pathsOf(() => parseExperiment(setAt({ ...base, engine: 'closure' }, 'training.reuse', 'all')))).toEqual(['training.reuse']);
});

test('what some engines serve is refused to the others, and what it cannot do with it is refused by name', () => {
  const served = (key: string, value: unknown, engine = 'matrix-free') => pathsOf(() => parseExperiment(setAt({ ...base, engine }, key, value)));
  const sample = { kind: 'sample', rho: 0.1 };
  for (const engine of ['dense', 'reference', 'reduced']) expect(served('training.secondLayer', { learningRate: 0.1 }, engine)).toEqual(['accepted']);
  for (const engine of ['matrix-free', 'closure', 'theory']) expect(served('training.secondLayer', { learningRate: 0 }, engine)).toEqual(['training.secondLayer']);
  expect(served('training', { batch: 50, learningRate: 0.1, steps: 10, secondLayer: { learningRate: 1 }, loss: 'adaptive', lookAhead: sample }, 'reference')).toEqual(['training.loss', 'training.lookAhead']);
  for (const [key, value] of [['training.dataset', 100], ['training.weightDecay', 0.1], ['training.lookAhead', sample]] as const) {
    for (const engine of ['matrix-free', 'dense', 'reference']) expect(served(key, value, engine)).toEqual(['accepted']);
    for (const engine of ['reduced', 'closure', 'theory']) expect(served(key, value, engine)).toEqual([key]);
  }
  const looking = { batch: 50, learningRate: 0.1, steps: 10, lookAhead: sample };
  expect(served('training', { ...looking, reuse: 2, dataset: 100 })).toEqual(['training.reuse', 'training.dataset']);
  expect(served('training', { ...looking, reuse: 2, dataset: 100 }, 'dense')).toEqual(['accepted']);
  expect([served('training.dataset', 2 ** 32 - 1, 'reference'), served('training.dataset', 2 ** 32)]).toEqual([['accepted'], ['accepted']]);
  expect(pathsOf(() => parseExperiment({ ...base, data: { dimension: 5 }, training: looking, engine: 'matrix-free' }))).toEqual(['data.dimension']);
  expect(pathsOf(() => parseExperiment({ ...base, data: { dimension: 5 }, training: { ...looking, batch: 1 }, engine: 'matrix-free' }))).toEqual(['accepted']);
});

test('hostile objects are refused, not followed', () => {
  const cyclic: Record<string, unknown> = { ...base };
  cyclic.target = cyclic;
  expect(pathsOf(() => parseExperiment(cyclic))).toContain('target.link');
  cyclic.seed = cyclic;
  expect(pathsOf(() => parseExperiment(cyclic))).toContain('seed');
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = { deep };
  expect(pathsOf(() => parseExperiment({ ...base, deep }))).toEqual(['deep']);
  expect(pathsOf(() => parseExperiment({ ...base, seed: deep }))).toEqual(['seed']);
  expect(pathsOf(() => parseExperiment(JSON.parse('{"__proto__": {"seed": 1}}')))).toContain('__proto__');
  expect(pathsOf(() => parseExperiment(Object.create(base)))).toEqual(['']);
  expect(pathsOf(() => parseExperiment(Object.defineProperty({ ...base }, 'seed', { enumerable: true, get: boom })))).toEqual(['']);
  expect(pathsOf(() => parseExperiment(new Proxy(base, { getPrototypeOf: boom })))).toEqual(['']);
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i]));
  const issues = pathsOf(() => parseExperiment({ ...base, ...many }));
  expect(issues.length).toBe(101);
});

test.each([
  ['', 'line 1, column 1'], ['{', 'line 1, column 2'], ['{"seed": 1,}', 'column 12'], ['{"seed": 01}', 'column 10'], ["{'seed': 1}", 'column 2'], ['{"seed": 1} x', 'column 13'], ['[1 2]', 'column 4'],
  ['{"seed": NaN}', 'column 10'], ['{\n  "seed": 1\n  "engine": "dense"\n}', 'line 3, column 3'], ['// no comments', 'column 1'], ['"\u0001"', 'column 2'], ['"\\x"', 'column 2'], ['{"a": .5}', 'column 7'],
  ['[[1, 2], [3, 4]', 'column 16'], ['{"a" 1}', 'column 6'], ['nul', 'column 1'], ['\uFEFF{', 'column 2'], ['[1, -]', 'column 5'], ['"' + 'x'.repeat(1e7), 'column 10000002'], ['['.repeat(200_000), 'column 200001'],
])('text %# is no JSON, and the error says where', (text, where) => {
  expect(() => parseExperimentText(text)).toThrow(where);
  expect(pathsOf(() => parseExperimentText(text))).toEqual(['']);
});

test('numbers that JSON cannot hold', () => {
  const text = JSON.stringify(base).replace('0.1', '1e400');
  expect(pathsOf(() => parseExperimentText(text))).toEqual(['training.learningRate']);
});
